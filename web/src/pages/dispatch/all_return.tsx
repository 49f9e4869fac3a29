// All aircraft home: one held button, and a line for each aircraft that was not sent, with the reason.

import { signal } from '@preact/signals';
import type { AllReturned as Told } from '../../api.gen';
import { t } from '../../i18n';
import { allReturn } from '../../live/commands';
import { reason, vehicleName } from '../../live/names';
import { commandable, may } from '../../live/state';
import { HoldButton } from '../../ui/hold_button';
import { Icon } from '../../ui/icon';
import { report } from '../../ui/said';

const HOLD_MS = 2_000;
const told = signal<Told | null>(null);

/** The button, for those who may press it. */
export function AllReturn() {
  if (!may('order') || !may('all')) return null;
  return (
    <HoldButton id="all-return" label={t('squad.allReturn')} target="squadron" holdMs={HOLD_MS} tone="danger" disabled={!commandable.value} onFire={() => void send()}>
      <Icon name="home" />{t('squad.allReturnShort')}
    </HoldButton>
  );
}

async function send(): Promise<void> {
  const answer = await allReturn();
  told.value = answer.ok ? answer.value : null;
  const sent = told.value?.vehicles.filter((one) => one.order !== null).length ?? 0;
  report(answer, t('squad.allReturnSent', { count: sent }));
}

/** What came of the last one: who was sent, who was not and why. How each flies on is in its own row. */
export function AllReturned() {
  const now = told.value;
  if (!now) return null;
  const sent = now.vehicles.filter((one) => one.order !== null);
  return (
    <section class="card all-returned" role="status" aria-label={t('squad.allReturn')}>
      <p class="leg-head"><b>{t('squad.allReturnSent', { count: sent.length })}</b><span class="grow" />
        <button type="button" class="icon-button" aria-label={t('order.cancel')} title={t('order.cancel')} onClick={() => { told.value = null; }}><Icon name="close" /></button>
      </p>
      <ul>
        {now.vehicles.map((one) => (
          <li key={one.vehicle} data-vehicle={one.vehicle} data-sent={one.order !== null}>
            <b>{vehicleName(one.vehicle)}</b> {one.why ? reason(one.why) : t('squad.sentHome')}
          </li>
        ))}
      </ul>
    </section>
  );
}
