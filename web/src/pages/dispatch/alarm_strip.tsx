// The strip under the top bar. Its height is always there, so that nothing moves when an alarm comes or goes.

import { computed, effect, signal } from '@preact/signals';
import { t, word } from '../../i18n';
import { counter } from '../../i18n/fill';
import { second, serverNow } from '../../live/clock';
import { reason, vehicleName } from '../../live/names';
import { incidentOf, movers, world } from '../../live/state';
import { IN_AIR } from '../../live/telemetry';
import { type Alarm, alarms } from '../../model/alarms';
import { select } from '../../model/selection';
import { SeverityShape } from '../../ui/severity';
import { chime } from '../../ui/sound';

const acknowledged = signal<ReadonlySet<string>>(new Set());
const REPEAT_MS = 10_000;

/** Alarms nobody at this desk has acknowledged. */
export const unacknowledged = computed<Alarm[]>(() => {
  void second.value;
  const held = world.value;
  return held ? alarms(held, serverNow(), acknowledged.value, flew) : [];
});

function flew(vehicle: number): boolean {
  const slot = movers.slot(vehicle);
  return slot >= 0 && ((movers.flags[slot] ?? 0) & IN_AIR) !== 0;
}

/** Acknowledges one alarm, or the one shown. */
export function acknowledge(key = unacknowledged.value[0]?.key): void {
  if (key === undefined) return;
  acknowledged.value = new Set([...acknowledged.value, key]);
}

let sounded = '';
let soundedAt = 0;
effect(() => {
  const first = unacknowledged.value[0];
  if (!first) {
    sounded = '';
    return;
  }
  const again = first.level === 1 && performance.now() - soundedAt > REPEAT_MS;
  if (first.key === sounded && !again) return;
  [sounded, soundedAt] = [first.key, performance.now()];
  chime(first.level);
});

/** The strip. */
export function AlarmStrip() {
  const [first, ...rest] = unacknowledged.value;
  if (!first) {
    return <div class="strip quiet-strip"><span class="strip-text">{t('strip.quiet')}</span></div>;
  }
  return (
    <div class={`strip level-${first.level}`} key={first.key}>
      <div class="strip-say" role="alert">
        <SeverityShape priority={first.level} />
        <b>{word('priority', String(first.level))}</b>
        <button type="button" class="strip-text" onClick={() => show(first)}>{words(first)}</button>
      </div>
      {rest.length > 0 && <span class="strip-more">{t('strip.more', { n: rest.length })}</span>}
      <span class="strip-age">{counter((serverNow() - first.since) / 1000)}</span>
      <button type="button" class="strip-ack" title={t('strip.ackHint')} onClick={() => acknowledge(first.key)}>
        {t('strip.ack')} <kbd>F8</kbd>
      </button>
    </div>
  );
}

function words(alarm: Alarm): string {
  switch (alarm.about) {
    case 'journal':
      return t('strip.journal');
    case 'link':
      return t('strip.linkLost', { who: vehicleName(alarm.vehicle), state: t(alarm.inAir ? 'strip.inAir' : 'strip.onGround') });
    case 'order':
      return t(alarm.state === 'refused' ? 'strip.orderRefused' : 'strip.orderUnknown', {
        who: vehicleName(alarm.vehicle), order: word('order.kind', alarm.order), text: alarm.text,
      });
    case 'near':
    case 'leaves':
      return t('strip.near', { who: vehicleName(alarm.vehicle), text: reason(alarm.why) });
    case 'doubt':
    case 'shared':
      return t(alarm.about === 'doubt' ? 'strip.doubt' : 'strip.shared', { who: vehicleName(alarm.vehicle), text: reason(alarm.why) });
    case 'incident': {
      const one = incidentOf(alarm.incident);
      return t('strip.newIncident', { id: alarm.incident, kind: word('kind', one?.kind ?? ''), place: one?.place ?? '' });
    }
  }
}

function show(alarm: Alarm): void {
  if (alarm.about === 'incident') select({ kind: 'incident', id: alarm.incident });
  else if (alarm.about !== 'journal') select({ kind: 'vehicle', id: alarm.vehicle });
}
