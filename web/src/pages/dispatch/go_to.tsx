// Sending an aircraft somewhere: a click or typed coordinates choose the place, a held button sends it.

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

type Going = { vehicle: VehicleView; wish: Pointing; where: string };
const going = signal<Going | null>(null);
const HOLD_MS = 1_000;

/** Begins choosing where that aircraft shall go. */
export function openGoTo(vehicle: VehicleView): void {
  const wish = pointAt(null);
  going.value = { vehicle, wish, where: '' };
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
  const type = (where: string): void => {
    going.value = { ...now, where };
    now.wish.at.value = readPoint(where);
  };
  const send = (): void => {
    if (at) void order(now.vehicle, 'go_to', at);
    close();
  };
  return (
    <section class="panel go-to" aria-label={t('order.goTo', { who })}>
      <header class="panel-head">
        <h2>{t('order.goTo', { who })}</h2>
        <button type="button" class="icon-button" aria-label={t('order.cancel')} title={t('order.cancel')} onClick={close}><Icon name="close" /></button>
      </header>
      <p class="quiet small">{t('order.goToPick', { who })}</p>
      <label class="field">
        <span>{t('order.goToCoordinates')}</span>
        <input id="go-to-where" class="mono" value={now.where} autocomplete="off" spellcheck={false} onInput={(event) => type(event.currentTarget.value)} />
      </label>
      <HoldButton label={t('order.goToHold', { who })} target={`${now.vehicle.id}-${now.where}`} holdMs={HOLD_MS} disabled={!at || !commandable.value} onFire={send} />
    </section>
  );
}
