// The weather as the page says it: whether it forbids anything, and what a form's fields mean.

import type { WeatherReportView, WeatherView } from '../api.gen';

/** What can be measured: the field's name, its unit, the least and the most the server takes. */
export const FIGURES = [
  ['wind_mps', 'm/s', 0, 120],
  ['gust_mps', 'm/s', 0, 150],
  ['visibility_m', 'm', 0, 100_000],
  ['ceiling_m', 'm', 0, 20_000],
  ['rain_mm_h', 'mm/h', 0, 500],
  ['temperature_c', '°C', -80, 60],
] as const;

export type Figure = (typeof FIGURES)[number][0];
/** As typed; empty is not measured. */
export type Typed = Readonly<Record<Figure, string>>;

/** `none` before the first report, `stale` when it says nothing any more, `forbids` when somebody must not fly in it. */
export function standing(weather: WeatherView, now: number): 'none' | 'stale' | 'forbids' | 'fair' {
  if (!weather.report) return 'none';
  if (now - weather.report.at_ms > weather.stale_s * 1000) return 'stale';
  return weather.forbids.length > 0 ? 'forbids' : 'fair';
}

/** Whether nothing is launched as it stands, whatever the aircraft. */
export function grounds(weather: WeatherView, now: number): boolean {
  const stands = standing(weather, now);
  return stands === 'stale' || (stands === 'none' && weather.required) || (stands === 'forbids' && weather.forbids.some((one) => one.airframe === ''));
}

/** A measured figure with its unit, or nothing. */
export function said(report: WeatherReportView, figure: Figure, unit: string): string | null {
  const value = report[figure];
  return value === null ? null : `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`;
}

/** The typed figures as numbers; nothing when one of them is none, or all are empty. A decimal comma is a point. */
export function measured(typed: Typed): Partial<Record<Figure, number>> | null {
  const all: Partial<Record<Figure, number>> = {};
  for (const [figure, , least, most] of FIGURES) {
    const text = typed[figure].trim().replace(',', '.');
    if (text === '') continue;
    const value = Number(text);
    if (!Number.isFinite(value) || value < least || value > most) return null;
    all[figure] = value;
  }
  return Object.keys(all).length > 0 ? all : null;
}
