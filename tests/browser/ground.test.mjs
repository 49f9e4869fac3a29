// The ground as the dispatcher meets it: a road closed on the map, a zone's heights and hours, whose area a place is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hook, launch, logIn, picture, violations, visit } from './lib/browser.mjs';

const { BASE_URL } = process.env;
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const still = (page) => page.waitForFunction(() => window.__skyground.mapStill(), undefined, { timeout: 60_000 });
const drawn = (page, layer) =>
  page.waitForFunction((name) => window.__skyground.mapStill() && name in window.__skyground.drawn(), layer, { timeout: 30_000 });

/** Clicks the map at a place. */
async function clickAt(page, at) {
  const spot = await hook(page, 'project', at);
  const pane = await page.locator('.ground-map').boundingBox();
  await page.mouse.click(pane.x + spot.x, pane.y + spot.y);
}

test('a road is closed by a click, is on the map and in the list, and is opened again', async () => {
  const { page, context, faults } = await visit(browser, BASE_URL, { theme: 'dark', language: 'zh' });
  await logIn(page, 'dispatcher');
  const at = { lat: 47.1391, lon: 9.5227 };
  await hook(page, 'lookAt', { at, zoom: 15 });
  await still(page);
  await page.click('#close-road');
  assert.ok(await page.locator('#close-road-send').isDisabled(), 'nothing is chosen yet');
  await clickAt(page, at);
  assert.match(await page.inputValue('#close-road-where'), /^47\.13/);
  await page.selectOption('#close-road-lasts', { index: 0 });
  await picture(page, 'ground-close-road');
  await page.click('#close-road-send');
  // On a laptop the overview is gone until it is asked for.
  await page.click('#overview');
  await page.waitForSelector('[data-closure]');
  await drawn(page, 'path-shut');
  assert.match(await page.locator('[data-closure]').first().innerText(), /至 \d\d:\d\d/);
  await picture(page, 'ground-closed-road');
  assert.deepEqual(await violations(page), []);
  await page.locator('[data-closure] .icon-button').first().click();
  await page.waitForFunction(() => document.querySelectorAll('[data-closure]').length === 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a zone is found in the list and on the map, and says how high it reaches, when, and whether it holds now', async () => {
  const { page, context, faults } = await visit(browser, BASE_URL, { theme: 'light', language: 'en', width: 1920, height: 1080 });
  await logIn(page, 'viewer');
  const zones = (await hook(page, 'world')).district.zones;
  assert.equal(await page.locator('[data-zone]').count(), zones.length);
  const zone = zones.find((one) => one.kind === 'keep_out');
  await page.locator(`[data-zone="${zone.id}"] button`).focus();
  await page.keyboard.press('Enter');
  const card = page.locator(`[data-zone-detail="${zone.id}"]`);
  const words = await card.innerText();
  assert.match(words, /(ground|\d+ m (AMSL|AGL)) – (no ceiling|\d+ m (AMSL|AGL))/);
  assert.match(words, /holds now|does not hold now/);
  await picture(page, 'ground-zone-card');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  const middle = zone.ring.reduce((sum, corner) => ({ lat: sum.lat + corner.lat / zone.ring.length, lon: sum.lon + corner.lon / zone.ring.length }), { lat: 0, lon: 0 });
  await hook(page, 'lookAt', { at: middle, zoom: 15 });
  await still(page);
  await drawn(page, 'zone-name');
  await clickAt(page, zone.ring[0]);
  await card.waitFor();
  await picture(page, 'ground-zone-map');
  assert.deepEqual(faults, []);
  await context.close();
});

test('police and civil areas are drawn when asked for, and a place says who owns it and by which rule', async () => {
  const { page, context, faults } = await visit(browser, BASE_URL, { theme: 'dark', language: 'en', width: 1920, height: 1080 });
  await logIn(page, 'dispatcher');
  await still(page);
  assert.ok(!('area-police' in (await hook(page, 'drawn'))), 'not drawn unasked');
  await page.click('#layers');
  for (const name of ['Police areas', 'Civil areas']) await page.getByLabel(name).check();
  await page.keyboard.press('Escape');
  await drawn(page, 'area-police');
  await drawn(page, 'area-civil');
  await picture(page, 'ground-areas');
  await hook(page, 'lookAt', { at: { lat: 47.152, lon: 9.5305 }, zoom: 16.5 });
  await still(page);
  await clickAt(page, { lat: 47.152, lon: 9.5305 });
  const card = page.locator('[data-place-detail]');
  await card.waitFor();
  await page.waitForFunction(() => /Who acts/.test(document.querySelector('[data-place-detail]')?.textContent ?? ''));
  assert.doesNotMatch(await card.innerText(), /place\.rule|undefined|null/);
  await picture(page, 'ground-place');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});
