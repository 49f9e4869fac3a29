// The weather: what was measured, what it forbids, and for posts that may, a form to say what was measured.

import { useState } from 'preact/hooks';
import type { WeatherView } from '../../api.gen';
import { language, t, word } from '../../i18n';
import { duration } from '../../i18n/fill';
import { second, serverNow } from '../../live/clock';
import { reportWeather } from '../../live/desk_commands';
import { reason } from '../../live/names';
import { commandable, may, session, world } from '../../live/state';
import { select } from '../../model/selection';
import { FIGURES, grounds, measured, said, standing, type Typed } from '../../model/weather';
import { Icon } from '../../ui/icon';
import { report } from '../../ui/said';
import { Fact } from './fact';

const EMPTY: Typed = { wind_mps: '', gust_mps: '', visibility_m: '', ceiling_m: '', rain_mm_h: '', temperature_c: '' };

/** In the top bar, while the weather keeps somebody on the ground; pressed, it opens what was measured. */
export function WeatherChip() {
  void second.value;
  const weather = world.value?.weather;
  if (!weather) return null;
  const stands = standing(weather, serverNow());
  const all = grounds(weather, serverNow());
  if (!all && stands !== 'forbids') return null;
  const words = t(all ? 'weather.grounded' : 'weather.some');
  return (
    <button type="button" class={`chip-button weather-chip ${all ? 'all' : 'some'}`} id="weather-chip" onClick={() => select({ kind: 'overview', id: '' })}
      title={weather.forbids.map((one) => reason(one.why)).join('\n')}>
      <Icon name="wind" />
      {words}
    </button>
  );
}

/** The card in the overview. */
export function WeatherCard() {
  void second.value;
  const weather = world.value?.weather;
  if (!weather) return null;
  return (
    <section class="card" id="weather">
      <h3>{t('weather.title')}</h3>
      <Standing weather={weather} />
      <Figures weather={weather} />
      {may('dispatch') && <Form />}
    </section>
  );
}

function Standing({ weather }: { weather: WeatherView }) {
  const now = serverNow();
  const stands = standing(weather, now);
  if (!weather.report) return <p class={weather.required ? 'fault' : 'quiet'} data-weather={stands}>{t(weather.required ? 'weather.noneRequired' : 'weather.none')}</p>;
  const age = duration(Math.max(0, now - weather.report.at_ms) / 1000, language.value);
  return (
    <>
      <p class="quiet small" data-weather={stands}>{t('weather.from', { source: weather.report.source, age })}</p>
      {stands === 'stale' && <p class="fault">{t('weather.stale')}</p>}
      {stands === 'forbids' && (
        <ul class="weather-limits">
          {weather.forbids.map((one) => (
            <li key={one.airframe + one.why.values.what}><b class="fault">{one.airframe === '' ? t('weather.everybody') : one.airframe}</b> {reason(one.why)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Figures({ weather }: { weather: WeatherView }) {
  const told = weather.report;
  if (!told) return null;
  const rows = FIGURES.map(([figure, unit]) => [figure, said(told, figure, unit)] as const).filter(([, value]) => value !== null);
  return <dl class="facts">{rows.map(([figure, value]) => <Fact key={figure} name={word('measured', figure)}>{value}</Fact>)}</dl>;
}

function Form() {
  const [typed, setTyped] = useState<Typed>(EMPTY);
  const figures = measured(typed);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!figures) return;
    const answer = await reportWeather((session.value?.post ?? 'console').replace(/[^\w-]/g, '-'), figures);
    report(answer, t('weather.said'));
    if (answer.ok) setTyped(EMPTY);
  };
  return (
    <details class="weather-form">
      <summary>{t('weather.report')}</summary>
      <form class="weather-fields" onSubmit={(event) => void send(event)}>
        {FIGURES.map(([figure, unit]) => (
          <label class="field" key={figure}>
            <span>{word('measured', figure)} <span class="quiet">{unit}</span></span>
            <input id={`weather-${figure}`} class="mono" inputMode="decimal" autocomplete="off" value={typed[figure]}
              onInput={(event) => setTyped({ ...typed, [figure]: event.currentTarget.value })} />
          </label>
        ))}
        <p class="quiet small">{t('weather.leaveOut')}</p>
        <button type="submit" class="primary" id="weather-send" disabled={!figures || !commandable.value}>{t('weather.send')}</button>
      </form>
    </details>
  );
}
