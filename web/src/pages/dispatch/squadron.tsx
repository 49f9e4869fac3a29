// The squadron: one row an aircraft, in the order of their numbers, so that a row is always where it was.

import type { VehicleView } from '../../api.gen';
import { t, word } from '../../i18n';
import { vehicleAge } from '../../live/ages';
import { second } from '../../live/clock';
import { lineName, vehicleName } from '../../live/names';
import { world } from '../../live/state';
import { select, selected } from '../../model/selection';
import { AgeMark } from '../../ui/age';
import { Battery } from '../../ui/battery';
import { AllReturn, AllReturned } from './all_return';

/** The list of aircraft. */
export function Squadron() {
  const vehicles = [...(world.value?.vehicles ?? [])].sort((a, b) => a.id - b.id);
  return (
    <section class="list squadron" aria-labelledby="squadron-title">
      <header class="list-head"><h2 id="squadron-title">{t('squad.title')}</h2><span class="grow" /><AllReturn /></header>
      <AllReturned />
      <ul class="rows">{vehicles.map((one) => <Row key={one.id} vehicle={one} />)}</ul>
      {vehicles.length === 0 && <p class="empty">{t('squad.empty')}</p>}
    </section>
  );
}

function Row({ vehicle }: { vehicle: VehicleView }) {
  void second.value;
  const chosen = selected.value?.kind === 'vehicle' && selected.value.id === vehicle.id;
  const age = vehicleAge(vehicle.id);
  return (
    <li>
      <button
        type="button" class={`row vehicle${chosen ? ' chosen' : ''} ${age.is}`} data-vehicle={vehicle.id} aria-pressed={chosen}
        title={vehicle.because.join(' · ')} onClick={() => select({ kind: 'vehicle', id: vehicle.id })}
      >
        <b class="callsign">{vehicleName(vehicle.id)}</b>
        <StateWord state={vehicle.state} />
        <span class="task">{taskWords(vehicle)}</span>
        <AgeMark age={age} />
        <Battery percent={vehicle.battery_percent} />
      </button>
    </li>
  );
}

/** One of the state words, with its own shape. */
export function StateWord({ state }: { state: string }) {
  return <span class={`state-word ${state}`}><i aria-hidden="true" />{word('vehicle', state)}</span>;
}

/** What an aircraft flies for. */
export function taskWords(vehicle: VehicleView): string {
  if (vehicle.task === 'patrol' && vehicle.line) return lineName(vehicle.line);
  if (vehicle.task === 'incident') return t('task.incident', { id: vehicle.incident ?? '–' });
  return word('task', vehicle.task);
}
