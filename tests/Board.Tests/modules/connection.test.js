import assert from 'node:assert/strict';
import test from 'node:test';
import { pauseBefore } from '../../../src/GraphQL/Board/app/connection.js';

test('pauseBefore, one failure after the other, grows to half a minute and is never the same for all', () => {
  assert.deepEqual([0, 1, 2, 3, 6, 60].map((attempt) => pauseBefore(attempt, 1)), [500, 1000, 2000, 4000, 30_000, 30_000]);
  assert.deepEqual([0, 1, 6].map((attempt) => pauseBefore(attempt, 0)), [0, 500, 15_000]);
});
