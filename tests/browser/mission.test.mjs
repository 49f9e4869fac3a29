// The mission as a duty commander lives it: alarm, held approval, flight, sight, ground unit, result, close.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { countPosts, holdPointer, hook, launch, logIn, mapDrawn, picture, violations, visit } from './lib/browser.mjs';

const { BASE_URL } = process.env;
/** A flight over a real distance at real speed takes its time. */
const FLIGHT_MS = 300_000;
const REACHED = ['acknowledged', 'en_route', 'on_scene', 'done'];

let browser;
let page;
let faults;
let incident;

before(async () => {
  browser = await launch();
  ({ page, faults } = await visit(browser, BASE_URL));
});
after(() => browser.close());

const detail = (selector = '') => page.locator(`[data-incident-detail="${incident}"] ${selector}`);

test('the login offers the posts and says that this is training', async () => {
  assert.equal(await page.locator('[data-role]').count(), 4);
  assert.match(await page.locator('.training-tag').innerText(), /演练/);
  assert.equal(await page.locator('.stripes').isVisible(), true);
});

test('aircraft move within three seconds of the page being open', async () => {
  await logIn(page, 'commander');
  const places = async () => JSON.stringify((await hook(page, 'movers')).filter((one) => one.kind === 'vehicle').map((one) => [one.lat, one.lon]));
  const first = await places();
  await page.waitForFunction(
    (was) => JSON.stringify(window.__skyground.movers().filter((one) => one.kind === 'vehicle').map((one) => [one.lat, one.lon])) !== was,
    first, { timeout: 3_000 });
  assert.equal(await page.locator('.squadron [data-vehicle]').count(), 5);
});

test('an alarm typed at the keyboard becomes an incident with a recommendation', async () => {
  const dock = await page.evaluate(() => {
    const { world } = window.__skyground;
    const ready = world().vehicles.find((one) => one.state === 'ready') ?? world().vehicles[0];
    return world().district.posts.find((post) => post.id === ready.dock).at;
  });
  await page.keyboard.press('n');
  await page.fill('#raise-where', `${(dock.lat + 0.003).toFixed(5)}, ${(dock.lon - 0.001).toFixed(5)}`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-incident-detail]');
  incident = Number(await page.locator('[data-incident-detail]').getAttribute('data-incident-detail'));
  await page.waitForSelector(`[data-incident="${incident}"]`);
  await detail('.option.air .figure').waitFor({ timeout: 5_000 });
  assert.ok((await detail('.option.ground').count()) >= 1);
  await picture(page, 'mission-1-recommended');
  assert.deepEqual(await violations(page), []);
});

test('a short hold approves nothing; a full one sends exactly one decision', async () => {
  const sent = countPosts(page, /\/approvals\//);
  const button = detail('.call .hold');
  await button.waitFor();
  await page.waitForTimeout(1_600);
  await holdPointer(page, button, 300);
  await page.waitForTimeout(900);
  assert.equal(sent.length, 0);
  await button.focus();
  await page.keyboard.down(' ');
  await page.waitForTimeout(300);
  await page.keyboard.press('Escape');
  await page.waitForTimeout(1_000);
  await page.keyboard.up(' ');
  assert.equal(sent.length, 0, 'Esc lets go');
  await holdPointer(page, button, 1_500);
  await page.waitForFunction(() => document.querySelector('.approval-outcome.granted'), undefined, { timeout: 5_000 });
  assert.equal(sent.length, 1);
  assert.match(sent[0], /^[0-9a-f]{32}$/);
});

test('the aircraft flies there', async () => {
  await detail('[data-sortie]').waitFor({ timeout: 30_000 });
  await page.waitForFunction((id) => {
    const one = window.__skyground.world().incidents.find((other) => other.id === id);
    return one?.sortie && ['en_route', 'on_scene'].includes(one.sortie.state);
  }, incident, { timeout: 60_000 });
  await picture(page, 'mission-2-flying');
  await page.waitForFunction((id) => window.__skyground.world().incidents.find((one) => one.id === id)?.sortie?.state === 'on_scene',
    incident, { timeout: FLIGHT_MS });
});

test('its sight becomes a track and the nearest unit is tasked, acknowledges, arrives and reports', async () => {
  await detail('[data-track][data-state="confirmed"]').waitFor({ timeout: 90_000 });
  await detail('[data-tasking]').first().waitFor({ timeout: 30_000 });
  const reached = (states) => page.waitForFunction(([id, wanted]) =>
    window.__skyground.world().incidents.find((one) => one.id === id)?.taskings.some((one) => wanted.includes(one.state)),
  [incident, states], { timeout: FLIGHT_MS });
  await reached(REACHED);
  await picture(page, 'mission-3-tasked');
  assert.deepEqual(await violations(page), []);
  await reached(['on_scene', 'done']);
  await reached(['done']);
});

test('it is closed with an outcome and is read-only with every hop told', async () => {
  const closed = () => page.evaluate((id) => window.__skyground.world().incidents.find((one) => one.id === id)?.status === 'closed', incident);
  if (!(await closed())) {
    const form = detail('#close-form');
    if (!(await form.evaluate((one) => one.open))) await form.locator('summary').click();
    await detail('[data-outcome="ground_handled"]').click();
  }
  await detail('.read-only').waitFor({ timeout: 15_000 });
  assert.equal(await detail('.hold').count(), 0);
  assert.equal(await detail('[data-outcome]').count(), 0);
  const hops = await detail('[data-hop]').evaluateAll((all) => all.map((one) => one.getAttribute('data-hop')));
  for (const kind of ['incident_reported', 'incident_assessed', 'approval_requested', 'approval_granted', 'sortie_ordered',
    'sortie_on_scene', 'track_confirmed', 'tasking_sent', 'tasking_replied', 'incident_closed']) {
    assert.ok(hops.includes(kind), `${kind} is missing among ${hops.join(', ')}`);
  }
  await mapDrawn(page);
  await picture(page, 'mission-4-closed');
  assert.deepEqual(await violations(page), []);
});

test('all along nothing was asked of another place and the console stayed clean', () => {
  assert.deepEqual(faults, []);
});
