// The ways of the selected incident: what is proposed, what is flown, what is driven; and the roads nobody can drive.

import type { ClosureView, IncidentView } from '../api.gen';
import { type Collection, collection, type Feature, line } from './geometry';

const DRIVEN = new Set(['sent', 'received', 'acknowledged', 'en_route']);
const FLOWN = new Set(['ordered', 'en_route']);

/** The closed roads, and the ways of one incident unless it is closed. */
export function pathsOf(incident: IncidentView | undefined, closures: readonly ClosureView[]): Collection {
  const shut = closures.filter((one) => one.line.length > 1).map((one) => line(one.line, { role: 'shut', name: one.road }));
  return collection([...shut, ...(incident && incident.status !== 'closed' ? waysOf(incident) : [])]);
}

function waysOf(incident: IncidentView): Feature[] {
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
  return ways;
}
