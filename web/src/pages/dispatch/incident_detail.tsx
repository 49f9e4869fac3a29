// One incident with its whole story.

import type { IncidentView } from '../../api.gen';
import { clockTime, t, word } from '../../i18n';
import { counter } from '../../i18n/fill';
import { second, serverNow } from '../../live/clock';
import { reassess } from '../../live/commands';
import { commandable, may } from '../../live/state';
import { goTo } from '../../map/view';
import { numbered } from '../../model/number';
import { Icon, iconFor } from '../../ui/icon';
import { report } from '../../ui/said';
import { SeverityShape } from '../../ui/severity';
import { ApprovalControls, ApprovalOutcome } from './approval';
import { CloseForm } from './close_form';
import { Desk, Priority } from './desk';
import { CloseDetail } from './detail';
import { Legs } from './legs';
import { written } from './raise';
import { Recommendation } from './recommendation';
import { Serious } from './serious';
import { Steps } from './steps';
import { Timeline } from './timeline';

/** The detail of an incident; read-only once closed. */
export function IncidentDetail({ incident }: { incident: IncidentView }) {
  const closed = incident.status === 'closed';
  const approval = incident.approval;
  return (
    <article class={`incident-detail p${incident.priority}`} aria-labelledby="incident-title" data-incident-detail={incident.id}>
      <Head incident={incident} />
      <Steps incident={incident} />
      {closed && <p class="read-only">{incident.outcome ? word('outcome', incident.outcome) : ''} · {t('incident.closedReadOnly')}</p>}
      {approval?.state === 'requested' && !closed && (
        <section class="card call" data-approval={approval.id}><ApprovalControls approval={approval} /></section>
      )}
      {approval && approval.state !== 'requested' && <ApprovalOutcome approval={approval} />}
      <Legs incident={incident} readOnly={closed} />
      {!closed && <Recommendation incident={incident} />}
      <Serious incident={incident} readOnly={closed} />
      <Desk incident={incident} readOnly={closed} />
      {!closed && may('dispatch') && <CloseForm incident={incident} />}
      <Timeline incident={incident} />
    </article>
  );
}

function Head({ incident }: { incident: IncidentView }) {
  void second.value;
  const until = incident.closed_ms ?? serverNow();
  const time = clockTime(incident.reported_ms);
  return (
    <header class="detail-head">
      <div class="detail-title">
        <SeverityShape priority={incident.priority} />
        <h2 id="incident-title">
          <Icon name={iconFor(incident.kind)} /> {word('kind', incident.kind)} <span class="mono quiet">#{numbered(incident.id)}</span>
        </h2>
        <span class="timer big">{counter((until - incident.reported_ms) / 1000)}</span>
        <CloseDetail />
      </div>
      <p class="detail-place">
        <b>{incident.place}</b>
        <button type="button" class="icon-button" aria-label={t('incident.locate')} title={t('incident.locate')} onClick={() => goTo(incident.at, 15)}>
          <Icon name="locate" />
        </button>
      </p>
      <p class="quiet small facts-line">
        <Priority incident={incident} />
        <span>{t('incident.source')} {word('source', incident.source)}</span>
        <span class="mono">{time}</span>
        <span class="mono">{written(incident.at)}</span>
        {may('dispatch') && incident.status !== 'closed' && <Reassess id={incident.id} />}
      </p>
    </header>
  );
}

function Reassess({ id }: { id: number }) {
  const again = async (): Promise<void> => report(await reassess(id), t('said.accepted'));
  return (
    <button type="button" class="link-button" disabled={!commandable.value} onClick={() => void again()}>{t('incident.reassess')}</button>
  );
}
