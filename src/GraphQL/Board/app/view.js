import { dayOf } from './days.js';
import { el, update } from './dom.js';
import { stateIcon } from './icons.js';
import { monthChart } from './chart.js';
import { roomsOf, stateToShow } from './reducer.js';
import { barsOf, kindOf, placeOf, spanOf, ticksOf } from './timeline.js';

const NEXT_AT_MOST = 3;
const percent = (share) => `${(share * 100).toFixed(3)}%`;

/** Draws the board as it is now. @param {ReturnType<import('./texts.js').textsFor>} texts */
export function drawBoard(page, { board, month, now, isConnected }, texts) {
  const timeZone = board.venues[0]?.timeZone ?? 'Europe/Paris';
  document.title = `${board.name} · ${texts.rooms}`;
  page.title.textContent = board.name;
  page.date.textContent = texts.date(now, timeZone);
  page.clock.textContent = texts.clock(now, timeZone);
  const venues = board.venues.filter(({ rooms }) => rooms.length > 0);
  page.main.dataset.density = densityOf(roomsOf(board).length, venues.length);
  update(page.main,
    ...(venues.length > 0
      ? venues.map((venue) => venueSection(page, venue, { board, now, isConnected }, texts))
      : [el('p', { class: 'empty' }, texts.noRooms)]),
    month && board.venues.length > 0 ? monthChart(month, texts) : null);
}

/** Says what is wrong with the link instead of a board. */
export function drawProblem(page, name, texts) {
  const { title, advice, command } = texts.problem(name);
  document.title = title;
  page.title.textContent = title;
  [page.date.textContent, page.clock.textContent] = ['', ''];
  update(page.main, el('div', { class: 'problem' }, el('p', {}, advice), el('pre', {}, el('code', {}, command))));
}

/** Tells since when nothing new has come; nothing while all is well. */
export function drawConnection(page, { isConnected, heardAt, now, timeZone }, texts) {
  page.banner.hidden = isConnected;
  if (isConnected) return;
  page.bannerText.textContent = heardAt === null
    ? texts.never
    : `${texts.lost(texts.timeOf(heardAt, timeZone))}, ${texts.agoText(now - heardAt)}.`;
}

/** What is read aloud when a room's state has changed. */
export function announcement(venue, room, now, texts) {
  return `${room.name}: ${[texts.states[room.now.state], room.now.network, texts.untilText(room.now.until, now, venue.timeZone)].filter(Boolean).join(', ')}`;
}

// The section stays while its cards are exchanged one by one; only the line of now moves every minute.
function venueSection(page, venue, { board, now, isConnected }, texts) {
  const span = spanOf(venue.rooms.map(({ calendar }) => calendar), now, venue.timeZone);
  const heading = `name-${venue.id}`;
  const section = page.main.querySelector(`section[data-venue="${CSS.escape(venue.id)}"]`)
    ?? el('section', { class: 'venue', 'data-venue': venue.id, 'aria-labelledby': heading }, el('h2', { id: heading }), el('div', { class: 'rooms' }));
  const [title, rooms] = section.children;
  title.textContent = board.isCommune ? venue.name : texts.rooms;
  title.className = board.isCommune ? '' : 'hidden';
  const place = placeOf(now, span);
  section.style.setProperty('--now', percent(place ?? 0));
  section.classList.toggle('now-is-elsewhere', place === null);
  update(rooms, ...venue.rooms.map((room) => card(room, venue, span, now, isConnected, texts)));
  return section;
}

function card(room, venue, span, now, isConnected, texts) {
  const shown = stateToShow(room.now, now, isConnected);
  const isKnown = shown !== 'UNKNOWN';
  const { network, until, seatsTaken, seatsTotal } = room.now;
  return el('article', { class: 'room', 'data-room': room.id, 'data-state': shown, 'aria-labelledby': `name-${room.id}` },
    el('h3', { id: `name-${room.id}` }, room.name),
    el('p', { class: 'state' }, stateIcon(shown), el('span', {}, texts.states[shown])),
    el('p', { class: 'network' }, networkText(shown, network, texts)),
    el('p', { class: 'until' }, isKnown ? texts.untilText(until, now, venue.timeZone) : texts.pastUntil(texts.timeOf(until, venue.timeZone))),
    el('p', { class: 'seats' }, isKnown && shown !== 'CLOSED' ? texts.seats(seatsTaken, seatsTotal) : '\u00a0'),
    next(room, venue, now, texts),
    timeline(room, venue, span, texts));
}

// What comes, in words that are read from afar where there is space; to screen readers the timeline says the same.
function next(room, venue, now, texts) {
  const { end } = dayOf(now, venue.timeZone);
  const coming = room.calendar.filter((stretch) => stretch.start > now && stretch.start < end && kindOf(stretch) && stretch.seatsTaken > 0);
  return el('ul', { class: 'next', 'aria-hidden': 'true' }, coming.slice(0, NEXT_AT_MOST).map((stretch) => el('li', {},
    el('span', { class: 'from' }, `${texts.timeOf(stretch.start, venue.timeZone)} – ${texts.timeOf(stretch.end, venue.timeZone)}`),
    el('span', {}, stretch.network ?? texts.severalNetworks))));
}

function networkText(shown, network, texts) {
  if (shown === 'UNKNOWN') return '\u00a0';
  return network ?? (shown === 'RESERVED' || shown === 'OCCUPIED' ? texts.severalNetworks : '\u00a0');
}

function timeline(room, venue, span, texts) {
  const bars = barsOf(room.calendar, span);
  const taken = bars.filter(({ kind }) => kind !== 'closed');
  const place = ({ left, width }) => ({ left: percent(left), width: percent(width) });
  return el('div', { class: 'day' },
    el('div', { class: 'track' },
      bars.filter(({ kind }) => kind === 'closed').map((bar) => el('span', { class: 'bar closed', style: place(bar) })),
      taken.length > 0
        ? el('ul', { 'aria-label': texts.timelineOf(room.name) }, taken.map((bar) => el('li', { class: `bar ${bar.kind}`, style: place(bar) },
          el('span', { class: 'hidden' }, texts.barText(bar, room.now.seatsTotal, venue.timeZone)),
          bar.kind === 'buffer' ? null : el('span', { class: 'label', 'aria-hidden': 'true' }, bar.network ?? texts.kinds[bar.kind]))))
        : el('p', { class: 'hidden' }, texts.nothing),
      el('span', { class: 'now' })),
    el('div', { class: 'ticks', 'aria-hidden': 'true' },
      ticksOf(span).map(({ hour, left }) => el('span', { style: { left: percent(left) } }, String(hour)))));
}

// The fewer rooms the larger: all of them should fit on a screen that nobody scrolls. Each building takes a line for its name.
function densityOf(rooms, venues) {
  const weight = rooms + 2 * (venues - 1);
  if (weight <= 3) return 'huge';
  if (weight <= 6) return 'large';
  return weight <= 12 ? 'medium' : 'small';
}
