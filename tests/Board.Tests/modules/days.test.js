import assert from 'node:assert/strict';
import test from 'node:test';
import { addDays, dayOf, instantOf, wallClock } from '../../../src/GraphQL/Board/app/days.js';

const PARIS = 'Europe/Paris';
const HOUR = 3_600_000;
const at = (text) => Date.parse(text);

test('dayOf, an instant that is already tomorrow in the zone, is the zone\'s day', () => {
  assert.deepEqual(dayOf(at('2027-03-01T23:30:00Z'), PARIS),
    { date: '2027-03-02', start: at('2027-03-01T23:00:00Z'), end: at('2027-03-02T23:00:00Z') });
});

test('dayOf, days on which the clocks change, last 23 and 25 hours', () => {
  const length = (text) => { const { start, end } = dayOf(at(text), PARIS); return (end - start) / HOUR; };
  assert.deepEqual([length('2027-03-28T12:00:00Z'), length('2027-10-31T12:00:00Z'), length('2027-06-01T12:00:00Z')], [23, 25, 24]);
});

test('dayOf, a zone where midnight is left out, begins at one', () => {
  const { start } = dayOf(at('2027-04-23T12:00:00Z'), 'Africa/Cairo');
  const before = dayOf(start - 1, 'Africa/Cairo');
  assert.equal(before.end, start);
  assert.deepEqual(wallClock(dayOf(at('2027-04-30T12:00:00Z'), 'Africa/Cairo').start, 'Africa/Cairo').hour, 1);
});

test('instantOf, an hour that comes twice or never, is the first or the one after', () => {
  assert.equal(instantOf('2027-10-31', 2, PARIS), at('2027-10-31T00:00:00Z'));
  assert.equal(wallClock(instantOf('2027-03-28', 2, PARIS), PARIS).hour, 3);
});

test('instantOf, every hour of the year in zones near and far, shows that hour or the one after a gap', () => {
  for (const zone of [PARIS, 'Indian/Reunion', 'America/Cayenne', 'Pacific/Auckland', 'Asia/Kathmandu']) {
    for (let date = '2027-01-01'; date < '2028-01-01'; date = addDays(date, 1)) {
      for (const hour of [0, 2, 3, 12, 23]) {
        const shown = wallClock(instantOf(date, hour, zone), zone);
        assert.ok(shown.date === date && (shown.hour === hour || shown.hour === hour + 1), `${zone} ${date} ${hour}: ${JSON.stringify(shown)}`);
      }
    }
  }
});

test('addDays, over the end of February and of the year, is the date that follows', () => {
  assert.deepEqual([addDays('2028-02-28', 1), addDays('2027-12-31', 1), addDays('2027-03-01', -30)], ['2028-02-29', '2028-01-01', '2027-01-30']);
});
