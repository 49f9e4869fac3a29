// The base map as it is seen: at several zooms in both colour schemes and both languages something is drawn, the labels
// one expects are there, nothing is asked of another host, and names stand out from what lies under them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { hook, launch, logIn, picture, visit } from './lib/browser.mjs';

const { BASE_URL } = process.env;
const VADUZ = { lat: 47.139, lon: 9.5215 };

/** For each look: where to look, and the layers with the words that must be drawn there. */
const FAR = { zoom: 9, at: VADUZ, words: { 'place-town': ['Vaduz'] } };
const COUNTY = { zoom: 12, at: VADUZ, words: { 'place-town': ['Vaduz', 'Schaan', 'Triesen'], major: [], water: [], forest: [] } };
const TOWN = { zoom: 14, at: VADUZ, words: { 'place-town': ['Vaduz'], 'road-name-major': [], 'water-name': [], building: [], minor: [] } };
const STREET = { zoom: 16, at: VADUZ, words: { 'road-name-major': [], 'place-sight': [], path: [], building: [] } };
const HOUSE = { zoom: 18, at: VADUZ, words: { building: [], major: [] } };
const LOOKS = [
  { theme: 'dark', language: 'zh', views: [FAR, TOWN, HOUSE] },
  { theme: 'light', language: 'en', views: [COUNTY, STREET] },
];

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const { theme, language, views } of LOOKS) {
  test(`${theme}, ${language}: the map is drawn from far and near, with its names and from this host alone`, async () => {
    const { page, context, faults } = await visit(browser, BASE_URL, { theme, language, width: 1366, height: 768 });
    await logIn(page, 'viewer');
    for (const { zoom, at, words } of views) {
      await hook(page, 'lookAt', { at, zoom });
      await page.waitForFunction(() => window.__skyground.mapStill(), undefined, { timeout: 60_000 });
      const drawn = await hook(page, 'drawn');
      for (const [layer, wanted] of Object.entries(words)) {
        assert.ok(drawn[layer], `${layer} at zoom ${zoom}; drawn: ${Object.keys(drawn)}`);
        for (const word of wanted) assert.ok(drawn[layer].includes(word), `${word} in ${layer} at zoom ${zoom}: ${drawn[layer]}`);
      }
      const { tones, apart } = await toneOf(page);
      assert.ok(tones > 40, `zoom ${zoom}: only ${tones} tones, it looks blank`);
      assert.ok(apart > 4.5, `zoom ${zoom}: the lightest and the darkest differ by ${apart.toFixed(1)}:1`);
      await picture(page, `map-${theme}-${language}-z${zoom}`);
    }
    assert.equal(await hook(page, 'baseMissing'), false);
    assert.deepEqual(faults, []);
    assert.match(await page.locator('.maplibregl-ctrl-attrib').innerText(), /OpenStreetMap/);
    await context.close();
  });
}

/** How many tones the middle of the map shows, and the contrast (WCAG) of its lightest to its darkest. */
async function toneOf(page) {
  const bytes = await page.screenshot({ clip: { x: 480, y: 160, width: 400, height: 400 } });
  const seen = new Set();
  let [low, high] = [1, 0];
  for (const [red, green, blue] of pixels(bytes)) {
    seen.add(((red >> 2) << 12) | ((green >> 2) << 6) | (blue >> 2));
    const light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    low = Math.min(low, light);
    high = Math.max(high, light);
  }
  return { tones: seen.size, apart: (high + 0.05) / (low + 0.05) };
}

const linear = (value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);

/** The pixels of a PNG of 8 bits a channel without interlace, as browsers write it (w3.org/TR/png-3). */
function* pixels(png) {
  const [width, channels] = [png.readUInt32BE(16), png[25] === 6 ? 4 : 3];
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  let above = new Uint8Array(stride);
  for (let row = 0; row + stride < raw.length; row += stride + 1) {
    const line = raw.slice(row + 1, row + 1 + stride);
    for (let x = 0; x < stride; x += 1) {
      const [left, up, corner] = [x < channels ? 0 : line[x - channels], above[x], x < channels ? 0 : above[x - channels]];
      line[x] += [0, left, up, (left + up) >> 1, paeth(left, up, corner)][raw[row]];
    }
    for (let x = 0; x < stride; x += channels) yield [line[x], line[x + 1], line[x + 2]];
    above = line;
  }
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
