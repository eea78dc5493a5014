import assert from 'node:assert/strict';
import test from 'node:test';
import { barsOf, placeOf, spanOf, ticksOf } from '../../../src/GraphQL/Board/app/timeline.js';

const PARIS = 'Europe/Paris';
const at = (time, day = '02') => Date.parse(`2027-03-${day}T${time}:00+01:00`);
const stretch = (from, to, state, more = {}) => ({ start: from, end: to, state, seatsTaken: 0, network: null, ...more });
const NOON = at('12:00');

test('spanOf, opening hours and a booking outside of them, holds both in whole hours', () => {
  const open = [stretch(at('00:00'), at('09:30'), 'CLOSED'), stretch(at('09:30'), at('17:00'), 'FREE'), stretch(at('17:00'), at('23:00'), 'CLOSED')];
  const late = [stretch(at('18:00'), at('19:15'), 'BUSY', { seatsTaken: 4 })];

  const span = spanOf([open, late], NOON, PARIS);

  assert.deepEqual([span.start, span.end], [at('09:00'), at('20:00')]);
});

test('spanOf, open all day and beyond, is the day in the zone', () => {
  const span = spanOf([[stretch(at('00:00', '01'), at('23:00', '03'), 'FREE')]], NOON, PARIS);
  assert.deepEqual([span.start, span.end], [at('00:00'), at('00:00', '03')]);
});

test('spanOf, closed all day, shows usual hours', () => {
  const span = spanOf([[stretch(at('00:00'), at('00:00', '03'), 'CLOSED')]], NOON, PARIS);
  assert.deepEqual([span.start, span.end], [at('08:00'), at('18:00')]);
});

test('spanOf, a minute before and at midnight, is of the day that ends and of the one that begins', () => {
  const open = ['02', '03'].map((day) => stretch(at('09:00', day), at('17:00', day), 'FREE'));

  const [before, after] = [at('23:59'), at('00:00', '03')].map((now) => spanOf([open], now, PARIS));

  assert.deepEqual([before.start, after.start, after.end], [at('09:00'), at('09:00', '03'), at('17:00', '03')]);
  assert.equal(barsOf([stretch(at('10:00'), at('11:00'), 'BUSY', { seatsTaken: 1 })], after).length, 0);
});

test('barsOf, a calendar with everything in it, draws what is taken and closed at its place', () => {
  const span = { start: at('08:00'), end: at('18:00'), timeZone: PARIS };
  const calendar = [
    stretch(at('00:00'), at('08:30'), 'CLOSED'), stretch(at('08:30'), at('09:00'), 'CLOSED'), stretch(at('09:00'), at('10:00'), 'FREE'),
    stretch(at('10:00'), at('10:30'), 'BUSY', { network: 'La Poste' }),
    stretch(at('10:30'), at('12:00'), 'BUSY', { seatsTaken: 8, network: 'La Poste' }),
    stretch(at('12:00'), at('13:00'), 'PENDING', { seatsTaken: 2 }), stretch(at('13:00'), at('14:00'), 'FREE', { seatsTaken: 3 }),
    stretch(at('17:00'), at('20:00'), 'CLOSED'), stretch(at('20:00'), at('21:00'), 'BUSY', { seatsTaken: 1 }),
  ];

  const bars = barsOf(calendar, span);

  assert.deepEqual(bars.map(({ kind, left, width }) => [kind, left, width]),
    [['closed', 0, 0.1], ['buffer', 0.2, 0.05], ['busy', 0.25, 0.15], ['pending', 0.4, 0.1], ['shared', 0.5, 0.1], ['closed', 0.9, 0.1]]);
});

test('ticksOf, a long day, writes at most nine hours at their places', () => {
  const ticks = ticksOf({ start: at('07:00'), end: at('00:00', '03'), timeZone: PARIS });
  assert.deepEqual(ticks.map(({ hour }) => hour), [8, 10, 12, 14, 16, 18, 20, 22, 24]);
  assert.equal(ticks.at(-1).left, 1);
});

test('placeOf, before and after what is shown, is nowhere', () => {
  const span = { start: at('08:00'), end: at('18:00'), timeZone: PARIS };
  assert.deepEqual([placeOf(at('07:59'), span), placeOf(at('13:00'), span), placeOf(at('18:01'), span)], [null, 0.5, null]);
});
