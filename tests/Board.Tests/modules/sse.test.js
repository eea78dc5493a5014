import assert from 'node:assert/strict';
import test from 'node:test';
import { EventParser } from '../../../src/GraphQL/Board/app/sse.js';

const STREAM = ':\n\nevent: next\ndata: {"a":": é"}\n\n:\n\nevent: next\r\ndata: 1\r\ndata: 2\r\n\r\nevent: complete\ndata:\n\n';
const EVENTS = [{ name: 'next', data: '{"a":": é"}' }, { name: 'next', data: '1\n2' }, { name: 'complete', data: '' }];

test('read, a stream in one piece, gives its events', () => {
  assert.deepEqual(new EventParser().read(STREAM), EVENTS);
});

test('read, a stream cut at any two places, gives the same events', () => {
  for (let first = 0; first <= STREAM.length; first++) {
    for (let second = first; second <= STREAM.length; second++) {
      const parser = new EventParser();
      const pieces = [STREAM.slice(0, first), STREAM.slice(first, second), STREAM.slice(second)];
      assert.deepEqual(pieces.flatMap((piece) => parser.read(piece)), EVENTS, `cut at ${first} and ${second}`);
    }
  }
});
