// When the server dies under an open page, and comes back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hook, launch, logIn, picture, visit } from './lib/browser.mjs';
import { demo } from './lib/server.mjs';

let browser;
let server;
before(async () => {
  [browser, server] = [await launch(), await demo()];
  await server.start();
});
after(async () => {
  await browser.close();
  await server.end();
});

test('a lost delta is noticed by its number and the snapshot is fetched again', async () => {
  const { page, context } = await visit(browser, server.url);
  let dropped = 0;
  let last = 0;
  let snapshots = 0;
  page.on('request', (request) => (snapshots += request.url().endsWith('/api/v1/snapshot') ? 1 : 0));
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const real = socket.connectToServer();
    real.onMessage((message) => {
      const seq = typeof message === 'string' ? (JSON.parse(message).seq ?? 0) : 0;
      last = Math.max(last, seq);
      if (seq > 0 && snapshots > 0 && dropped === 0) dropped = seq;
      else socket.send(message);
    });
  });
  await logIn(page, 'operator');
  await page.locator('[data-vehicle]').first().click();
  await page.click('#order-hold');
  await page.waitForFunction(() => window.__skyground.world().vehicles.some((one) => one.order?.kind === 'hold'), undefined, { timeout: 10_000 });
  await page.waitForTimeout(3_000);
  assert.ok(dropped > 0, 'a delta was dropped');
  assert.ok(snapshots >= 2, `${snapshots} snapshots`);
  assert.ok(last - (await hook(page, 'seq')) <= 2, 'the page has caught up');
  await context.close();
});

test('a dead server is shown within four seconds with buttons off; a restarted one clears the banner', async () => {
  const { page } = await visit(browser, server.url);
  await logIn(page, 'commander');
  await page.locator('[data-vehicle]').first().click();
  await page.waitForSelector('#order-hold:not([disabled])');
  const incidents = await page.locator('[data-incident]').count();
  await server.stop('SIGKILL');
  await page.waitForSelector('#link-banner', { timeout: 4_000 });
  assert.match(await page.locator('#link-banner').innerText(), /数据停在 \d\d:\d\d:\d\d/);
  const enabled = await page.locator('#raise:not([disabled]), .hold:not([disabled]), #order-hold:not([disabled])').count();
  assert.equal(enabled, 0);
  await picture(page, 'link-down');
  await server.start();
  await page.waitForFunction(() => !document.querySelector('#link-banner'), undefined, { timeout: 20_000 });
  if (await page.locator('[data-role="commander"]').count()) await logIn(page, 'commander');
  await page.waitForSelector('#raise:not([disabled])');
  const ids = await page.locator('[data-incident]').evaluateAll((all) => all.map((one) => one.getAttribute('data-incident')));
  assert.equal(new Set(ids).size, ids.length, 'no incident twice');
  assert.ok(ids.length >= incidents, 'no incident forgotten');
});
