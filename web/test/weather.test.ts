import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WeatherView } from '../src/api.gen';
import { grounds, measured, said, standing, type Typed } from '../src/model/weather';

const report = { at_ms: 1_000_000, source: 'mast-1', wind_mps: 5.25, gust_mps: null, visibility_m: 9000, ceiling_m: null, rain_mm_h: null, temperature_c: -3 };
const weather = (over: Partial<WeatherView> = {}): WeatherView => ({ report, stale_s: 60, required: false, forbids: [], ...over });
const typed = (over: Partial<Typed> = {}): Typed =>
  ({ wind_mps: '', gust_mps: '', visibility_m: '', ceiling_m: '', rain_mm_h: '', temperature_c: '', ...over });
const limit = (airframe: string) => ({ airframe, why: { code: 'weather_limit', values: { what: 'gust', text: '16.0 > 15.0 m/s' } } });

test('no report grounds nobody unless one is required, an old one grounds everybody', () => {
  assert.equal(standing(weather({ report: null }), 0), 'none');
  assert.equal(grounds(weather({ report: null }), 0), false);
  assert.equal(grounds(weather({ report: null, required: true }), 0), true);
  assert.equal(standing(weather(), 1_060_000), 'fair');
  assert.equal(standing(weather(), 1_060_001), 'stale');
  assert.equal(grounds(weather(), 1_060_001), true);
});

test('a limit of one airframe grounds that one, a limit of the policy everybody', () => {
  assert.equal(standing(weather({ forbids: [limit('quad')] }), 1_000_000), 'forbids');
  assert.equal(grounds(weather({ forbids: [limit('quad')] }), 1_000_000), false);
  assert.equal(grounds(weather({ forbids: [limit(''), limit('quad')] }), 1_000_000), true);
});

test('figures are said with their units, and what nobody measured is not said', () => {
  assert.equal(said(report, 'wind_mps', 'm/s'), '5.3 m/s');
  assert.equal(said(report, 'visibility_m', 'm'), '9000 m');
  assert.equal(said(report, 'gust_mps', 'm/s'), null);
});

test('what is typed is measured, left out, or refused', () => {
  assert.deepEqual(measured(typed({ wind_mps: ' 7,5 ', temperature_c: '-4' })), { wind_mps: 7.5, temperature_c: -4 });
  assert.equal(measured(typed()), null);
  assert.equal(measured(typed({ wind_mps: 'strong' })), null);
  assert.equal(measured(typed({ wind_mps: '5', visibility_m: '-1' })), null);
});
