/**
 * Takes a stream of server-sent events apart, however it is cut into pieces. Comments, which keep the connection alive, are
 * passed over.
 */
export class EventParser {
  #rest = '';
  #event = { name: 'message', data: [] };

  /** @param {string} text the next piece @returns {{ name: string, data: string }[]} the events it completes */
  read(text) {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop();
    return lines.map((line) => this.#readLine(line)).filter(Boolean);
  }

  #readLine(line) {
    if (line === '') return this.#take();
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === 'event') this.#event.name = value;
    if (field === 'data') this.#event.data.push(value);
    return null;
  }

  #take() {
    const { name, data } = this.#event;
    this.#event = { name: 'message', data: [] };
    return data.length > 0 || name !== 'message' ? { name, data: data.join('\n') } : null;
  }
}
