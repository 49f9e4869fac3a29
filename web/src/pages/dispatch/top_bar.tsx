// The top bar: what this is, how well the server is heard, what there is, and who sits here.

import { clockTime, named, t, word } from '../../i18n';
import { monotonic, second, serverNow } from '../../live/clock';
import { postName } from '../../live/names';
import { leave } from '../../live/seat';
import { frames, link, movers, session, world } from '../../live/state';
import { IN_AIR } from '../../live/telemetry';
import { freshness } from '../../model/freshness';
import { select } from '../../model/selection';
import { Icon } from '../../ui/icon';
import { Mark } from '../login';
import { CutChips } from './apart';
import { SoundButton } from './sound_button';
import { LanguageButton, ThemeButton } from './toggles';
import { TrainingTag } from './training';
import { WeatherChip } from './weather';

/** The top bar. */
export function TopBar() {
  const district = world.value?.district;
  return (
    <header class="top-bar">
      <div class="brand">
        <Mark />
        <h1>{t('app.name')}</h1>
      </div>
      <TrainingTag />
      <span class="where">
        <b>{t('app.page')}</b>
        {district && <span>{named(district.name, district.name_zh)}</span>}
        {district?.fictional && <span class="fictional">{t('app.fictional')}</span>}
      </span>
      <span class="grow" />
      <CutChips />
      <WeatherChip />
      <Wind />
      <Counts />
      <LinkChip />
      <SoundButton />
      <LanguageButton />
      <ThemeButton />
      <RoleChip />
      <Clock />
    </header>
  );
}

function Wind() {
  const health = world.value?.health;
  if (!health) return null;
  const speed = health.wind_mps.toFixed(1);
  return (
    <span class="fact wind" title={t('top.windHint', { from: Math.round(health.wind_from_deg), speed })}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" style={{ transform: `rotate(${health.wind_from_deg + 180}deg)` }}>
        <path d="M12 20V5M7 10l5-5 5 5" />
      </svg>
      {t('top.wind')} <b>{speed}</b> m/s
    </span>
  );
}

function Counts() {
  void [frames.value, second.value];
  const held = world.value;
  if (!held) return null;
  const now = monotonic();
  const slots = held.vehicles.map((one) => movers.slot(one.id)).filter((slot) => slot >= 0);
  const seen = slots.filter((slot) => freshness(movers.age(slot, now)) === 'live').length;
  const flying = slots.filter((slot) => ((movers.flags[slot] ?? 0) & IN_AIR) !== 0).length;
  const free = held.units.filter((one) => one.state === 'available').length;
  const drones = t('top.dronesHint', { flying, seen, all: held.vehicles.length });
  const units = t('top.unitsHint', { free, all: held.units.length });
  return (
    <>
      <span class="fact" title={drones} id="count-drones">
        {t('top.drones')} <span><b>{seen}</b>/{held.vehicles.length}</span>
      </span>
      <span class="fact" title={units} id="count-units">
        {t('top.units')} <span><b>{free}</b>/{held.units.length}</span>
      </span>
    </>
  );
}

function LinkChip() {
  const { state } = link.value;
  const words = t(state === 'up' ? 'top.linkUp' : state === 'down' ? 'top.linkDown' : 'top.linkConnecting');
  return (
    <span class={`fact link ${state}`} id="link">
      <Icon name="link" />
      {words}
    </span>
  );
}

function RoleChip() {
  const who = session.value;
  if (!who) return null;
  const role = who.station ? `${postName(who.station)} ${word('role', who.role)}` : word('role', who.role);
  const label = `${role} · ${t('login.switch')}`;
  return (
    <button type="button" class="chip-button role" id="role" aria-label={label} title={label} onClick={() => (select(null), void leave())}>
      <Icon name="person" />
      {role}
    </button>
  );
}

function Clock() {
  void second.value;
  const time = clockTime(serverNow());
  return <time class="clock" title={t('top.clock')} aria-label={`${t('top.clock')} ${time}`} role="timer" aria-live="off">{time}</time>;
}
