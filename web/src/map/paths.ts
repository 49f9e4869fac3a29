// The ways of the selected incident: what is proposed, what is flown, what is driven.

import type { IncidentView } from '../api.gen';
import { type Collection, collection, type Feature, line } from './geometry';

const DRIVEN = new Set(['sent', 'received', 'acknowledged', 'en_route']);
const FLOWN = new Set(['ordered', 'en_route']);

/** The ways of one incident; none for a closed one. */
export function pathsOf(incident: IncidentView | undefined): Collection {
  if (!incident || incident.status === 'closed') return collection([]);
  const ways: Feature[] = [];
  for (const tasking of incident.taskings) {
    if (DRIVEN.has(tasking.state) && tasking.path.length > 1) ways.push(line(tasking.path, { role: 'road' }));
  }
  const flown = incident.sortie;
  const proposed = incident.recommendation?.air;
  if (flown) {
    if (FLOWN.has(flown.state) && flown.path.length > 1) ways.push(line(flown.path, { role: 'air' }));
  } else if (proposed && proposed.path.length > 1) {
    ways.push(line(proposed.path, { role: 'proposed' }));
  }
  return collection(ways);
}
