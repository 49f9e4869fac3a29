// Closing: one pick from a list, no free text. While a hop is open, first a pick of why.

import { useState } from 'preact/hooks';
import type { IncidentView } from '../../api.gen';
import { t, word } from '../../i18n';
import { closeIncident } from '../../live/commands';
import { commandable } from '../../live/state';
import { numbered } from '../../model/number';
import { report } from '../../ui/said';

const OUTCOMES = ['ground_handled', 'cleared_by_air', 'unfounded', 'handed_over'];
const REASONS = ['duplicate', 'no_unit', 'handed_over', 'unfounded', 'other'];

/** A hop as the server names it, `tasking t3`, in words. */
function hopWords(hop: string): string {
  const [kind = '', id = ''] = hop.split(' ');
  return `${word('hop', kind)} ${id}`;
}

/** The outcomes; picking one closes the incident. */
export function CloseForm({ incident }: { incident: IncidentView }) {
  const [reason, setReason] = useState<string | null>(null);
  const isOpen = incident.open_hops.length > 0;
  const close = async (outcome: string): Promise<void> =>
    report(await closeIncident(incident.id, outcome, isOpen ? reason : null), `#${numbered(incident.id)} ${word('outcome', outcome)}`);
  return (
    <details class="card close-form" id="close-form" open={incident.status === 'resolved'}>
      <summary>{t('close.title')}</summary>
      {isOpen && (
        <>
          <p class="small">{t('close.open', { hops: incident.open_hops.map(hopWords).join(' · ') })}</p>
          <p class="quiet small">{t('close.reason')}</p>
          <div class="outcomes">
            {REASONS.map((one) => (
              <button key={one} type="button" class={reason === one ? 'suggested' : ''} data-reason={one} aria-pressed={reason === one}
                onClick={() => setReason(reason === one ? null : one)}>
                {word('reason', one)}
              </button>
            ))}
          </div>
        </>
      )}
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
