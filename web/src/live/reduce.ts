// Folds deltas into the snapshot. Pure: a new world for every change, and a plain answer when a number is missing.

import type { Change, CircleView, Delta, Snapshot } from '../api.gen';

/** How a delta went in. `gap`: numbers are missing, fetch the snapshot again. `old`: already held. */
export type Taken = { outcome: 'applied' | 'old' | 'gap'; world: Snapshot };

/** Closed incidents kept on the page. */
export const CLOSED_KEPT = 200;

/** The world after one delta. */
export function take(world: Snapshot, delta: Delta): Taken {
  if (delta.seq <= world.seq) return { outcome: 'old', world };
  if (delta.seq > world.seq + 1) return { outcome: 'gap', world };
  const changed = { ...world, ...applied(world, delta.change), seq: delta.seq, server_time_ms: delta.server_time_ms };
  return { outcome: 'applied', world: changed };
}

function applied(world: Snapshot, change: Change): Partial<Snapshot> {
  switch (change.type) {
    case 'incident':
      return { incidents: trimmed(newestFirst(world.incidents, change.incident)) };
    case 'approval':
      return { approvals: waiting(world.approvals, change.approval) };
    case 'vehicle':
      return { vehicles: replaced(world.vehicles, change.vehicle) };
    case 'unit':
      return { units: replaced(world.units, change.unit) };
    case 'duty':
      return { duty: change.duty };
    case 'zones':
      return { district: { ...world.district, zones: change.zones } };
    case 'closures':
      return { closures: change.closures };
    case 'circles':
      return { circles: renewed(world.circles, change.circles) };
    case 'traffic':
      return { traffic: change.traffic };
    case 'weather':
      return { weather: change.weather };
    case 'stations':
      return { stations: change.stations };
    case 'health':
      return { health: change.health };
    default:
      // Messages for the field gateway, and kinds this page does not know yet.
      return {};
  }
}

/** Circles keep the district's order; those named are new. */
function renewed(all: CircleView[], some: CircleView[]): CircleView[] {
  const next = new Map(some.map((one) => [one.place, one]));
  const kept = all.map((one) => next.get(one.place) ?? one);
  const known = new Set(all.map((one) => one.place));
  return [...kept, ...some.filter((one) => !known.has(one.place))];
}

function replaced<T extends { id: number }>(all: T[], one: T): T[] {
  const at = all.findIndex((other) => other.id === one.id);
  return at < 0 ? [...all, one] : all.with(at, one);
}

function newestFirst<T extends { id: number }>(all: T[], one: T): T[] {
  const at = all.findIndex((other) => other.id === one.id);
  return at < 0 ? [one, ...all] : all.with(at, one);
}

function waiting(all: Snapshot['approvals'], one: Snapshot['approvals'][number]): Snapshot['approvals'] {
  return one.state === 'requested' ? replaced(all, one) : all.filter((other) => other.id !== one.id);
}

function trimmed(all: Snapshot['incidents']): Snapshot['incidents'] {
  let closed = 0;
  return all.filter((incident) => incident.status !== 'closed' || (closed += 1) <= CLOSED_KEPT);
}
