// Orders to an aircraft: what must be held, for how long, and that each names its aircraft. The orders themselves are
// answered here and never reach the server, so that the squadron goes on undisturbed.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { holdPointer, launch, logIn, visit } from './lib/browser.mjs';

const { BASE_URL } = process.env;
let browser;
let page;
let orders = [];

before(async () => {
  browser = await launch();
  ({ page } = await visit(browser, BASE_URL, { language: 'en' }));
  await page.route(/\/orders$/, (route) => {
    orders.push({ ...route.request().postDataJSON(), key: route.request().headers()['idempotency-key'] });
    return route.fulfill({ status: 200, contentType: 'application/json', body: '{"record":0}' });
  });
  await logIn(page, 'operator');
  await page.locator('[data-vehicle]').first().click();
  await page.waitForSelector('#order-return');
  // A button whose target just changed does not fire at once.
  await page.waitForTimeout(1_600);
});
beforeEach(() => (orders = []));
after(() => browser.close());

const callsign = () => page.evaluate(() => window.__skyground.world().vehicles.find((one) => one.id === window.__skyground.selected().id).callsign);

test('hold goes at once, with the callsign and a key of its own', async () => {
  await page.click('#order-hold');
  await page.waitForTimeout(300);
  assert.equal(orders.length, 1);
  assert.equal(orders[0].kind, 'hold');
  assert.equal(orders[0].callsign, await callsign());
  assert.match(orders[0].key, /^[0-9a-f]{32}$/);
  assert.ok((await page.locator('#order-hold').innerText()).includes(await callsign()));
});

test('return needs 1.2 seconds by the pointer, and fires once', async () => {
  const button = page.locator('#order-return');
  await holdPointer(page, button, 300);
  await page.waitForTimeout(1_200);
  assert.equal(orders.length, 0);
  await holdPointer(page, button, 1_700);
  await page.waitForTimeout(300);
  assert.deepEqual(orders.map((one) => one.kind), ['return']);
});

test('return by the space bar fires once; losing the focus lets go', async () => {
  await page.focus('#order-return');
  await page.keyboard.down(' ');
  await page.waitForTimeout(1_700);
  await page.keyboard.up(' ');
  assert.deepEqual(orders.map((one) => one.kind), ['return']);
  await page.keyboard.down(' ');
  await page.waitForTimeout(300);
  await page.focus('#command');
  await page.waitForTimeout(1_500);
  await page.keyboard.up(' ');
  assert.equal(orders.length, 1);
});

test('moving off the button lets go', async () => {
  const box = await page.locator('#order-land').boundingBox();
  await page.mouse.move(box.x + 20, box.y + 10);
  await page.mouse.down();
  await page.waitForTimeout(500);
  await page.mouse.move(box.x + 20, box.y + 200);
  await page.waitForTimeout(2_300);
  await page.mouse.up();
  assert.equal(orders.length, 0);
});

test('land needs two seconds', async () => {
  const button = page.locator('#order-land');
  await holdPointer(page, button, 1_500);
  assert.equal(orders.length, 0);
  await holdPointer(page, button, 2_400);
  await page.waitForTimeout(300);
  assert.deepEqual(orders.map((one) => one.kind), ['land']);
});

test('go-to takes typed coordinates and a held button, and Esc leaves it', async () => {
  await page.click('#order-go-to');
  await page.fill('#go-to-where', '47.15000, 9.52000');
  await page.waitForTimeout(1_600);
  await holdPointer(page, page.locator('.go-to .hold'), 1_500);
  await page.waitForTimeout(300);
  assert.deepEqual(orders.map((one) => [one.kind, one.to]), [['go_to', { lat: 47.15, lon: 9.52 }]]);
  await page.click('#order-go-to');
  await page.waitForSelector('.go-to');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.go-to', { state: 'detached' });
});

test('the command line names what Enter would do, and return still asks for a held hand', async () => {
  const name = await callsign();
  await page.fill('#command', `r ${name}`);
  assert.match(await page.locator('#command-says').innerText(), new RegExp(name));
  await page.press('#command', 'Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'order-return');
  assert.equal(orders.length, 0);
});

test('a circle has a middle and a radius that aircraft can fly, and must be held', async () => {
  await page.click('#order-orbit');
  await page.fill('#go-to-where', '47.14100, 9.52100');
  const hold = page.locator('.go-to .hold');
  await page.fill('#orbit-radius', '5');
  assert.ok(await hold.isDisabled(), 'five metres is no circle');
  await page.fill('#orbit-radius', '80');
  await page.waitForTimeout(1_600);
  await holdPointer(page, hold, 1_500);
  await page.waitForTimeout(300);
  assert.deepEqual(orders.map(({ kind, to, radius_m }) => ({ kind, to, radius_m })), [
    { kind: 'orbit', to: { lat: 47.141, lon: 9.521 }, radius_m: 80 },
  ]);
});
