import { EventParser } from './sse.js';

const ENDPOINT = new URL('../graphql', import.meta.url);
const ANSWER_WITHIN = 20_000;
// The server sends something every 15 s; one that is silent for so long is gone, whatever the network says.
const SILENT_AT_MOST = 45_000;

/** The link is wrong, and trying again does not help by itself. Its message is the problem's name. */
export class LinkProblem extends Error {}

/**
 * The GraphQL API, by HTTP and server-sent events. Events rather than a WebSocket: `fetch` sends the token as a header and tells
 * the status of a refusal, and a keep-alive that fails to come can be seen.
 */
export class Api {
  #token;
  #heard;

  /** @param {(serverTime: number | null) => void} heard told of each sign of life, with the server's clock where it says so */
  constructor(token, heard) {
    this.#token = token;
    this.#heard = heard;
  }

  /**
   * A query's data.
   * @param {string} [unreadable] the problem that it is when an argument cannot be read
   * @throws {LinkProblem} the token or an argument is refused.
   */
  async query(query, variables, unreadable) {
    const response = await this.#send(query, variables, 'application/json', AbortSignal.timeout(ANSWER_WITHIN));
    const { data, errors } = await response.json();
    const code = errors?.[0]?.extensions?.code;
    if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') throw new LinkProblem('badToken');
    if (code === 'INVALID_INPUT' && unreadable) throw new LinkProblem(unreadable);
    if (errors) throw new Error(`The server answered ${code}`);
    return data;
  }

  /**
   * A subscription's data, piece by piece, until the stream ends. `opened` is called when it has begun.
   * @throws the connection failed, was silent for too long, or was given up by the signal.
   */
  async *follow(query, variables, signal, opened) {
    const giveUp = new AbortController();
    let silence;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => giveUp.abort(), SILENT_AT_MOST);
    };
    try {
      listen();
      const response = await this.#send(query, variables, 'text/event-stream', AbortSignal.any([signal, giveUp.signal]));
      const parser = new EventParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      opened();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        listen();
        this.#heard(null);
        for (const { name, data } of parser.read(piece.value)) {
          if (name !== 'next') return;
          const { data: answer, errors } = JSON.parse(data);
          if (errors) throw new Error('The server broke the stream off');
          yield answer;
        }
      }
    } finally {
      clearTimeout(silence);
      giveUp.abort();
    }
  }

  async #send(query, variables, accept, signal) {
    const response = await fetch(ENDPOINT, {
      method: 'POST',
      headers: { Accept: accept, Authorization: `Bearer ${this.#token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
    if (response.status === 401 || response.status === 403) throw new LinkProblem('badToken');
    if (!response.ok) throw new Error(`The server answered ${response.status}`);
    this.#heard(Date.parse(response.headers.get('Date')) || null);
    return response;
  }
}
