// A zone in words: heights with what they are measured from, hours, and whether it holds now.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ZoneView } from '../src/api.gen';
import { changesAt, heights, holdsAt, hours, zoneState } from '../src/model/zones';

const ZONE: ZoneView = {
  id: 'z', name: 'Prison', name_zh: '监所', kind: 'keep_out', ring: [], holes: [], floor: null,
  ceiling: { metres: 120.4, reference: 'AGL' }, schedule: 'mon,tue 08:00-18:00 UTC+08:00', holds_ms: [[1_000, 2_000]], authority: '', reason: '',
};
const TOLD = 10_000;
const clock = (ms: number): string => `@${ms}`;

test('heights say what they are measured from, and an open end says so', () => {
  assert.equal(heights(ZONE, 'en'), 'ground – 120 m AGL');
  assert.equal(heights({ floor: { metres: 500, reference: 'AMSL' }, ceiling: null }, 'zh'), '500 m AMSL – 不限高');
});

test('a zone holds from the first moment of its hours up to and without the last, and after what was told nobody knows', () => {
  const answers = [999, 1_000, 1_999, 2_000, TOLD].map((ms) => holdsAt(ZONE, ms, TOLD));
  assert.deepEqual(answers, [false, true, true, false, null]);
  assert.deepEqual([500, 1_500, 2_500].map((ms) => changesAt(ZONE, ms, TOLD)), [1_000, 2_000, null]);
});

test('the end of what was told is not an end of the hours', () => {
  const always = { ...ZONE, schedule: 'always', holds_ms: [[0, TOLD]] as Array<[number, number]> };
  assert.equal(changesAt(always, 5_000, TOLD), null);
  assert.equal(zoneState(always, 5_000, TOLD, 'en', clock), 'holds now');
});

test('the state says until when', () => {
  assert.equal(zoneState(ZONE, 1_500, TOLD, 'en', clock), 'holds now · until @2000');
  assert.equal(zoneState(ZONE, 500, TOLD, 'zh', clock), '现在不生效 · @1000 起生效');
});

test('days of the week are said in Chinese', () => {
  assert.equal(hours(ZONE, 'zh'), '周一、周二 08:00-18:00 UTC+08:00');
  assert.equal(hours({ schedule: 'always' }, 'zh'), '全时');
});
