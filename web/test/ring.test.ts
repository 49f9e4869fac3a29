import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RingPostView, RingView } from '../src/api.gen';
import { isHeld, manned, meant, worst } from '../src/model/ring';

const post = (slot: number, state: string, eta: number | null): RingPostView => ({
  slot, state, eta_s: eta, name: `1-${slot}`, at: { lat: 47, lon: 9.5 }, unit: null, from: null, why: null,
} as RingPostView);
const ring = (...posts: RingPostView[]): RingView => ({ ring: 1, radius_m: 500, left_out: 0, proposal: 3, is_raised: false, posts });

test('who is meant when a ring is raised are the proposed, without those left out', () => {
  const one = ring(post(1, 'proposed', 60), post(2, 'proposed', 90), post(3, 'open', null), post(4, 'en_route', 30));
  assert.deepEqual(meant(one, new Set()), [1, 2]);
  assert.deepEqual(meant(one, new Set([1, 3])), [2]);
});

test('the last of the proposed tells how long a ring takes', () => {
  assert.equal(worst(ring(post(1, 'proposed', 60), post(2, 'proposed', 90), post(3, 'on_scene', 400))), 90);
  assert.equal(worst(ring(post(1, 'open', null), post(2, 'en_route', 12))), null);
});

test('a post is manned when its unit is there, and held from when it was sent', () => {
  const one = ring(post(1, 'on_scene', null), post(2, 'sent', 20), post(3, 'proposed', 20), post(4, 'idle', null));
  assert.equal(manned(one), 1);
  assert.deepEqual(one.posts.map(isHeld), [true, true, false, false]);
});
