import { addDays, wallClock } from './days.js';
import { LinkProblem } from './api.js';

// Rooms, venues, networks and times. No person, no title: what is not asked for cannot be shown by mistake.
const STATE = 'fragment State on RoomOccupancy { room { id } state seatsTaken seatsTotal network { name } until version }';

const CALENDAR = 'fragment Calendar on Room { calendar(during: $around) { state seatsTaken network { name } period { start end } } }';

const VENUE = `fragment Rooms on VenueOccupancy {
  venue { id name timeZone rooms { id name ...Calendar } }
  rooms { ...State }
} ${STATE} ${CALENDAR}`;

const OF_VENUE = `query Board($venue: ID!, $around: PeriodInput!) { venue(id: $venue) { name occupancy { ...Rooms } } } ${VENUE}`;

const OF_COMMUNE = `query Board($inseeCode: String!, $around: PeriodInput!) {
  municipality(inseeCode: $inseeCode) { name occupancy { venues { ...Rooms } } }
} ${VENUE}`;

const OF_ROOM = `query Day($room: ID!, $around: PeriodInput!) { room(id: $room) { ...Calendar } } ${CALENDAR}`;

const CHANGES = `subscription Changes($where: OccupancyFilter!) { occupancyChanged(where: $where) { ...State } } ${STATE}`;

const MONTH = `query Month($where: UtilizationFilter!, $from: LocalDate!, $to: LocalDate!) {
  utilization(where: $where, from: $from, to: $to, by: DAY) { rows { from openHours bookedHours usedHours } }
}`;

const DAYS = 30;
const HOUR = 3_600_000;

/** Everything of the place that the link names. @returns {Promise<import('./reducer.js').Board>} */
export async function readBoard(api, target, now) {
  const isCommune = 'inseeCode' in target;
  const unknown = isCommune ? 'unknownCommune' : 'unknownVenue';
  const data = await api.query(isCommune ? OF_COMMUNE : OF_VENUE, { ...target, around: around(now) }, unknown);
  const place = isCommune ? data.municipality : data.venue;
  if (!place) throw new LinkProblem(unknown);
  const venues = isCommune ? place.occupancy.venues : [place.occupancy];
  return { name: place.name, isCommune, venues: venues.map(venueOf) };
}

/** A room's calendar anew; null when there is no such room any more. */
export async function readCalendar(api, room, now) {
  const data = await api.query(OF_ROOM, { room, around: around(now) });
  return data.room && calendarOf(data.room);
}

/** The states of the place's rooms, now and as they change. */
export async function* followStates(api, target, signal, opened) {
  const where = 'inseeCode' in target ? { inseeCodes: [target.inseeCode] } : { venueIds: [target.venue] };
  for await (const { occupancyChanged } of api.follow(CHANGES, { where }, signal, opened)) yield stateOf(occupancyChanged);
}

/** The last thirty whole days, day by day. */
export async function readMonth(api, target, now, timeZone) {
  const today = wallClock(now, timeZone).date;
  const where = 'inseeCode' in target ? { inseeCode: target.inseeCode } : { venueId: target.venue };
  const data = await api.query(MONTH, { where, from: addDays(today, -DAYS), to: addDays(today, -1) });
  return data.utilization.rows;
}

// Wide enough for today in any zone, so that the zone need not be known first.
function around(now) {
  return { start: new Date(now - 26 * HOUR).toISOString(), end: new Date(now + 26 * HOUR).toISOString() };
}

function venueOf({ venue, rooms }) {
  const states = new Map(rooms.map((room) => [room.room.id, stateOf(room)]));
  return {
    id: venue.id,
    name: venue.name,
    timeZone: venue.timeZone,
    // One that was published between the two parts of the answer is there next time.
    rooms: venue.rooms.filter(({ id }) => states.has(id))
      .map((room) => ({ id: room.id, name: room.name, calendar: calendarOf(room), now: states.get(room.id) })),
  };
}

function stateOf({ room, state, seatsTaken, seatsTotal, network, until, version }) {
  return {
    room: room.id, state, seatsTaken, seatsTotal, version,
    network: network?.name ?? null, until: until ? Date.parse(until) : null,
  };
}

function calendarOf({ calendar }) {
  return calendar.map(({ state, seatsTaken, network, period }) => ({
    start: Date.parse(period.start), end: Date.parse(period.end), state, seatsTaken, network: network?.name ?? null,
  }));
}
