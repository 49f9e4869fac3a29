// What waits for the duty commander, over the map's left side: it moves nothing when it comes or goes.

import type { ApprovalView } from '../../api.gen';
import { t, word } from '../../i18n';
import { lineName } from '../../live/names';
import { incidentOf, may, waitingApprovals } from '../../live/state';
import { numbered } from '../../model/number';
import { select, selected } from '../../model/selection';
import { SeverityShape } from '../../ui/severity';
import { ApprovalControls } from './approval';
import { DutySeat } from './duty';

const SHOWN = 3;

/** The queue of approvals. The selected incident's own is in its detail instead. */
export function ApprovalsDock() {
  const open = selected.value?.kind === 'incident' ? selected.value.id : null;
  const all = waitingApprovals.value.filter((one) => one.incident === null || one.incident !== open);
  if (all.length === 0) return null;
  return (
    <section class="panel approvals" aria-labelledby="approvals-title">
      <h2 id="approvals-title">{t('approvals.title')} <span class="count">{all.length}</span></h2>
      <DutySeat />
      {!may('approve') && <p class="waiting-for">{t('approval.waitCommander')}</p>}
      <ul>
        {all.slice(0, SHOWN).map((one) => (
          <li key={one.id} data-approval={one.id} class="approval-card">
            <Title approval={one} />
            <ApprovalControls approval={one} compact />
          </li>
        ))}
      </ul>
      {all.length > SHOWN && <p class="quiet small">{t('approvals.more', { n: all.length - SHOWN })}</p>}
    </section>
  );
}

function Title({ approval }: { approval: ApprovalView }) {
  const incident = incidentOf(approval.incident);
  if (!incident) return <p class="approval-title">{t('approval.patrol', { line: lineName(approval.line) })}</p>;
  return (
    <button type="button" class={`link-button approval-title p${incident.priority}`} onClick={() => select({ kind: 'incident', id: incident.id })}>
      <SeverityShape priority={incident.priority} /> {word('kind', incident.kind)} <span class="mono">#{numbered(incident.id)}</span>
    </button>
  );
}
