// What a ring of posts comes to: how many are manned, who is meant when it is raised, and when the last would be there.

import type { RingPostView, RingView } from '../api.gen';

const GOING = new Set(['sent', 'received', 'acknowledged', 'en_route', 'on_scene']);

/** Posts whose unit is there. */
export const manned = (ring: RingView): number => ring.posts.filter((post) => post.state === 'on_scene').length;

/** Whether a unit has that post, on its way or there. */
export const isHeld = (post: RingPostView): boolean => GOING.has(post.state);

/** The slots whose proposed units go when the ring is raised without those left out. */
export const meant = (ring: RingView, left: ReadonlySet<number>): number[] =>
  ring.posts.filter((post) => post.state === 'proposed' && !left.has(post.slot)).map((post) => post.slot);

/** Seconds until the last of those proposed would be there; null when nobody is. */
export function worst(ring: RingView): number | null {
  const times = ring.posts.flatMap((post) => (post.state === 'proposed' && post.eta_s !== null ? [post.eta_s] : []));
  return times.length === 0 ? null : Math.max(...times);
}
