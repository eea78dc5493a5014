// Wall-clock days of a venue's zone, whatever zone the browser is in. Instants are milliseconds since 1970.

const formats = new Map();

/** What the clock on the wall shows in a zone: date as 2027-03-02, hours and minutes as numbers. */
export function wallClock(instant, timeZone) {
  if (!formats.has(timeZone)) {
    formats.set(timeZone, new Intl.DateTimeFormat('en-GB', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    }));
  }
  const part = Object.fromEntries(formats.get(timeZone).formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    date: `${part.year}-${part.month}-${part.day}`,
    hour: Number(part.hour), minute: Number(part.minute), second: Number(part.second),
  };
}

/** The date that many days later. */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The first instant of a date in a zone at which the clock shows that hour (24: the next midnight), or has just passed it. */
export function instantOf(date, hour, timeZone) {
  const wall = Date.parse(`${date}T00:00:00Z`) + hour * 3_600_000;
  // Of the offsets before and after a change of the clock, the right one leads back to the hour asked for.
  const offsets = [offsetAt(wall - 86_400_000, timeZone), offsetAt(wall + 86_400_000, timeZone)];
  const found = offsets.map((offset) => wall - offset).filter((instant) => instant + offsetAt(instant, timeZone) === wall);
  return found.length > 0 ? Math.min(...found) : wall - Math.min(...offsets);
}

/** The day in a zone that an instant belongs to: its date, its first instant and the next day's. 23 to 25 hours long. */
export function dayOf(instant, timeZone) {
  const { date } = wallClock(instant, timeZone);
  return { date, start: instantOf(date, 0, timeZone), end: instantOf(date, 24, timeZone) };
}

function offsetAt(instant, timeZone) {
  const { date, hour, minute, second } = wallClock(instant, timeZone);
  return Date.parse(`${date}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000 - Math.floor(instant / 1000) * 1000;
}
