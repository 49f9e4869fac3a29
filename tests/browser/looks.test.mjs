// How the page looks and reads: both languages, both colour schemes, two sizes, and what an accessibility scan says.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hook, launch, logIn, mapDrawn, picture, violations, visit } from './lib/browser.mjs';

const { BASE_URL } = process.env;
const SIZES = [[1366, 768], [1920, 1080]];

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Every word on the page and every label, without what is marked as Chinese. */
const wordsOnPage = (page) => page.evaluate(() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (!element || element.closest('[lang="zh"], script, style, .place, .maplibregl-map')) continue;
    if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
    else found.push(...['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''));
  }
  return found.filter((text) => /[\u4E00-\u9FFF]/.test(text));
});

for (const theme of ['dark', 'light']) {
  for (const language of ['zh', 'en']) {
    test(`${theme}, ${language}: login and dispatch are pictured at both sizes, without a violation`, async () => {
      const { page, context, faults } = await visit(browser, BASE_URL, { theme, language, width: 1366, height: 768 });
      await page.waitForSelector('[data-role]');
      assert.deepEqual(await violations(page), [], 'login');
      await picture(page, `login-${theme}-${language}-1366x768`);
      await logIn(page, 'commander');
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        await mapDrawn(page);
        await page.keyboard.press('Escape');
        await picture(page, `dispatch-${theme}-${language}-${width}x${height}`);
        assert.deepEqual(await violations(page), [], `dispatch ${width}`);
        await page.locator('[data-vehicle]').first().click();
        await page.waitForSelector('[data-vehicle-detail]');
        await picture(page, `vehicle-${theme}-${language}-${width}x${height}`);
        assert.deepEqual(await violations(page), [], `vehicle ${width}`);
        assert.deepEqual(await clipped(page), [], `clipped at ${width}`);
      }
      await page.keyboard.press('n');
      await page.waitForSelector('.alarm-form');
      assert.deepEqual(await violations(page), [], 'alarm form');
      await picture(page, `alarm-${theme}-${language}-1920x1080`);
      assert.equal(await hook(page, 'baseMissing'), false);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}

/** Parts of the frame that stick out of the window, and buttons whose words do not fit. */
const clipped = (page) => page.evaluate(() => {
  const out = [];
  for (const part of document.querySelectorAll('.top-bar, .strip, .left, .map-pane, .detail, .command-bar')) {
    const box = part.getBoundingClientRect();
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1) out.push(part.className);
    if (part.matches('.top-bar') && part.scrollWidth > part.clientWidth + 1) out.push('top-bar overflows');
  }
  for (const button of document.querySelectorAll('button')) {
    if (button.offsetParent && button.scrollWidth > button.clientWidth + 2) out.push(`${button.id || button.className}: ${button.textContent}`);
  }
  return out;
});

test('the language changes at once, no Chinese is left in English, and the focus stays', async () => {
  const { page, context } = await visit(browser, BASE_URL);
  await logIn(page, 'commander');
  await page.focus('#language');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'language');
  await page.locator('[data-vehicle]').first().click();
  await page.keyboard.press('?');
  await page.waitForSelector('dialog.help[open]');
  assert.deepEqual(await wordsOnPage(page), []);
  await context.close();
});

test('controls a post lacks are absent, and the page says who has them', async () => {
  const { page, context } = await visit(browser, BASE_URL, { language: 'en' });
  await logIn(page, 'viewer');
  assert.equal(await page.locator('#raise').count(), 0);
  assert.equal(await page.locator('.approvals .hold').count(), 0);
  await page.locator('[data-vehicle]').first().click();
  await page.waitForSelector('[data-vehicle-detail]');
  assert.equal(await page.locator('#order-hold, #order-return, #order-land').count(), 0);
  assert.match(await page.locator('.waiting-for').last().innerText(), /operator or the duty commander/);
  await context.close();
});

test('Enter during a composition of Chinese text sends nothing', async () => {
  const { page, context } = await visit(browser, BASE_URL);
  await logIn(page, 'commander');
  let posts = 0;
  page.on('request', (request) => (posts += request.method() === 'POST' ? 1 : 0));
  await page.fill('#command', 'H 雄鹰01');
  await page.evaluate(() => {
    const press = (more) => document.getElementById('command')?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }));
    press({ isComposing: true });
    press({ keyCode: 229 });
  });
  await page.waitForTimeout(500);
  assert.equal(posts, 0);
  await context.close();
});
