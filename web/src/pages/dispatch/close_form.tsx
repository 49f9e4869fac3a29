// Closing: one pick from a list, no free text.

import type { IncidentView } from '../../api.gen';
import { t, word } from '../../i18n';
import { closeIncident } from '../../live/commands';
import { commandable } from '../../live/state';
import { report } from '../../ui/said';

const OUTCOMES = ['ground_handled', 'cleared_by_air', 'unfounded', 'handed_over'];

/** The outcomes; picking one closes the incident. */
export function CloseForm({ incident }: { incident: IncidentView }) {
  const close = async (outcome: string): Promise<void> =>
    report(await closeIncident(incident.id, outcome), `#${incident.id} ${word('outcome', outcome)}`);
  return (
    <details class="card close-form" id="close-form" open={incident.status === 'resolved'}>
      <summary>{t('close.title')}</summary>
      <p class="quiet small">{t('close.pick')}</p>
      <div class="outcomes">
        {OUTCOMES.map((outcome) => (
          <button key={outcome} type="button" class={incident.outcome === outcome ? 'suggested' : ''} data-outcome={outcome}
            disabled={!commandable.value} onClick={() => void close(outcome)}>
            {word('outcome', outcome)}
          </button>
        ))}
      </div>
    </details>
  );
}
