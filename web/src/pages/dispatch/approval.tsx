// One approval: who would fly where, for how long the question stands, and the button that must be held.

import { signal } from '@preact/signals';
import type { ApprovalView } from '../../api.gen';
import { t, type Key } from '../../i18n';
import { counter } from '../../i18n/fill';
import { second, serverNow } from '../../live/clock';
import { decide } from '../../live/commands';
import { deskName, lineName, vehicleName } from '../../live/names';
import { commandable, incidentOf, may } from '../../live/state';
import { numbered } from '../../model/number';
import { HoldButton } from '../../ui/hold_button';
import { Icon } from '../../ui/icon';
import { report } from '../../ui/said';
import { DutySeat, onDuty } from './duty';

const APPROVE_HOLD_MS = 1_000;
/** Decisions on their way, so that one is not sent twice. */
const sent = signal<ReadonlySet<number>>(new Set());

/** Names and hold button; for a post without the right, whom it waits for. `compact` in the queue over the map, whose head
 * says that once. */
export function ApprovalControls({ approval, compact = false }: { approval: ApprovalView; compact?: boolean }) {
  void second.value;
  const who = vehicleName(approval.vehicle);
  const action = t(`approval.${approval.action}` as Key);
  const valid = counter(Math.max(0, (approval.expires_ms - serverNow()) / 1000));
  return (
    <div class={`approval${compact ? ' compact' : ''}`}>
      <p class="approval-what">
        <Icon name="drone" /><b>{who}</b> {action} <span aria-hidden="true">→</span> <span class="approval-place">{placeOf(approval)}</span>
        <span class="grow" />
        <span class="valid">{compact ? valid : t('approval.valid', { time: valid })}</span>
      </p>
      {approval.relieves !== null && <p class="approval-relieves">{t('approval.relieves', { who: vehicleName(approval.relieves) })}</p>}
      {may('approve') && <Controls approval={approval} who={who} action={action} compact={compact} />}
      {!may('approve') && !compact && <p class="waiting-for">{t('approval.waitCommander')}</p>}
    </div>
  );
}

function Controls({ approval, who, action, compact }: { approval: ApprovalView; who: string; action: string; compact: boolean }) {
  const onItsWay = sent.value.has(approval.id);
  const off = !commandable.value || onItsWay;
  const mayGrant = onDuty();
  if (!mayGrant && !compact) return <DutySeat />;
  const label = t('approval.hold', { who, action, place: placeOf(approval) });
  return (
    <div class="approval-buttons">
      <HoldButton label={label} target={`${approval.id}-${approval.card_hash}`} holdMs={APPROVE_HOLD_MS} disabled={off || !mayGrant} onFire={() => void send(approval, true)}>
        {onItsWay ? t('approval.sent') : compact ? `${t('approval.holdShort')} · ${who}` : label}
      </HoldButton>
      <button type="button" class="refuse" disabled={off} aria-label={t('approval.refuseOf', { who, action })} title={t('approval.refuseOf', { who, action })} onClick={() => void send(approval, false)}>
        {t('approval.refuse')}
      </button>
    </div>
  );
}

/** How a decided approval ended, in one line. */
export function ApprovalOutcome({ approval }: { approval: ApprovalView }) {
  return (
    <p class={`approval-outcome ${approval.state}`}>
      <b>{t(`approval.state.${approval.state}` as Key)}</b>
      <span>{vehicleName(approval.vehicle)} {t(`approval.${approval.action}` as Key)}</span>
      {approval.by && <span class="quiet">{t('approval.by', { post: deskName(approval.by) })}</span>}
    </p>
  );
}

function placeOf(approval: ApprovalView): string {
  const incident = incidentOf(approval.incident);
  return incident ? incident.place || `#${numbered(incident.id)}` : lineName(approval.line);
}

async function send(approval: ApprovalView, grant: boolean): Promise<void> {
  sent.value = new Set([...sent.value, approval.id]);
  const answer = await decide(approval, grant);
  report(answer, t(grant ? 'approval.state.granted' : 'approval.state.refused'));
  if (!answer.ok) sent.value = new Set([...sent.value].filter((id) => id !== approval.id));
}
