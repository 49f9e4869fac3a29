// One aircraft: its state in a word, why, its figures, and orders that name it.

import type { StoredView, VehicleView } from '../../api.gen';
import { t, word } from '../../i18n';
import { vehicleAge } from '../../live/ages';
import { second } from '../../live/clock';
import { postName, reason, vehicleName } from '../../live/names';
import { frames, movers } from '../../live/state';
import { goTo } from '../../map/view';
import { select } from '../../model/selection';
import { AgeCard, ageWords } from '../../ui/age';
import { Battery } from '../../ui/battery';
import { Icon } from '../../ui/icon';
import { Control } from './control';
import { Levels } from './levels';
import { CloseDetail } from './detail';
import { Fact } from './fact';
import { Orders } from './orders';
import { Readiness } from './readiness';
import { Payload } from './payload';
import { written } from './raise';
import { StateWord, taskWords } from './squadron';

/** The detail of an aircraft. */
export function VehicleDetail({ vehicle }: { vehicle: VehicleView }) {
  void [frames.value, second.value];
  const slot = movers.slot(vehicle.id);
  const age = vehicleAge(vehicle.id);
  const at = slot >= 0 ? { lat: movers.lat[slot] ?? 0, lon: movers.lon[slot] ?? 0 } : null;
  return (
    <article aria-labelledby="vehicle-title" data-vehicle-detail={vehicle.id}>
      <header class="detail-head">
        <div class="detail-title">
          <h2 id="vehicle-title"><Icon name="drone" /> {vehicleName(vehicle.id)}</h2>
          <StateWord state={vehicle.state} />
          <span class="grow" />
          {at && (
            <button type="button" class="icon-button" aria-label={t('incident.locate')} title={t('incident.locate')} onClick={() => goTo(at)}><Icon name="locate" /></button>
          )}
          <CloseDetail />
        </div>
      </header>
      <AgeCard age={age} />
      {[vehicle.doubt, vehicle.shared].map((watch) => watch && <p class="fault" key={watch.why.code} data-watch={watch.why.code}>{reason(watch.why)}</p>)}
      {vehicle.leaves && <p class="fault" role="alert" data-watch={vehicle.leaves.why.code}>{reason(vehicle.leaves.why)}</p>}
      {vehicle.near.map((watch) => <p class="fault" role="alert" key={`${watch.since_ms}${watch.why.code}`} data-watch={watch.why.code}>{reason(watch.why)}</p>)}
      {vehicle.because.length > 0 && <ul class="because">{vehicle.because.map((one) => <li key={one}>{one}</li>)}</ul>}
      <Readiness shortfalls={vehicle.readiness} />
      <section class="card">
        <dl class="facts">
          <Fact name={t('facts.battery')}><Battery percent={vehicle.battery_percent} /></Fact>
          <Fact name={t('facts.mode')}>{word('mode', vehicle.mode)}</Fact>
          <Fact name={t('facts.task')}><Task vehicle={vehicle} /></Fact>
          {slot >= 0 && <Figures slot={slot} />}
          <Fact name={t('facts.age')}>{ageWords(age)}</Fact>
          {at && <Fact name={t('facts.position')}><span class="mono">{written(at)}</span></Fact>}
          {vehicle.stored.length > 0 && <Fact name={t('facts.stored')}>{vehicle.stored.map((list) => <Stored list={list} key={list.list} />)}</Fact>}
          {vehicle.obeys_unsigned !== null && <Fact name={t('facts.signing')}><span class={vehicle.obeys_unsigned ? 'fault' : ''} data-obeys-unsigned={String(vehicle.obeys_unsigned)}>{t(vehicle.obeys_unsigned ? 'signing.open' : 'signing.deaf')}</span></Fact>}
          <Fact name={t('facts.airframe')}>{vehicle.airframe}</Fact>
          <Fact name={t('facts.dock')}>{postName(vehicle.dock)}</Fact>
        </dl>
      </section>
      <Control vehicle={vehicle} />
      <Levels vehicle={vehicle} />
      <Orders vehicle={vehicle} />
      <Payload vehicle={vehicle} />
    </article>
  );
}

function Stored({ list }: { list: StoredView }) {
  const name = word('stored', list.list);
  if (list.doubt === null) return <div data-stored={list.list}>{t('stored.verified', { list: name, items: String(list.items ?? 0) })}</div>;
  return <div class="fault" data-stored={list.list} data-doubt={list.doubt}>{t('stored.unknown', { list: name, doubt: word('stored.doubt', list.doubt) })}</div>;
}

function Task({ vehicle }: { vehicle: VehicleView }) {
  const incident = vehicle.incident;
  if (incident === null) return <>{taskWords(vehicle)}</>;
  return (
    <button type="button" class="link-button" onClick={() => select({ kind: 'incident', id: incident })}>{taskWords(vehicle)}</button>
  );
}

function Figures({ slot }: { slot: number }) {
  const climb = movers.climb[slot] ?? 0;
  return (
    <>
      <Fact name={t('facts.altitude')}>{Math.round(movers.altitude[slot] ?? 0)} m</Fact>
      <Fact name={t('facts.speed')}>{(movers.speed[slot] ?? 0).toFixed(1)} m/s</Fact>
      <Fact name={t('facts.climb')}>{climb > 0 ? '+' : ''}{climb.toFixed(1)} m/s</Fact>
      <Fact name={t('facts.heading')}>{Math.round(movers.heading[slot] ?? 0)}°</Fact>
    </>
  );
}
