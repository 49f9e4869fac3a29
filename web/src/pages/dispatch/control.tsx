// Who controls an aircraft: which of our posts holds it, who asks for it, and what the aircraft says of that itself. Hold,
// return and land are never kept from anybody by it.

import type { AboardControlView, ControlView, VehicleView } from '../../api.gen';
import { t } from '../../i18n';
import { second, serverNow } from '../../live/clock';
import type { OrderWord } from '../../live/commands';
import { deskName, vehicleName } from '../../live/names';
import { commandable, may, session } from '../../live/state';
import { HoldButton } from '../../ui/hold_button';
import { order } from './orders';

const TAKE_HOLD_MS = 1_200;

/** The card; it is there for those who may order, and for all others once somebody holds the aircraft. */
export function Control({ vehicle }: { vehicle: VehicleView }) {
  const control = vehicle.control;
  if (!control?.by && !control?.aboard && !may('order')) return null;
  const mine = control !== null && control.by !== null && control.by === session.value?.post;
  return (
    <section class="card orders" aria-labelledby="control-title" data-control={control?.by ?? ''} data-epoch={control?.epoch ?? 0}>
      <h3 id="control-title">{t('control.title')}</h3>
      <p role="status">{holder(control, mine)}</p>
      {control?.asked_by && <p class="fault" data-control-asked={control.asked_by}>{t('control.asked', { post: deskName(control.asked_by), left: left(control) })}</p>}
      {control?.aboard && <Aboard says={control.aboard} />}
      {may('order') && <Buttons vehicle={vehicle} mine={mine} />}
    </section>
  );
}

function holder(control: ControlView | null, mine: boolean): string {
  if (mine) return t('control.yours');
  return control?.by ? t('control.held', { post: deskName(control.by) }) : t('control.nobody');
}

function left(control: ControlView): string {
  void second.value;
  return String(Math.max(0, Math.ceil(((control.asked_until_ms ?? 0) - serverNow()) / 1000)));
}

function Aboard({ says }: { says: AboardControlView }) {
  const who = says.ours ? t('control.aboardUs') : says.by === null ? t('control.aboardNobody') : t('control.aboardOther', { system: String(says.by) });
  return (
    <>
      <p class={says.ours ? 'quiet' : 'fault'} data-control-aboard={says.ours ? 'ours' : String(says.by ?? '')}>{who}</p>
      {says.asked_by !== null && <p class="fault">{t('control.aboardAsked', { system: String(says.asked_by) })}</p>}
      {says.refused && <p class="fault">{t('control.aboardRefused')}</p>}
    </>
  );
}

function Buttons({ vehicle, mine }: { vehicle: VehicleView; mine: boolean }) {
  const who = vehicleName(vehicle.id);
  const control = vehicle.control;
  const off = !commandable.value || vehicle.doubt !== null;
  const waits = control?.asked_by === session.value?.post;
  const lost = vehicle.shared !== null || (control?.aboard ? !control.aboard.ours : false);
  const asks = Boolean(control?.asked_by) || (control?.aboard?.asked_by ?? null) !== null;
  const hold = (id: string, word: OrderWord, label: string) => (
    <HoldButton id={id} label={label} target={String(vehicle.id)} holdMs={TAKE_HOLD_MS} tone="plain" disabled={off} onFire={() => void order(vehicle, word)}>{label}</HoldButton>
  );
  return (
    <div class="order-buttons">
      {(!mine || lost) && !waits && hold('order-take', 'take_control', control?.by && !mine && session.value?.role !== 'commander' ? t('control.ask', { who }) : t('order.take', { who }))}
      {waits && <p class="waiting-for">{t('control.waiting')}</p>}
      {mine && asks && hold('order-hand-over', 'hand_over', t('control.handOver', { who }))}
      {mine && control?.asked_by && <button type="button" id="order-keep" disabled={off} onClick={() => void order(vehicle, 'keep_control')}>{t('control.keep', { who })}</button>}
      {mine && hold('order-release', 'release_control', t('control.release', { who }))}
    </div>
  );
}
