// The six steps of an incident and when each was reached, read from its own story.

import type { IncidentView } from '../api.gen';

/** The statuses in order. */
export const STEPS = ['reported', 'assessed', 'assigned', 'on_scene', 'resolved', 'closed'] as const;
export type Step = (typeof STEPS)[number];

const REACHED_BY: Readonly<Record<Step, readonly string[]>> = {
  reported: ['incident_reported'],
  assessed: ['incident_assessed'],
  assigned: ['sortie_ordered', 'tasking_sent'],
  on_scene: ['sortie_on_scene'],
  resolved: ['incident_resolved'],
  closed: ['incident_closed'],
};

/** A step, whether it is behind us, and when it was reached if the story says so. */
export type Reached = { step: Step; done: boolean; now: boolean; atMs: number | null };

/** The six steps of one incident. */
export function progressOf(incident: IncidentView): Reached[] {
  const present = STEPS.indexOf(incident.status as Step);
  return STEPS.map((step, index) => ({
    step,
    done: index <= present,
    now: index === present,
    atMs: index <= present ? reachedAt(incident, step) : null,
  }));
}

function reachedAt(incident: IncidentView, step: Step): number | null {
  if (step === 'reported') return incident.reported_ms;
  if (step === 'closed' && incident.closed_ms !== null) return incident.closed_ms;
  const hop = incident.timeline.find(
    (one) => REACHED_BY[step].includes(one.kind) || (step === 'on_scene' && one.why.values['reply'] === 'on_scene'),
  );
  return hop?.at_ms ?? null;
}
