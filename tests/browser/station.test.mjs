// A station's desk beside the bureau's: it leads there, is missed when it is silent, and goes on alone when the bureau is.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hook, launch, logIn, picture, violations, visit } from './lib/browser.mjs';
import { demo, stationDesk } from './lib/server.mjs';

let browser;
let bureau;
let desk;
let station;
let unit;

/** Asks a controller as a post of the station, without a page. */
async function say(url, role, path, body) {
  const headers = { 'content-type': 'application/json' };
  const seat = await fetch(`${url}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ role, station }) });
  const cookie = seat.headers.get('set-cookie').split(';')[0];
  const key = { 'idempotency-key': crypto.randomUUID() };
  const answer = await fetch(`${url}/api/v1/${path}`, { method: 'POST', headers: { ...headers, ...key, cookie }, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** Until the program at that address answers so. */
async function health(url, is, ms = 45_000) {
  const end = Date.now() + ms;
  for (;;) {
    const told = await fetch(`${url}/api/v1/health`).then((answer) => answer.json()).catch(() => ({}));
    if (is(told)) return;
    assert.ok(Date.now() < end, `not within ${ms} ms: ${is}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function logInAt(page, role) {
  await page.waitForSelector('#login-where');
  await page.selectOption('#login-where', station);
  await logIn(page, role);
}

before(async () => {
  [browser, bureau] = [await launch(), await demo()];
  await bureau.start();
  const seats = await fetch(`${bureau.url}/api/v1/seats`).then((answer) => answer.json());
  station = seats.stations[0].id;
  desk = await stationDesk(bureau, station);
});
after(async () => {
  await browser.close();
  desk.end();
  await bureau.end();
});

test('the page of a station leads to the bureau, which misses it when it is silent', async () => {
  await health(desk.url, (told) => told.follows && told.records > 0);
  const { page, context, faults } = await visit(browser, bureau.url, { theme: 'light', language: 'en' });
  await logIn(page, 'dispatcher');
  const led = await page.request.get(`${desk.url}/`);
  assert.equal(new URL(led.url()).origin, new URL(bureau.url).origin);
  const { district } = await hook(page, 'world');
  const crew = JSON.parse(readFileSync(join(bureau.data, 'plan.json'), 'utf8')).ground.find((one) => one.station === station);
  unit = { id: crew.unit, at: district.posts.find((one) => one.id === station).at };
  assert.equal(await page.locator('[data-cut]').count(), 0);
  // It has told the bureau that it follows.
  await page.waitForTimeout(3_000);
  desk.pause();
  await page.waitForSelector(`[data-cut="${station}"]`, { timeout: 20_000 });
  assert.deepEqual(await violations(page), []);
  await picture(page, 'station-cut-en-light');
  desk.goOn();
  await page.waitForFunction(() => document.querySelector('[data-cut]') === null, undefined, { timeout: 20_000 });
  assert.deepEqual(faults, []);
  await context.close();
});

test('when the bureau is silent the station takes a call and sends its crew, and the bureau has it afterwards', async () => {
  await bureau.stop('SIGKILL');
  await health(desk.url, (told) => told.journal_writable);
  const report = () => say(desk.url, 'field', 'units/positions', [{ unit: unit.id, at: unit.at, speed_mps: 0, heading_deg: 0, age_ms: 0, available: true }]);
  await report();
  const dark = await visit(browser, desk.url, { theme: 'dark', language: 'zh' });
  await logInAt(dark.page, 'dispatcher');
  await dark.page.waitForSelector('#alone-banner');
  const { incident } = await say(desk.url, 'dispatcher', 'alarms', { kind: 'theft', priority: 2, at: unit.at, source: '110' });
  await report();
  await dark.page.waitForSelector(`[data-incident="${incident}"]`);
  assert.match(await dark.page.locator(`[data-incident="${incident}"]`).first().innerText(), /#\d+-1\b/);
  await dark.page.waitForFunction((id) => window.__skyground.world().incidents.find((one) => one.id === id)?.taskings.length > 0, incident);
  await dark.page.locator(`[data-incident="${incident}"]`).first().click();
  assert.equal(await dark.page.locator('[data-informed]').count(), 0, 'it gave the task itself');
  assert.deepEqual(await violations(dark.page), []);
  await picture(dark.page, 'station-alone-zh-dark');
  const light = await visit(browser, desk.url, { theme: 'light', language: 'en', width: 1920, height: 1080 });
  await logInAt(light.page, 'commander');
  await light.page.waitForSelector('#alone-banner');
  assert.deepEqual(await violations(light.page), []);
  await picture(light.page, 'station-alone-en-light');
  await bureau.start();
  const above = await visit(browser, bureau.url, { theme: 'dark', language: 'zh' });
  await logIn(above.page, 'dispatcher');
  await above.page.locator(`[data-incident="${incident}"]`).first().click({ timeout: 45_000 });
  await picture(above.page, 'station-back-zh-dark');
  await health(desk.url, (told) => told.follows);
  for (const { context } of [dark, light, above]) await context.close();
});
