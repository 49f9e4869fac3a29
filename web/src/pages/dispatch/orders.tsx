// Orders to one aircraft. Each button names it. Hold goes at once; return, land, go-to and orbit must be held.

import type { OrderView, Point, VehicleView } from '../../api.gen';
import { t, word } from '../../i18n';
import { counter } from '../../i18n/fill';
import { serverNow } from '../../live/clock';
import { type OrderWord, orderVehicle } from '../../live/commands';
import { vehicleName } from '../../live/names';
import { commandable, may } from '../../live/state';
import { HoldButton } from '../../ui/hold_button';
import { Icon } from '../../ui/icon';
import { report } from '../../ui/said';
import { Follows } from './follow';
import { openGoTo } from './go_to';

const RETURN_HOLD_MS = 1_200;
const LAND_HOLD_MS = 2_000;
/** The order's way in the order it is gone; the last word depends on how it ended. */
const WAY = ['sent', 'verified', 'accepted', 'done'] as const;
/** What is put aboard by hand, and in which states. */
const STORES = ['fence', 'rally'] as const;
const ON_GROUND = new Set(['ready']);
const BAD_END = new Set(['refused', 'unknown']);

/** The last order's state, and the buttons for those who may press them. */
export function Orders({ vehicle }: { vehicle: VehicleView }) {
  return (
    <section class="card orders" aria-labelledby="orders-title">
      <h3 id="orders-title">{t('order.title')}</h3>
      {vehicle.order && <OrderState order={vehicle.order} />}
      <Follows vehicle={vehicle} />
      {may('order') ? <Buttons vehicle={vehicle} /> : <p class="waiting-for">{t('order.notYours')}</p>}
    </section>
  );
}

function Buttons({ vehicle }: { vehicle: VehicleView }) {
  const who = vehicleName(vehicle.id);
  const off = !commandable.value || vehicle.doubt !== null;
  const target = String(vehicle.id);
  return (
    <div class="order-buttons">
      <button type="button" id="order-hold" disabled={off} onClick={() => void order(vehicle, 'hold')}><Icon name="hold" />{t('order.hold', { who })}</button>
      <button type="button" id="order-go-to" disabled={off} onClick={() => openGoTo(vehicle, 'go_to')}><Icon name="goTo" />{t('order.goTo', { who })}</button>
      <button type="button" id="order-orbit" disabled={off} onClick={() => openGoTo(vehicle, 'orbit')}><Icon name="orbit" />{t('order.orbit', { who })}</button>
      {interrupted(vehicle) && (
        <HoldButton id="order-resume" label={t('order.resume', { who })} target={target} holdMs={RETURN_HOLD_MS} tone="plain" disabled={off} onFire={() => void order(vehicle, 'resume')}>
          {t('order.resume', { who })}
        </HoldButton>
      )}
      {ON_GROUND.has(vehicle.state) && STORES.map((list) => (
        <button type="button" id={`order-${list}`} key={list} disabled={off} onClick={() => void order(vehicle, list)}>{t(`order.${list}`, { who })}</button>
      ))}
      <HoldButton id="order-return" label={t('order.return', { who })} target={target} holdMs={RETURN_HOLD_MS} tone="plain" disabled={off} onFire={() => void order(vehicle, 'return')}>
        <Icon name="home" />{t('order.return', { who })}
      </HoldButton>
      <HoldButton id="order-land" label={t('order.land', { who })} target={target} holdMs={LAND_HOLD_MS} tone="danger" disabled={off} onFire={() => void order(vehicle, 'land')}>
        <Icon name="land" />{t('order.land', { who })}
      </HoldButton>
    </div>
  );
}

/** Somebody stopped it on a flight that has a mission to go on with. */
const interrupted = (vehicle: VehicleView): boolean =>
  vehicle.state === 'flying' && vehicle.mode === 'hold' && (vehicle.task === 'patrol' || vehicle.task === 'incident');

/** How the last order goes. */
export function OrderState({ order: given }: { order: OrderView }) {
  const bad = BAD_END.has(given.state);
  const at = bad ? -1 : WAY.indexOf(given.state as (typeof WAY)[number]);
  return (
    <div class={`order-state${bad ? ' bad' : ''}`} role="status" data-order={given.kind} data-state={given.state}>
      <p class="leg-head"><b>{word('order.kind', given.kind)}</b><span class="grow" /><span class="mono small quiet">{counter(Math.max(0, (serverNow() - given.at_ms) / 1000))}</span></p>
      {bad ? (
        <p class="fault">{word('order.state', given.state)}{given.because ? ` · ${given.because}` : ''}</p>
      ) : (
        <ol class="stages">
          {WAY.map((stage, index) => (
            <li key={stage} class={`${index <= at ? 'done' : ''}${index === at ? ' now' : ''}`}>{word('order.state', stage)}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** Gives an order; the server checks that the callsign is this vehicle's and that hands have not changed since. */
export async function order(vehicle: VehicleView, kind: OrderWord, to: Point | null = null, radius: number | null = null, unit: number | null = null): Promise<void> {
  const answer = await orderVehicle(vehicle.id, vehicle.callsign, kind, to, radius, vehicle.control?.epoch ?? null, unit);
  report(answer, `${vehicleName(vehicle.id)} ${word('order.kind', kind)} · ${t('said.accepted')}`);
}
