// The six steps as a row of marks, each with the time from the call.

import type { IncidentView } from '../../api.gen';
import { t } from '../../i18n';
import { counter } from '../../i18n/fill';
import { progressOf } from '../../model/progress';

/** How far the incident has come. */
export function Steps({ incident }: { incident: IncidentView }) {
  return (
    <ol class="steps" aria-label={t('incident.steps')}>
      {progressOf(incident).map(({ step, done, now, atMs }) => (
        <li key={step} class={`${done ? 'done' : ''}${now ? ' now' : ''}`} data-step={step} aria-current={now ? 'step' : undefined}>
          <i aria-hidden="true" />
          <span>{t(`step.${step}`)}</span>
          <span class="mono step-time">{atMs === null ? '' : `+${counter(Math.max(0, (atMs - incident.reported_ms) / 1000))}`}</span>
        </li>
      ))}
    </ol>
  );
}
