// The age of a vehicle's or a unit's position, from one place for the map, the lists and the details.

import { type Freshness, freshness } from '../model/freshness';
import { monotonic, serverNow } from './clock';
import { movers, vehicleOf } from './state';

/** Age in milliseconds, null when no fix was ever received, and what it means. */
export type Age = { ms: number | null; is: Freshness };

/** The age of an aircraft's position. */
export function vehicleAge(id: number): Age {
  const slot = movers.slot(id);
  if (slot >= 0) return aged(movers.age(slot, monotonic()));
  const seen = vehicleOf(id)?.last_seen_ms ?? null;
  return aged(seen === null ? null : Math.max(0, serverNow() - seen));
}

/** The age of a ground unit's position. */
export function unitAge(id: number): Age {
  const slot = movers.unitSlot(id);
  return aged(slot >= 0 ? movers.age(slot, monotonic()) : null);
}

/** The age of the fix in a slot. */
export function slotAge(slot: number, now: number): Age {
  return aged(movers.age(slot, now));
}

function aged(ms: number | null): Age {
  return { ms, is: freshness(ms) };
}
