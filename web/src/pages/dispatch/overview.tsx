// When nothing is selected: the whole in figures, and what everything stands on.

import { t, word } from '../../i18n';
import { openIncidents, world } from '../../live/state';
import { CloseDetail } from './detail';
import { ClosedRoads } from './closed_roads';
import { Fact } from './fact';
import { StateWord } from './squadron';
import { WeatherCard } from './weather';
import { ZoneList } from './zone_list';

const UNIT_STATES = ['available', 'dispatched', 'en_route', 'on_scene', 'busy', 'out_of_service'];
const FLEET_STATES = ['flying', 'landing', 'armed', 'ready', 'not_ready', 'lost', 'never_seen', 'quarantined'];

/** The overview. */
export function Overview({ closable = false }: { closable?: boolean }) {
  const held = world.value;
  if (!held) return null;
  const count = <T extends { state: string }>(all: T[], state: string): number => all.filter((one) => one.state === state).length;
  const fleet = FLEET_STATES.filter((state) => count(held.vehicles, state) > 0);
  return (
    <div class="overview">
      {closable ? (
        <header class="detail-head"><div class="detail-title"><h2>{t('overview.title')}</h2><span class="grow" /><CloseDetail /></div></header>
      ) : <p class="quiet hint">{t('detail.nothing')}</p>}
      <section class="card">
        <h3>{t('overview.open')}</h3>
        <ol class="priorities-count">
          {[1, 2, 3, 4].map((priority) => (
            <li key={priority} class={`p${priority}`}>
              <b>{openIncidents.value.filter((one) => one.priority === priority).length}</b>
              <span>{word('priority', String(priority))}</span>
            </li>
          ))}
        </ol>
      </section>
      <section class="card">
        <h3>{t('overview.fleet')}</h3>
        <dl class="facts">{fleet.map((state) => <div class="fact-row" key={state}><dt><StateWord state={state} /></dt><dd>{count(held.vehicles, state)}</dd></div>)}</dl>
      </section>
      <section class="card">
        <h3>{t('overview.units')}</h3>
        <dl class="facts">{UNIT_STATES.map((state) => <Fact key={state} name={word('unit', state)}>{count(held.units, state)}</Fact>)}</dl>
      </section>
      <WeatherCard />
      <ClosedRoads />
      <ZoneList />
      <Foundations />
    </div>
  );
}

function Foundations() {
  const health = world.value?.health;
  if (!health) return null;
  const frames = t('health.framesValue', { ok: health.frames, lost: health.frames_lost, bad: health.frames_bad });
  return (
    <section class="card">
      <h3>{t('health.title')}</h3>
      <dl class="facts">
        <Fact name={t('health.journal')}>
          {health.journal_writable ? t('health.journalOk', { n: health.records }) : <b class="fault">{t('health.journalBad')}</b>}
        </Fact>
        <Fact name={t('health.frames')}>{frames}</Fact>
      </dl>
    </section>
  );
}
