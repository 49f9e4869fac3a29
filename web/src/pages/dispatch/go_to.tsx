// Sending an aircraft somewhere, or round it, or turning its camera there: a click or typed coordinates choose the place, a held button sends it.

import { signal } from '@preact/signals';
import type { VehicleView } from '../../api.gen';
import { t } from '../../i18n';
import { vehicleName } from '../../live/names';
import { commandable, may } from '../../live/state';
import { type Pointing, pointAt, pointing, stopPointing } from '../../map/pointing';
import { readPoint } from '../../model/command_line';
import { HoldButton } from '../../ui/hold_button';
import { Icon } from '../../ui/icon';
import { order } from './orders';
import { written } from './raise';

type Kind = 'go_to' | 'orbit' | 'look_at';
type Going = { vehicle: VehicleView; kind: Kind; wish: Pointing; where: string; radius: string };
const WORDS = {
  go_to: { title: 'order.goTo', pick: 'order.goToPick', hold: 'order.goToHold' },
  orbit: { title: 'order.orbit', pick: 'order.orbitPick', hold: 'order.orbitHold' },
  look_at: { title: 'payload.look', pick: 'payload.lookPick', hold: 'payload.lookHold' },
} as const;
const going = signal<Going | null>(null);
const HOLD_MS = 1_000;
/** Metres; what aircraft can circle. The server has the last word. */
const RADIUS = { least: 15, usual: 60, most: 250 };

/** Begins choosing where that aircraft shall go, or what it shall circle or look at. */
export function openGoTo(vehicle: VehicleView, kind: Kind): void {
  const wish = pointAt(null);
  going.value = { vehicle, kind, wish, where: '', radius: String(RADIUS.usual) };
  wish.choose = (at) => {
    wish.at.value = at;
    if (going.value) going.value = { ...going.value, where: written(at) };
  };
}

function close(): void {
  if (going.value) stopPointing(going.value.wish);
  going.value = null;
}

/** The panel, while a place is being chosen. */
export function GoToPanel() {
  const now = going.value;
  if (!now || pointing.value !== now.wish || !may('order')) return null;
  const who = vehicleName(now.vehicle.id);
  const at = readPoint(now.where);
  const radius = Number(now.radius);
  const fits = now.kind !== 'orbit' || (radius >= RADIUS.least && radius <= RADIUS.most);
  const words = WORDS[now.kind];
  const type = (where: string): void => {
    going.value = { ...now, where };
    now.wish.at.value = readPoint(where);
  };
  const send = (): void => {
    if (at) void order(now.vehicle, now.kind, at, now.kind === 'orbit' ? radius : null);
    close();
  };
  return (
    <section class="panel go-to" aria-label={t(words.title, { who })}>
      <header class="panel-head">
        <h2>{t(words.title, { who })}</h2>
        <button type="button" class="icon-button" aria-label={t('order.cancel')} title={t('order.cancel')} onClick={close}><Icon name="close" /></button>
      </header>
      <p class="quiet small">{t(words.pick, { who })}</p>
      <label class="field">
        <span>{t('order.goToCoordinates')}</span>
        <input id="go-to-where" class="mono" value={now.where} autocomplete="off" spellcheck={false} onInput={(event) => type(event.currentTarget.value)} />
      </label>
      {now.kind === 'orbit' && (
        <label class="field">
          <span>{t('order.orbitRadius', { least: RADIUS.least, most: RADIUS.most })}</span>
          <input id="orbit-radius" class="mono" type="number" min={RADIUS.least} max={RADIUS.most} value={now.radius} onInput={(event) => { going.value = { ...now, radius: event.currentTarget.value }; }} />
        </label>
      )}
      <HoldButton label={t(words.hold, { who })} target={`${now.vehicle.id}-${now.where}-${now.radius}`} holdMs={HOLD_MS} disabled={!at || !fits || !commandable.value} onFire={send} />
    </section>
  );
}
