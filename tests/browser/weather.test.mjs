// The weather as a dispatcher says it: figures with their units, what they forbid, and a page that says so at the top.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hook, launch, logIn, picture, violations, visit } from './lib/browser.mjs';

const { BASE_URL } = process.env;

let browser;
let page;
let faults;

before(async () => {
  browser = await launch();
  ({ page, faults } = await visit(browser, BASE_URL));
  await logIn(page, 'dispatcher');
});
after(() => browser.close());

async function report(figures) {
  if (!(await page.locator('.weather-form').evaluate((one) => one.open))) await page.locator('.weather-form > summary').click();
  for (const [figure, value] of Object.entries(figures)) await page.fill(`#weather-${figure}`, value);
  await page.locator('#weather-send').click();
}

test('what is no figure is not sent, and what nobody measured is left out', async () => {
  await page.click('#overview');
  await page.locator('.weather-form > summary').click();
  assert.equal(await page.locator('#weather-send').isDisabled(), true, 'nothing was measured');
  await page.fill('#weather-wind_mps', 'stark');
  assert.equal(await page.locator('#weather-send').isDisabled(), true);
  await report({ wind_mps: '6,5', temperature_c: '-2' });
  await page.waitForSelector('[data-weather="fair"]');
  const { weather } = await hook(page, 'world');
  assert.deepEqual([weather.report.wind_mps, weather.report.temperature_c, weather.report.gust_mps], [6.5, -2, null]);
  assert.equal(await page.locator('#weather-chip').count(), 0);
});

test('gusts over the limit ground everybody, which stands at the top with its reason', async () => {
  await report({ gust_mps: '19', visibility_m: '8000' });
  await page.waitForSelector('[data-weather="forbids"]');
  await page.waitForSelector('#weather-chip.all');
  await page.locator('#weather').scrollIntoViewIfNeeded();
  assert.match(await page.locator('.weather-limits').innerText(), /19\.0 > 15\.0 m\/s/);
  assert.deepEqual(await violations(page), []);
  await picture(page, 'weather-zh-dark');
});

test('another screen has it in its language at once, and fair weather takes it away', async () => {
  const second = await visit(browser, BASE_URL, { theme: 'light', language: 'en' });
  await logIn(second.page, 'viewer');
  await second.page.click('#weather-chip.all');
  await second.page.locator('#weather').scrollIntoViewIfNeeded();
  assert.equal(await second.page.locator('.weather-form').count(), 0, 'a viewer reports nothing');
  assert.deepEqual(await violations(second.page), []);
  await picture(second.page, 'weather-en-light');
  await report({ wind_mps: '4', gust_mps: '6', visibility_m: '9000' });
  await second.page.waitForSelector('[data-weather="fair"]');
  assert.equal(await second.page.locator('#weather-chip').count(), 0);
  assert.deepEqual([...faults, ...second.faults], []);
  await second.context.close();
});
