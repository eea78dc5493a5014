import { Api } from './api.js';
import { keepUpToDate } from './connection.js';
import { wallClock } from './days.js';
import { followStates, readBoard, readCalendar, readMonth } from './queries.js';
import { roomsOf, withBoard, withState } from './reducer.js';
import { announcement, drawBoard, drawConnection, drawProblem } from './view.js';

const READ_ALL_EVERY = 60_000;
const READ_MONTH_EVERY = 3_600_000;
// A screen whose clock is wrong by more than this goes by the server's; less may be the way the answer took.
const CLOCK_TOLERANCE = 2000;
const NO_MONTH = { rows: null, date: null, readAt: -Infinity };

/** One link being shown, until another one takes its place. */
export class Show {
  #page;
  #texts;
  #target;
  #api;
  #stop = new AbortController();
  #board = null;
  #month = NO_MONTH;
  #problem = null;
  #isConnected = true;
  #heardAt = null;
  #readAt = -Infinity;
  #aheadBy = 0;
  #drawnFor = null;

  /** @param page the page's parts by name; @param texts in the reader's language */
  constructor({ target, token }, page, texts) {
    [this.#target, this.#page, this.#texts] = [target, page, texts];
    this.#api = new Api(token, (serverTime) => this.#heard(serverTime));
  }

  start() {
    const ticking = setInterval(() => this.#tick(), 1000);
    this.#stop.signal.addEventListener('abort', () => clearInterval(ticking));
    keepUpToDate({
      read: () => this.#readAll(),
      follow: (signal, opened) => this.#follow(signal, opened),
      tell: (status, problem) => this.#tell(status, problem),
    }, this.#stop.signal);
  }

  stop() {
    this.#stop.abort();
  }

  get #now() {
    return Date.now() + this.#aheadBy;
  }

  get #timeZone() {
    return this.#board?.venues[0]?.timeZone ?? 'Europe/Paris';
  }

  #heard(serverTime) {
    if (serverTime !== null) {
      const ahead = serverTime + 500 - Date.now(); // whole seconds, cut off
      this.#aheadBy = Math.abs(ahead) > CLOCK_TOLERANCE ? ahead : 0;
    }
    this.#heardAt = this.#now;
  }

  async #readAll() {
    const read = await readBoard(this.#api, this.#target, this.#now);
    if (this.#stop.signal.aborted) return;
    this.#board = withBoard(this.#board, read);
    [this.#problem, this.#readAt] = [null, performance.now()];
    this.#draw();
    this.#readMonthIfDue();
  }

  async #follow(signal, opened) {
    for await (const state of followStates(this.#api, this.#target, signal, opened)) {
      const { board, isNew, isKnown } = withState(this.#board, state);
      this.#board = board;
      if (isNew) {
        this.#say(state.room);
        this.#draw();
        this.#inBackground(this.#readDay(state.room));
      } else if (!isKnown) {
        this.#inBackground(this.#readAll());
      }
    }
  }

  // What a change did to the rest of the room's day.
  async #readDay(room) {
    const calendar = await readCalendar(this.#api, room, this.#now);
    if (!calendar || this.#stop.signal.aborted) return;
    const venues = this.#board.venues.map((venue) => ({
      ...venue, rooms: venue.rooms.map((each) => (each.id === room ? { ...each, calendar } : each)),
    }));
    this.#board = { ...this.#board, venues };
    this.#draw();
  }

  // Once an hour, by a clock that nobody sets, and when a day has ended. A board without it is a board all the same.
  async #readMonthIfDue() {
    const { date } = wallClock(this.#now, this.#timeZone);
    const isOfToday = date === this.#month.date;
    if (isOfToday && performance.now() - this.#month.readAt < READ_MONTH_EVERY) return;
    const rows = await readMonth(this.#api, this.#target, this.#now, this.#timeZone).catch(() => null);
    if (rows) this.#month = { rows, date, readAt: performance.now() };
    else if (!isOfToday) this.#month = NO_MONTH;
    this.#draw();
  }

  // What fails here is read again within a minute, or when the connection is back.
  #inBackground(work) {
    work.catch(() => undefined);
  }

  #tell(status, problem) {
    const wasConnected = this.#isConnected;
    this.#isConnected = status !== 'lost';
    this.#problem = status === 'problem' ? problem : this.#problem;
    if (wasConnected && !this.#isConnected && this.#heardAt !== null) this.#speak(this.#texts.lost(this.#texts.timeOf(this.#heardAt, this.#timeZone)));
    if (!wasConnected && status === 'live') this.#speak(this.#texts.back);
    this.#draw();
  }

  #tick() {
    if (this.#isConnected && this.#board && !this.#problem && performance.now() - this.#readAt > READ_ALL_EVERY) {
      this.#readAt = performance.now();
      this.#inBackground(this.#readAll());
    }
    if (Math.floor(this.#now / 60_000) !== this.#drawnFor) this.#draw();
  }

  #say(room) {
    const venue = this.#board.venues.find(({ rooms }) => rooms.some(({ id }) => id === room));
    this.#speak(announcement(venue, roomsOf(this.#board).find(({ id }) => id === room), this.#now, this.#texts));
  }

  #speak(text) {
    this.#page.spoken.textContent = text;
  }

  #draw() {
    if (this.#stop.signal.aborted) return;
    const now = this.#now;
    this.#drawnFor = Math.floor(now / 60_000);
    drawConnection(this.#page, { isConnected: this.#isConnected, heardAt: this.#board && this.#heardAt, now, timeZone: this.#timeZone }, this.#texts);
    if (this.#problem) drawProblem(this.#page, this.#problem, this.#texts);
    else if (this.#board) drawBoard(this.#page, { board: this.#board, month: this.#month.rows, now, isConnected: this.#isConnected }, this.#texts);
  }
}
