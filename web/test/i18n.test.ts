// Both languages say the same things, and unknown reasons are shown, not dropped.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../src/i18n/en';
import { asks, counter, duration, fill } from '../src/i18n/fill';
import { sayWhy, type Look } from '../src/i18n/why';
import { hopEn, whyEn } from '../src/i18n/why_en';
import { hopZh, whyZh } from '../src/i18n/why_zh';
import { zh } from '../src/i18n/zh';

const HAN = /[\u4E00-\u9FFF\u3000-\u303F\uFF00-\uFFEF]/;
/** The one Chinese character of the English page: on the button that leads back. */
const LEADS_BACK = ['top.language', 'top.languageLabel'];
const pairs: Array<[string, Record<string, string>, Record<string, string>]> = [
  ['words', zh, en], ['reasons', whyZh, whyEn], ['hops', hopZh, hopEn],
];
const look: Look = {
  who: (v) => `<${v}>`, post: (v) => `(${v})`, line: (v) => v, zone: (v) => v, station: (v) => v, word: (group, code) => `${group}:${code}`,
};

for (const [name, chinese, english] of pairs) {
  test(`${name}: the same keys in both languages, asking for the same values`, () => {
    assert.deepEqual(Object.keys(english).sort(), Object.keys(chinese).sort());
    for (const key of Object.keys(chinese)) assert.deepEqual(asks(english[key] ?? ''), asks(chinese[key] ?? ''), key);
  });
  test(`${name}: no Chinese sign is left in the English page`, () => {
    for (const [key, text] of Object.entries(english)) assert.ok(LEADS_BACK.includes(key) || !HAN.test(text), `${key}: ${text}`);
  });
}

test('a reason is a sentence with its values and units', () => {
  const why = { code: 'nearest_by_air_time', values: { eta_s: '125', wind_mps: '4.2' } };
  assert.equal(sayWhy(why, 'en', look), 'Fastest by air, 2 min 05 s (wind 4.2 m/s)');
  assert.equal(sayWhy(why, 'zh', look), '空中最快，2 分 05 秒（风 4.2 m/s）');
  assert.equal(sayWhy({ code: 'seen_by', values: { vehicle: 'E1', class: 'person', confidence: '0.87' } }, 'en', look), '<E1> sees: class:person, 87% sure');
});

test('an unknown reason shows its code and values, and a missing value a dash', () => {
  assert.equal(sayWhy({ code: 'solar_flare', values: { class: 'X' } }, 'zh', look), 'solar_flare class=X');
  assert.equal(sayWhy({ code: 'toString', values: {} }, 'en', look), 'toString');
  assert.equal(sayWhy({ code: 'battery_low', values: {} }, 'en', look), 'Battery low, –%');
});

test('durations and counters', () => {
  assert.deepEqual([0, 89, 90, 605].map((s) => duration(s, 'en')), ['0 s', '89 s', '1 min 30 s', '10 min 05 s']);
  assert.deepEqual([0, 86, 3_723, -12, -0.5].map(counter), ['00:00', '01:26', '1:02:03', '+00:12', '00:00']);
  assert.equal(fill('{a} {b}', { a: 1 }), '1 {b}');
});
