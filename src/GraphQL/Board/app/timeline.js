import { dayOf, instantOf, wallClock } from './days.js';

// Shown where nothing is open and nothing booked all day.
const USUAL = { from: 8, to: 18 };

/**
 * @typedef {{ start: number, end: number, state: string, seatsTaken: number, network: string | null }} Stretch
 * @typedef {{ start: number, end: number, timeZone: string }} Span what a timeline shows: whole hours of one day
 */

/**
 * The hours of today that are worth showing: when any of the rooms is open or taken. The same for all rooms of a venue, so that
 * their bars can be compared.
 * @param {Stretch[][]} calendars of the venue's rooms
 * @returns {Span}
 */
export function spanOf(calendars, now, timeZone) {
  const day = dayOf(now, timeZone);
  const alive = calendars.flat().filter(({ state }) => state !== 'CLOSED').map((stretch) => clip(stretch, day)).filter(Boolean);
  if (alive.length === 0) {
    return { start: instantOf(day.date, USUAL.from, timeZone), end: instantOf(day.date, USUAL.to, timeZone), timeZone };
  }
  const first = Math.min(...alive.map(({ start }) => start));
  const last = Math.max(...alive.map(({ end }) => end));
  const opens = wallClock(first, timeZone).hour;
  const closes = last === day.end ? 24 : Math.ceil(hoursOf(last, timeZone));
  return {
    start: instantOf(day.date, opens, timeZone),
    end: Math.max(instantOf(day.date, closes, timeZone), last),
    timeZone,
  };
}

/**
 * What is drawn of a room's calendar: bars for what is taken, and grey where it is closed; free time is the bare track.
 * Places are shares of the track's width, 0 to 1.
 * @param {Stretch[]} calendar
 * @param {Span} span
 */
export function barsOf(calendar, span) {
  const bars = [];
  for (const stretch of calendar) {
    const kind = kindOf(stretch);
    const seen = kind && clip(stretch, span);
    if (!seen) continue;
    const last = bars.at(-1);
    if (kind === 'closed' && last?.kind === 'closed' && last.end === seen.start) last.end = seen.end;
    else bars.push({ ...seen, kind });
  }
  const length = span.end - span.start;
  return bars.map((bar) => ({ ...bar, left: (bar.start - span.start) / length, width: (bar.end - bar.start) / length }));
}

/** The hours to write under a track, at most about nine of them, each with its place. */
export function ticksOf(span) {
  const { date, hour } = wallClock(span.start, span.timeZone);
  const hours = Math.round((span.end - span.start) / 3_600_000);
  const step = [1, 2, 3, 4, 6].find((size) => hours / size <= 9) ?? 6;
  const ticks = [];
  for (let at = Math.ceil(hour / step) * step; at <= 24; at += step) {
    const instant = instantOf(date, at, span.timeZone);
    if (instant > span.end) break;
    ticks.push({ hour: at, left: (instant - span.start) / (span.end - span.start) });
  }
  return ticks;
}

/** Where now is on the track; null when it is not on it. */
export function placeOf(now, span) {
  const place = (now - span.start) / (span.end - span.start);
  return place >= 0 && place <= 1 ? place : null;
}

/** How a stretch is drawn; null for one that is not: free time. */
export function kindOf({ state, seatsTaken }) {
  if (state === 'BUSY') return seatsTaken === 0 ? 'buffer' : 'busy';
  if (state === 'PENDING') return 'pending';
  if (state === 'CLOSED') return 'closed';
  return seatsTaken > 0 ? 'shared' : null; // free, with some seats taken
}

function clip(stretch, { start, end }) {
  const clipped = { ...stretch, start: Math.max(stretch.start, start), end: Math.min(stretch.end, end) };
  return clipped.start < clipped.end ? clipped : null;
}

function hoursOf(instant, timeZone) {
  const { hour, minute, second } = wallClock(instant, timeZone);
  return hour + minute / 60 + second / 3600;
}
