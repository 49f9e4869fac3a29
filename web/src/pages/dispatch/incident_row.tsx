// One row of the incident list.

import type { IncidentView } from '../../api.gen';
import { t, word } from '../../i18n';
import { counter } from '../../i18n/fill';
import { second, serverNow } from '../../live/clock';
import { unitName, vehicleName } from '../../live/names';
import { may } from '../../live/state';
import { goTo } from '../../map/view';
import { numbered } from '../../model/number';
import { select, selected } from '../../model/selection';
import { Severity } from '../../ui/severity';

const OVER = new Set(['declined', 'timed_out', 'recalled']);

/** One incident in the list. */
export function IncidentRow({ incident }: { incident: IncidentView }) {
  void second.value;
  const chosen = selected.value?.kind === 'incident' && selected.value.id === incident.id;
  const until = incident.closed_ms ?? serverNow();
  const closed = incident.status === 'closed';
  return (
    <li>
      <button
        type="button" class={`row incident p${incident.priority}${chosen ? ' chosen' : ''}${closed ? ' closed' : ''}`}
        data-incident={incident.id} aria-pressed={chosen} onClick={() => (chosen ? goTo(incident.at) : select({ kind: 'incident', id: incident.id }))}
      >
        <span class="row-top">
          <Severity priority={incident.priority} />
          <span class="mono quiet">#{numbered(incident.id)}</span>
          <span class="grow" />
          <span class={`status ${incident.status}`}>{word('status', incident.status)}</span>
          <span class="timer">{counter((until - incident.reported_ms) / 1000)}</span>
        </span>
        <span class="row-main"><b>{word('kind', incident.kind)}</b><span class="place">{incident.place}</span></span>
        <span class="row-sub">{who(incident)}</span>
      </button>
    </li>
  );
}

/** Who is on it, or what it waits for. */
function who(incident: IncidentView): string {
  if (incident.status === 'closed') return incident.outcome ? word('outcome', incident.outcome) : t('list.closed');
  const names: string[] = [];
  if (incident.sortie && incident.sortie.state !== 'ended') names.push(vehicleName(incident.sortie.vehicle));
  for (const tasking of incident.taskings) {
    if (!OVER.has(tasking.state)) names.push(unitName(tasking.unit));
  }
  if (names.length > 0) return names.join(' · ');
  return incident.approval?.state === 'requested' ? t(may('approve') ? 'approvals.title' : 'approval.waitCommander') : '—';
}
