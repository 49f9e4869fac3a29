// An aircraft that follows a ground unit: begun from the unit's side, shown at both. Any other order to the aircraft ends it.

import { signal } from '@preact/signals';
import type { UnitView, VehicleView } from '../../api.gen';
import { t } from '../../i18n';
import { unitName, vehicleName } from '../../live/names';
import { commandable, may, world } from '../../live/state';
import { select } from '../../model/selection';
import { HoldButton } from '../../ui/hold_button';
import { order } from './orders';

const HOLD_MS = 1_000;
const chosen = signal<number | null>(null);

/** In the unit's detail: who follows it, and which aircraft in the air shall. */
export function FollowedBy({ unit }: { unit: UnitView }) {
  const all = world.value?.vehicles ?? [];
  const followers = all.filter((one) => one.follows === unit.id);
  const able = all.filter((one) => one.state === 'flying' && one.follows !== unit.id && one.doubt === null);
  if (followers.length === 0 && (able.length === 0 || !may('order'))) return null;
  const vehicle = able.find((one) => one.id === chosen.value) ?? able[0];
  return (
    <section class="card orders" aria-labelledby="follow-title">
      <h3 id="follow-title">{t('follow.title')}</h3>
      {followers.map((one) => (
        <p key={one.id} role="status" data-followed-by={one.id}>
          <button type="button" class="link-button" onClick={() => select({ kind: 'vehicle', id: one.id })}>{t('follow.by', { who: vehicleName(one.id) })}</button>
        </p>
      ))}
      {may('order') && vehicle && <Begin unit={unit} able={able} vehicle={vehicle} />}
    </section>
  );
}

function Begin({ unit, able, vehicle }: { unit: UnitView; able: VehicleView[]; vehicle: VehicleView }) {
  const label = t('follow.begin', { who: vehicleName(vehicle.id), unit: unitName(unit.id) });
  return (
    <div class="field">
      <label for="follow-who">{t('follow.which')}</label>
      <select id="follow-who" value={String(vehicle.id)} onChange={(event) => void (chosen.value = Number(event.currentTarget.value))}>
        {able.map((one) => <option key={one.id} value={String(one.id)}>{vehicleName(one.id)}</option>)}
      </select>
      <HoldButton id="follow-begin" label={label} target={`${vehicle.id}-${unit.id}`} holdMs={HOLD_MS} tone="plain" disabled={!commandable.value} onFire={() => void order(vehicle, 'follow_unit', null, null, unit.id)}>{label}</HoldButton>
    </div>
  );
}

/** In the aircraft's detail: whom it follows. */
export function Follows({ vehicle }: { vehicle: VehicleView }) {
  const unit = vehicle.follows;
  if (unit === null) return null;
  return (
    <p class="waiting-for" role="status" data-follows={unit}>
      <button type="button" class="link-button" onClick={() => select({ kind: 'unit', id: unit })}>{t('follow.now', { unit: unitName(unit) })}</button> · {t('follow.ends')}
    </p>
  );
}
