// Folding deltas, ordering the list, deriving alarms and steps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../src/api.gen';
import { CLOSED_KEPT, take } from '../src/live/reduce';
import { alarms } from '../src/model/alarms';
import { arrange, inOrder } from '../src/model/arrange';
import { progressOf } from '../src/model/progress';
import { approval, incident, vehicle, world } from './fixtures';

const delta = (seq: number, change: Change) => ({ seq, server_time_ms: 5, change });

test('a delta puts a new incident first, a later one replaces it where it stands', () => {
  let held = world({ incidents: [incident(1)] });
  held = take(held, delta(11, { type: 'incident', incident: incident(2) })).world;
  assert.deepEqual(held.incidents.map((one) => one.id), [2, 1]);
  held = take(held, delta(12, { type: 'incident', incident: incident(1, { status: 'assessed' }) })).world;
  assert.deepEqual(held.incidents.map((one) => one.status), ['reported', 'assessed']);
  assert.equal(held.seq, 12);
});

test('a repeated delta changes nothing and a missing number is a gap', () => {
  const held = world();
  assert.deepEqual(take(held, delta(10, { type: 'vehicle', vehicle: vehicle(1) })), { outcome: 'old', world: held });
  assert.deepEqual(take(held, delta(12, { type: 'vehicle', vehicle: vehicle(1) })), { outcome: 'gap', world: held });
});

test('an approval leaves the waiting list when it is decided', () => {
  let held = take(world(), delta(11, { type: 'approval', approval: approval(4) })).world;
  assert.equal(held.approvals.length, 1);
  held = take(held, delta(12, { type: 'approval', approval: approval(4, { state: 'granted' }) })).world;
  assert.deepEqual(held.approvals, []);
});

test('a change of a kind this page does not know only moves the number on', () => {
  const taken = take(world(), delta(11, { type: 'weather' } as unknown as Change));
  assert.equal(taken.outcome, 'applied');
  assert.equal(taken.world.seq, 11);
});

test('closed incidents beyond the limit are let go, open ones never', () => {
  const many = Array.from({ length: CLOSED_KEPT + 50 }, (_, at) => incident(at + 1, { status: 'closed' }));
  const held = take(world({ incidents: [...many, incident(9_999)] }), delta(11, { type: 'incident', incident: incident(10_000) })).world;
  assert.equal(held.incidents.filter((one) => one.status === 'closed').length, CLOSED_KEPT);
  assert.ok(held.incidents.some((one) => one.id === 9_999));
});

test('the list is open first, then by priority, then the newest', () => {
  const all = [incident(1, { priority: 3 }), incident(2), incident(3, { status: 'closed' }), incident(4, { priority: 3 })];
  assert.deepEqual(inOrder(all), [2, 4, 1, 3]);
});

test('a frozen list keeps its order and only counts newcomers', () => {
  const before = inOrder([incident(1, { priority: 3 }), incident(2, { priority: 2 })]);
  const after = [incident(3), incident(1, { priority: 1 }), incident(2, { priority: 2 })];
  assert.deepEqual(arrange(before, after, true), { ids: [2, 1], waiting: 1 });
  assert.deepEqual(arrange(before, after, false), { ids: [3, 1, 2], waiting: 0 });
});

test('alarms: the journal first, an aircraft lost in the air rises after thirty seconds, an assigned incident is none', () => {
  const held = world({
    health: { ...world().health, journal_writable: false },
    vehicles: [vehicle(1, { state: 'lost', last_seen_ms: 0 })],
    incidents: [incident(1, { reported_ms: 0 }), incident(2, { status: 'assigned' }), incident(3, { priority: 3 })],
  });
  const at = (now: number) => alarms(held, now, new Set(), () => true).map((one) => `${one.about}${one.level}`);
  assert.deepEqual(at(5_000).sort(), ['incident1', 'journal1', 'link2']);
  assert.deepEqual(at(31_000).sort(), ['incident1', 'journal1', 'link1']);
  const acknowledged = new Set(alarms(held, 5_000, new Set(), () => true).map((one) => one.key));
  assert.deepEqual(alarms(held, 5_000, acknowledged, () => true), []);
});

test('the six steps carry the time of the hop that reached them', () => {
  const hop = (kind: string, at_ms: number, values = {}) => ({ seq: at_ms, at_ms, kind, who: '', why: { code: 'x', values } });
  const steps = progressOf(incident(1, {
    status: 'on_scene', reported_ms: 100,
    timeline: [hop('incident_reported', 100), hop('incident_assessed', 200), hop('tasking_sent', 300), hop('tasking_replied', 400, { reply: 'on_scene' })],
  }));
  assert.deepEqual(steps.map((one) => one.atMs), [100, 200, 300, 400, null, null]);
  assert.deepEqual(steps.filter((one) => one.now).map((one) => one.step), ['on_scene']);
});
