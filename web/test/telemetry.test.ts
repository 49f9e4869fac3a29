// The reader of binary frames, against the file the server's writer is tested with.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Movers } from '../src/live/movers';
import { ARMED, GROUND, HEAD, IN_AIR, readFrame } from '../src/live/telemetry';

const golden = (): ArrayBuffer => {
  const bytes = readFileSync('../controller/api/golden/one_mover.bin');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};

/** A frame of one record whose stride, age and id are given. */
function frame(id: number, age: number, stride = 32): ArrayBuffer {
  const buffer = new ArrayBuffer(HEAD + stride);
  const view = new DataView(buffer);
  view.setUint16(0, 1, true);
  view.setUint16(2, stride, true);
  view.setUint32(4, 1, true);
  view.setUint32(HEAD, id, true);
  view.setUint16(HEAD + 22, age, true);
  return buffer;
}

test('the golden frame reads as the mover it was written from', () => {
  const read = readFrame(golden());
  assert.ok(read);
  assert.equal(read.count, 1);
  assert.equal(read.serverTimeMs, 1_778_578_800_123);
  const mover = read.record(0);
  assert.equal(mover.id, (7 | GROUND) >>> 0);
  assert.ok(Math.abs(mover.lat - 47.1412345) < 1e-9 && Math.abs(mover.lon - 9.5212345) < 1e-9);
  assert.deepEqual([mover.altitude, mover.heading, mover.speed, mover.climb], [520.25, 270.5, 15.25, -1.5]);
  assert.deepEqual([mover.age, mover.flags, mover.battery, mover.mode], [65_535, ARMED | IN_AIR, 83, 2]);
});

test('a frame with longer records is read by its stride', () => {
  assert.equal(readFrame(frame(3, 0, 40))?.record(0).id, 3);
});

test('a frame cut short anywhere, of another version or with short records is refused and never throws', () => {
  const whole = golden();
  for (let length = 0; length < whole.byteLength; length += 1) assert.equal(readFrame(whole.slice(0, length)), null);
  const other = whole.slice(0);
  new DataView(other).setUint16(0, 2, true);
  assert.equal(readFrame(other), null);
  const narrow = whole.slice(0);
  new DataView(narrow).setUint16(2, 8, true);
  assert.equal(readFrame(narrow), null);
});

test('ages go on by the page\'s clock and a saturated age keeps the older estimate', () => {
  const movers = new Movers();
  const take = (age: number, now: number): void => movers.take(readFrame(frame(5, age)) ?? assert.fail(), now);
  take(60_000, 1_000);
  assert.equal(movers.age(movers.slot(5), 1_000), 60_000);
  take(65_535, 31_000);
  assert.equal(movers.age(movers.slot(5), 31_000), 90_000);
  take(100, 40_000);
  assert.equal(movers.age(movers.slot(5), 41_000), 1_100);
});

test('a thousand movers keep their own slots', () => {
  const movers = new Movers();
  for (let id = 0; id < 1_000; id += 1) movers.take(readFrame(frame((id | GROUND) >>> 0, id)) ?? assert.fail(), 5_000);
  assert.equal(movers.count, 1_000);
  for (let id = 0; id < 1_000; id += 1) assert.equal(movers.age(movers.unitSlot(id), 5_000), id);
  assert.equal(movers.slot(1_000), -1);
});
