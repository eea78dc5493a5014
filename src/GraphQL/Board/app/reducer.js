/**
 * What the board knows, and how it changes. A room's state carries a version that only grows: whatever is older than what is
 * shown is dropped, in whichever order answers and events arrive.
 * @typedef {{ room: string, state: string, seatsTaken: number, seatsTotal: number, network: string | null, until: number | null,
 *   version: number }} RoomState
 * @typedef {{ id: string, name: string, calendar: import('./timeline.js').Stretch[], now: RoomState }} Room
 * @typedef {{ id: string, name: string, timeZone: string, rooms: Room[] }} Venue
 * @typedef {{ name: string, isCommune: boolean, venues: Venue[] }} Board
 */

/** All of it was read anew; rooms of which something newer has been heard keep that. @returns {Board} */
export function withBoard(known, read) {
  const shown = new Map(known ? roomsOf(known).map((room) => [room.id, room.now]) : []);
  return mapRooms(read, (room) => ({ ...room, now: newer(room.now, shown.get(room.id)) }));
}

/**
 * A state came in. `isNew` says whether it changed anything; `isKnown` is false for a room that the board does not have yet.
 * @param {RoomState} state
 */
export function withState(known, state) {
  const room = roomsOf(known).find(({ id }) => id === state.room);
  if (!room || room.now.version >= state.version) return { board: known, isNew: false, isKnown: Boolean(room) };
  const board = mapRooms(known, (each) => (each.id === state.room ? { ...each, now: state } : each));
  return { board, isNew: true, isKnown: true };
}

/** What to say of a room: cut off from the server, its state is not known once it was due to change. */
export function stateToShow({ state, until }, now, isConnected) {
  return !isConnected && until !== null && now >= until ? 'UNKNOWN' : state;
}

/** Every room, venue by venue. @returns {Room[]} */
export function roomsOf(board) {
  return board.venues.flatMap(({ rooms }) => rooms);
}

function newer(read, shown) {
  return shown && shown.version > read.version ? shown : read;
}

function mapRooms(board, change) {
  return { ...board, venues: board.venues.map((venue) => ({ ...venue, rooms: venue.rooms.map(change) })) };
}
