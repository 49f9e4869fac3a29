// What is proposed, with reasons: the aircraft, up to three ground units, and who was passed over and why.

import type { AirOptionView, GroundOptionView, IncidentView } from '../../api.gen';
import { t, type Key } from '../../i18n';
import { counter } from '../../i18n/fill';
import { taskUnit } from '../../live/commands';
import { reason, unitName, vehicleName, whoName } from '../../live/names';
import { commandable, incidentOf, may, unitOf } from '../../live/state';
import { select, selected } from '../../model/selection';
import { Icon, iconFor } from '../../ui/icon';
import { report } from '../../ui/said';

const STANDING = new Set(['sent', 'received', 'acknowledged', 'en_route', 'on_scene']);

/** The recommendation card. */
export function Recommendation({ incident }: { incident: IncidentView }) {
  const reco = incident.recommendation;
  return (
    <section class="card" aria-labelledby="reco-title" id="recommendation">
      <h3 id="reco-title">{t('reco.title')}</h3>
      {!reco && <p class="quiet">{t('reco.none')}</p>}
      {reco && <Air option={reco.air} />}
      {reco && <Ground incident={incident} options={reco.ground} />}
      {reco && reco.passed_over.length > 0 && (
        <details class="passed-over">
          <summary>{t('reco.passedOver', { n: reco.passed_over.length + reco.beyond })}</summary>
          <ul>
            {reco.passed_over.map((one) => <li key={one.who}><b>{whoName(one.who)}</b> <span class="quiet">{reason(one.why)}</span></li>)}
            {reco.beyond > 0 && <li class="quiet">{t('reco.beyond', { n: reco.beyond })}</li>}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The arrival here is a duration from launch; the leg of the sortie counts down. */
function Air({ option }: { option: AirOptionView | null }) {
  if (!option) return <p class="option none"><Icon name="drone" /> {t('reco.noAir')}</p>;
  return (
    <div class="option air">
      <p class="option-head">
        <Icon name="drone" />
        <button type="button" class="link-button" onClick={() => select({ kind: 'vehicle', id: option.vehicle })}><b>{vehicleName(option.vehicle)}</b></button>
        <span class="tag">{t(`approval.${option.action}` as Key)}</span>
        <span class="grow" />
        <span class="figure" title={t('reco.arrival')}>{counter(option.eta_s)}</span>
      </p>
      <p class="option-facts">
        <span title={t('reco.battery')}>{t('reco.battery')} <b>{option.battery_on_arrival}%</b></span>
        <span title={t('reco.distance')}>{t('reco.distance')} <b>{(option.distance_m / 1000).toFixed(1)} km</b></span>
      </p>
      <p class="why">{reason(option.why)}</p>
    </div>
  );
}

function Ground({ incident, options }: { incident: IncidentView; options: GroundOptionView[] }) {
  if (options.length === 0) return <p class="option none"><Icon name="car" /> {t('reco.noGround')}</p>;
  return (
    <ol class="grounds">
      {options.map((option, index) => <GroundRow key={option.unit} incident={incident} option={option} index={index} />)}
    </ol>
  );
}

function GroundRow({ incident, option, index }: { incident: IncidentView; option: GroundOptionView; index: number }) {
  const who = unitName(option.unit);
  const tasked = incident.taskings.some((one) => one.unit === option.unit && STANDING.has(one.state));
  return (
    <li class="option ground">
      <p class="option-head">
        <Icon name={iconFor(unitOf(option.unit)?.kind ?? 'car')} />
        <button type="button" class="link-button" onClick={() => select({ kind: 'unit', id: option.unit })}><b>{who}</b></button>
        <span class="grow" />
        {option.is_old && <span class="age-mark" title={t('reco.latest')}>{counter(option.latest_s)}</span>}
        <span class="figure" title={t('reco.arrival')}>{counter(option.eta_s)}</span>
        {tasked && <span class="tag done">{t('reco.tasked')}</span>}
        {!tasked && may('dispatch') && (
          <button type="button" class="small-button" data-task={option.unit} disabled={!commandable.value} aria-label={t('reco.taskOf', { n: index + 1, who })}
            onClick={() => void task(incident.id, option.unit)}>
            {t('reco.task')} <kbd>{index + 1}</kbd>
          </button>
        )}
      </p>
      <p class="why">{reason(option.why)}</p>
    </li>
  );
}

async function task(incident: number, unit: number): Promise<void> {
  if (!commandable.value) return;
  report(await taskUnit(incident, unit), t('cmd.done.dispatch', { who: unitName(unit), incident }));
}

/** The keys 1 to 3: the proposed unit of that place for the selected incident. */
export function taskOption(index: number): void {
  const chosen = selected.value;
  const incident = chosen?.kind === 'incident' ? incidentOf(chosen.id) : undefined;
  const option = incident?.recommendation?.ground[index];
  if (!incident || !option || incident.status === 'closed') return;
  if (incident.taskings.some((one) => one.unit === option.unit && STANDING.has(one.state))) return;
  void task(incident.id, option.unit);
}
