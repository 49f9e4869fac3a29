// Free ground units by how far they are from a place in a straight line: a short list to choose from by hand. When they would
// be there is the controller's to say.

import type { Point } from '../api.gen';
import { movers, world } from '../live/state';
import { distance } from '../map/geometry';

const MOST = 8;

/** The nearest that are free, nearest first. */
export function nearestFree(at: Point): Array<{ id: number; metres: number }> {
  const free = (world.value?.units ?? []).filter((unit) => unit.state === 'available');
  const far = free.flatMap((unit) => {
    const slot = movers.unitSlot(unit.id);
    if (slot < 0) return [];
    return [{ id: unit.id, metres: distance(at, { lat: movers.lat[slot] ?? 0, lon: movers.lon[slot] ?? 0 }) }];
  });
  return far.sort((a, b) => a.metres - b.metres).slice(0, MOST);
}
