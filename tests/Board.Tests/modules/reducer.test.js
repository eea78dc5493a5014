import assert from 'node:assert/strict';
import test from 'node:test';
import { roomsOf, stateToShow, withBoard, withState } from '../../../src/GraphQL/Board/app/reducer.js';

const state = (room, version, name = 'FREE') => ({ room, version, state: name, seatsTaken: 0, seatsTotal: 8, network: null, until: null });
const board = (...states) => ({ name: 'Mairie', isCommune: false, venues: [{ id: 'v', name: 'Mairie', timeZone: 'Europe/Paris',
  rooms: states.map((now) => ({ id: now.room, name: now.room, calendar: [], now })) }] });
const versions = (known) => roomsOf(known).map(({ now }) => now.version);

test('withState, a higher version, is shown, and others stay', () => {
  const { board: next, isNew } = withState(board(state('a', 3), state('b', 9)), state('a', 4, 'OCCUPIED'));
  assert.deepEqual([isNew, versions(next), roomsOf(next)[0].now.state], [true, [4, 9], 'OCCUPIED']);
});

test('withState, a lower or the same version, is dropped', () => {
  for (const version of [3, 4]) {
    const known = board(state('a', 4));
    assert.deepEqual(withState(known, state('a', version, 'OCCUPIED')), { board: known, isNew: false, isKnown: true });
  }
});

test('withState, a room that is not on the board, says so', () => {
  assert.equal(withState(board(state('a', 4)), state('b', 1)).isKnown, false);
});

test('withBoard, read before a newer state came in, keeps the newer state', () => {
  assert.deepEqual(versions(withBoard(board(state('a', 7)), board(state('a', 5), state('b', 1)))), [7, 1]);
  assert.deepEqual(versions(withBoard(board(state('a', 7)), board(state('a', 8)))), [8]);
  assert.deepEqual(versions(withBoard(null, board(state('a', 8)))), [8]);
});

test('stateToShow, cut off and past the next change, is not known', () => {
  const due = { ...state('a', 1), until: 1000 };
  assert.equal(stateToShow(due, 999, false), 'FREE');
  assert.equal(stateToShow(due, 1000, false), 'UNKNOWN');
  assert.equal(stateToShow(due, 1000, true), 'FREE');
  assert.equal(stateToShow(state('a', 1), 1000, false), 'FREE');
});
