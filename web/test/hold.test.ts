// Holding to confirm.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDLE, press, progress, READ_MS, release, tick } from '../src/model/hold';

const LONG_AGO = -10_000;

test('a full hold fires exactly once', () => {
  let hold = press(IDLE, 0, 1_000, LONG_AGO);
  hold = tick(hold, 999);
  assert.equal(hold.at, 'holding');
  hold = tick(hold, 1_000);
  assert.equal(hold.at, 'fired');
  assert.equal(tick(hold, 5_000), hold);
  assert.equal(press(hold, 5_000, 1_000, LONG_AGO), hold, 'a fired button must be let go before it can be pressed again');
});

test('letting go early cancels', () => {
  press(IDLE, 0, 1_000, LONG_AGO);
  assert.equal(tick(release(), 2_000).at, 'idle');
});

test('pressing again while holding does not start over', () => {
  const hold = press(IDLE, 0, 1_000, LONG_AGO);
  assert.equal(press(hold, 900, 1_000, LONG_AGO), hold);
});

test('nothing fires before the eye could read a new target', () => {
  const hold = press(IDLE, 100, 1_000, 100);
  assert.equal(tick(hold, 1_100).at, 'holding');
  assert.equal(tick(hold, 100 + READ_MS).at, 'fired');
});

test('progress goes from nothing to full and never beyond', () => {
  const hold = press(IDLE, 0, 1_000, LONG_AGO);
  assert.deepEqual([0, 250, 1_000, 9_000].map((now) => progress(hold, now)), [0, 0.25, 1, 1]);
  assert.equal(progress(IDLE, 5), 0);
  assert.equal(progress({ at: 'fired' }, 5), 1);
});
