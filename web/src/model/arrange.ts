// The order of the incident list. While a pointer or the keyboard is in the list its order is frozen: nothing moves
// under a hand; newcomers are only counted.

import type { IncidentView } from '../api.gen';

/** What the list shows: ids in order, and how many wait to come in. */
export type Arrangement = { ids: number[]; waiting: number };

/** Open before closed, then by priority, then the newest first. */
export function inOrder(incidents: readonly IncidentView[]): number[] {
  return [...incidents].sort(compare).map((incident) => incident.id);
}

/** The next arrangement after `previous`. */
export function arrange(previous: readonly number[], incidents: readonly IncidentView[], frozen: boolean): Arrangement {
  const wanted = inOrder(incidents);
  if (!frozen || previous.length === 0) return { ids: wanted, waiting: 0 };
  const present = new Set(wanted);
  const shown = new Set(previous);
  return {
    ids: previous.filter((id) => present.has(id)),
    waiting: wanted.filter((id) => !shown.has(id)).length,
  };
}

function compare(a: IncidentView, b: IncidentView): number {
  const closed = Number(a.status === 'closed') - Number(b.status === 'closed');
  if (closed !== 0) return closed;
  if (a.status !== 'closed' && a.priority !== b.priority) return a.priority - b.priority;
  return b.reported_ms - a.reported_ms || b.id - a.id;
}
