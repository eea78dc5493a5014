import assert from 'node:assert/strict';
import test from 'node:test';
import { textsFor } from '../../../src/GraphQL/Board/app/texts.js';

const PARIS = 'Europe/Paris';
const NOW = Date.parse('2027-03-02T10:15:00+01:00');
const at = (text) => Date.parse(text);
const [fr, en] = [textsFor(['fr-FR']), textsFor(['en-US'])];

test('textsFor, the browser\'s languages, takes the first it speaks, and French otherwise', () => {
  const spoken = [['fr-CA', 'en'], ['de', 'en-GB', 'fr'], ['de', 'br'], []].map((preferred) => textsFor(preferred).language);
  assert.deepEqual(spoken, ['fr', 'en', 'fr', 'fr']);
});

test('textsFor, both languages, say the same things', () => {
  const paths = (value, path = '') => (value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`)) : [path]);
  assert.deepEqual(paths(fr), paths(en));
});

test('untilText, today, tomorrow, later and never, is said in the venue\'s time', () => {
  const said = (texts) => ['2027-03-02T11:00:00+01:00', '2027-03-03T09:05:00+01:00', '2027-03-08T09:00:00+01:00']
    .map((text) => texts.untilText(at(text), NOW, PARIS));
  assert.deepEqual(said(fr), ['jusqu’à 11\u00a0h\u00a000', 'jusqu’à demain 9\u00a0h\u00a005', 'jusqu’au lundi 8 mars, 9\u00a0h\u00a000']);
  assert.deepEqual(said(en), ['until 11:00', 'until tomorrow, 09:05', 'until Monday 8 March, 09:00']);
  assert.deepEqual([fr.untilText(null, NOW, PARIS), en.untilText(null, NOW, PARIS)], ['aucun changement prévu', 'no change foreseen']);
  assert.equal(en.untilText(at('2027-03-02T11:00:00+01:00'), NOW, 'America/Cayenne'), 'until 07:00');
});

test('barText, a booking, says from when to when, what, who and how many', () => {
  const bar = { start: NOW, end: at('2027-03-02T11:00:00+01:00'), kind: 'busy', network: 'La Poste', seatsTaken: 5 };
  assert.equal(en.barText(bar, 8, PARIS), '10:15 – 11:00, reserved, La Poste, 5 of 8 seats');
  assert.equal(fr.barText({ ...bar, kind: 'buffer', network: null, seatsTaken: 0 }, 8, PARIS), '10\u00a0h\u00a015 – 11\u00a0h\u00a000, préparation');
});

test('agoText, minutes to days, is rounded down', () => {
  assert.deepEqual([59_999, 60_000, 3 * 60_000, 7_200_000, 3 * 86_400_000].map((age) => en.agoText(age)),
    ['less than a minute ago', '1 minute ago', '3 minutes ago', '2 hours ago', '3 days ago']);
});

test('monthText, with and without opening hours, says what share was booked and used', () => {
  assert.equal(en.monthText({ openHours: 200, bookedHours: 86, usedHours: 62 }), '43% of the opening hours were booked, and 31% used.');
  assert.equal(en.monthText({ openHours: 0, bookedHours: 0, usedHours: 0 }), 'The rooms were not open.');
});
