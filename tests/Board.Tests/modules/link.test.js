import assert from 'node:assert/strict';
import test from 'node:test';
import { readLink } from '../../../src/GraphQL/Board/app/link.js';

const read = (address) => readLink(new URL(address, 'http://127.0.0.1'));

test('readLink, a venue or a commune with a token, is understood', () => {
  assert.deepEqual(read('/board?venue=venue-1#token=a.b-c_d'), { target: { venue: 'venue-1' }, token: 'a.b-c_d' });
  assert.deepEqual(read('/board?inseeCode=2a004#token=t'), { target: { inseeCode: '2A004' }, token: 't' });
});

test('readLink, neither or both of venue and commune, says so', () => {
  for (const address of ['/board#token=t', '/board?venue=#token=t', '/board?venue=v&inseeCode=36005#token=t']) {
    assert.deepEqual(read(address), { problem: 'parameters' });
  }
});

test('readLink, no token in the fragment, says so wherever else one is', () => {
  for (const address of ['/board?venue=v', '/board?venue=v#', '/board?venue=v#token=', '/board?venue=v&token=t']) {
    assert.deepEqual(read(address), { problem: 'noToken' });
  }
});
