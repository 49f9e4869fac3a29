// An aircraft between bureau and stations: who has it, who asks for it, and what this post can say to that.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Session, VehicleView } from '../../api.gen';
import { language, t } from '../../i18n';
import { duration } from '../../i18n/fill';
import { second, serverNow } from '../../live/clock';
import { lendVehicle } from '../../live/commands';
import { postName, vehicleName } from '../../live/names';
import { level, learnSeats, stations } from '../../live/seats';
import { commandable, may, session } from '../../live/state';
import { report } from '../../ui/said';

type Act = 'ask' | 'lend' | 'deny' | 'back';

/** The station chosen to lend to, and the reason not to lend, while they are being entered. */
const chosen = signal('');
const refusing = signal<{ vehicle: number; station: string; text: string } | null>(null);

/** The card; where there are no stations there are no levels, and no card. */
export function Levels({ vehicle }: { vehicle: VehicleView }) {
  useEffect(learnSeats, []);
  const who = session.value;
  if (!who || stations.value.length === 0) return null;
  return (
    <section class="card orders" aria-labelledby="levels-title" data-lent-to={vehicle.lent_to ?? ''}>
      <h3 id="levels-title">{t('level.title')}</h3>
      <p role="status">{held(vehicle, who)}</p>
      {vehicle.stations_ask.map((ask) => <Asking key={ask.station} vehicle={vehicle} station={ask.station} since={ask.since_ms} who={who} />)}
      <Acts vehicle={vehicle} who={who} />
    </section>
  );
}

function held(vehicle: VehicleView, who: Session): string {
  if (!vehicle.lent_to) return t('level.ours', { bureau: level(0) });
  return vehicle.lent_to === who.station ? t('level.lentYou') : t('level.lentTo', { station: postName(vehicle.lent_to) });
}

function Asking({ vehicle, station, since, who }: { vehicle: VehicleView; station: string; since: number; who: Session }) {
  void second.value;
  if (who.station && who.station !== station) return null;
  const waited = duration(Math.max(0, Math.round((serverNow() - since) / 1000)), language.value);
  if (who.station) return <p class="waiting-for">{t('level.asked', { bureau: level(0) })}</p>;
  const off = !commandable.value;
  const name = postName(station);
  return (
    <div data-asks={station}>
      <p class="fault">{t('level.asking', { station: name, since: waited })}</p>
      {may('order') && (
        <div class="order-buttons">
          <button type="button" disabled={off || vehicle.lent_to !== null} onClick={() => void say(vehicle, 'lend', station)}>{t('level.lend', { station: name })}</button>
          <button type="button" disabled={off} onClick={() => void (refusing.value = { vehicle: vehicle.id, station, text: '' })}>{t('level.deny')}</button>
        </div>
      )}
      {refusing.value?.vehicle === vehicle.id && refusing.value.station === station && <Refusal vehicle={vehicle} station={station} />}
    </div>
  );
}

function Refusal({ vehicle, station }: { vehicle: VehicleView; station: string }) {
  const text = refusing.value?.text ?? '';
  const send = (event: Event): void => {
    event.preventDefault();
    void say(vehicle, 'deny', station, text);
    refusing.value = null;
  };
  return (
    <form class="field" onSubmit={send}>
      <label for="level-why">{t('level.denyTitle', { station: postName(station) })}</label>
      <input id="level-why" required maxLength={200} value={text} onInput={(event) => void (refusing.value = { vehicle: vehicle.id, station, text: event.currentTarget.value })} />
      <div class="order-buttons"><button type="submit" disabled={!commandable.value || text.trim() === ''}>{t('level.deny')}</button></div>
    </form>
  );
}

function Acts({ vehicle, who }: { vehicle: VehicleView; who: Session }) {
  const off = !commandable.value;
  const name = vehicleName(vehicle.id);
  const mine = who.station !== null && vehicle.lent_to === who.station;
  const waits = vehicle.stations_ask.some((ask) => ask.station === who.station);
  if (who.station && !mine) {
    const can = !waits && (may('order') || may('dispatch'));
    return can ? <div class="order-buttons"><button type="button" id="level-ask" disabled={off} onClick={() => void say(vehicle, 'ask')}>{t('level.ask', { who: name })}</button></div> : null;
  }
  if (!may('order')) return null;
  if (vehicle.lent_to) {
    const label = t(mine ? 'level.giveBack' : 'level.back', { who: name });
    return <div class="order-buttons"><button type="button" id="level-back" disabled={off} onClick={() => void say(vehicle, 'back')}>{label}</button></div>;
  }
  // Who asks is answered first.
  if (vehicle.stations_ask.length > 0) return null;
  const to = chosen.value || stations.value[0]?.id || '';
  return (
    <div class="field lend">
      <label for="level-to">{t('level.lendTo', { level: level(1) })}</label>
      <select id="level-to" value={to} onChange={(event) => void (chosen.value = event.currentTarget.value)}>
        {stations.value.map((one) => <option key={one.id} value={one.id}>{postName(one.id)}</option>)}
      </select>
      <div class="order-buttons"><button type="button" id="level-lend" disabled={off || to === ''} onClick={() => void say(vehicle, 'lend', to)}>{t('level.lend', { station: postName(to) })}</button></div>
    </div>
  );
}

async function say(vehicle: VehicleView, act: Act, station?: string, text?: string): Promise<void> {
  const answer = await lendVehicle(vehicle.id, { act, ...(station ? { station } : {}), ...(text ? { text } : {}) });
  report(answer, t(`level.done.${act}`));
}
