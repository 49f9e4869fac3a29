// Bureau and station side by side: an aircraft is asked for, lent and taken back; a task from above is seen by the unit's
// station.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hook, launch, logIn, picture, violations, visit } from './lib/browser.mjs';

const { BASE_URL } = process.env;
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Sits down at a station's post. */
async function logInAt(page, role, station) {
  await page.waitForSelector('#login-where');
  await page.selectOption('#login-where', station);
  await logIn(page, role);
}

test('a station asks for an aircraft, is refused with a reason, is lent it, and the bureau takes it back', async () => {
  const above = await visit(browser, BASE_URL, { theme: 'dark', language: 'zh' });
  await logIn(above.page, 'operator');
  const below = await visit(browser, BASE_URL, { theme: 'light', language: 'en' });
  await below.page.waitForSelector('#login-where');
  const station = await below.page.locator('#login-where option').nth(1).getAttribute('value');
  await picture(below.page, 'levels-login');
  await logInAt(below.page, 'operator', station);
  assert.equal(await below.page.locator('#all-return').count(), 0, 'the squadron as a whole is the bureau’s');
  // One that flies for an incident of somebody else's area is not lent.
  const idle = (await hook(above.page, 'world')).vehicles.find((one) => one.incident === null && one.lent_to === null);
  for (const { page } of [above, below]) {
    await page.click(`[data-vehicle="${idle.id}"]`);
    await page.waitForSelector('[data-lent-to=""]');
  }
  await below.page.click('#level-ask');
  await above.page.waitForSelector(`[data-asks="${station}"]`);
  await picture(above.page, 'levels-asked');
  assert.deepEqual(await violations(above.page), []);
  await above.page.locator(`[data-asks="${station}"] button`).nth(1).click();
  await above.page.fill('#level-why', '正在保养');
  await picture(above.page, 'levels-refuse');
  await above.page.keyboard.press('Enter');
  await above.page.waitForFunction(() => document.querySelector('[data-asks]') === null);
  await below.page.waitForSelector('#level-ask');
  await below.page.click('#level-ask');
  await above.page.locator(`[data-asks="${station}"] button`).first().click();
  for (const { page } of [above, below]) await page.waitForSelector(`[data-lent-to="${station}"]`);
  await picture(above.page, 'levels-lent');
  await picture(below.page, 'levels-lent-to-us');
  for (const { page } of [above, below]) assert.deepEqual(await violations(page), []);
  await above.page.click('#level-back');
  for (const { page, context, faults } of [above, below]) {
    await page.waitForSelector('[data-lent-to=""]');
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('a unit tasked from above shows at its station within a second, and the station says that it knows', async () => {
  const above = await visit(browser, BASE_URL, { theme: 'light', language: 'zh' });
  await logIn(above.page, 'dispatcher');
  const world = await hook(above.page, 'world');
  const free = world.units.find((one) => one.state === 'available');
  const kind = 'traffic_accident';
  const raised = await above.page.evaluate(async ([what, at]) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    const body = JSON.stringify({ kind: what, priority: 3, at, source: 'console' });
    return (await fetch('/api/v1/alarms', { method: 'POST', headers, body })).json();
  }, [kind, world.district.posts.find((post) => post.kind === 'station').at]);
  await above.page.evaluate(async ([incident, unit]) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    await fetch(`/api/v1/incidents/${incident}/taskings`, { method: 'POST', headers, body: JSON.stringify({ unit, over: true }) });
  }, [raised.incident, free.id]);
  const told = (page) => page.waitForFunction((id) => window.__skyground.world().incidents.find((one) => one.id === id)
    ?.taskings.find((one) => one.informed && !['done', 'declined', 'timed_out', 'recalled'].includes(one.state)), raised.incident);
  const { id, informed } = await (await told(above.page)).jsonValue();
  const below = await visit(browser, BASE_URL, { theme: 'dark', language: 'zh' });
  await logInAt(below.page, 'dispatcher', informed.station);
  await below.page.waitForSelector(`[data-informed="${id}"]`);
  await picture(below.page, 'levels-informed');
  assert.deepEqual(await violations(below.page), []);
  await below.page.locator(`[data-informed="${id}"] .small-button`).click();
  await below.page.waitForFunction((task) => document.querySelector(`[data-informed="${task}"]`) === null, id);
  await above.page.locator(`[data-incident="${raised.incident}"]`).click();
  await above.page.waitForSelector(`[data-tasking="${id}"] [data-informed-state="seen"]`);
  await picture(above.page, 'levels-seen');
  for (const { context, faults } of [above, below]) {
    assert.deepEqual(faults, []);
    await context.close();
  }
});
