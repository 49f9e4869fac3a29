// A real browser without a graphics card, watched for anything it should not do: errors on the console, requests to other
// places.

import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(new URL('../../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const AXE = require('axe-core').source;

const SCREENS = fileURLToPath(new URL('../../../target/screens/', import.meta.url));
const FLAGS = [
  '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];

/** One browser for a test file. */
export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/** A fresh visitor. `faults` gathers console errors, page errors and requests off the origin. */
export async function visit(browser, url, { theme = 'dark', language = 'zh', width = 1366, height = 768 } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: language === 'zh' ? 'zh-CN' : 'en-GB' });
  await context.addInitScript(([colours, words]) => {
    if (localStorage.getItem('skyground.theme') === null) localStorage.setItem('skyground.theme', colours);
    if (localStorage.getItem('skyground.language') === null) localStorage.setItem('skyground.language', words);
  }, [theme, language]);
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(url).origin) faults.push(`off-origin: ${request.url()}`);
  });
  await page.goto(url);
  return { page, context, faults };
}

/** Sits down at a post and waits for the dispatch page. */
export async function logIn(page, role) {
  await page.click(`[data-role="${role}"]`);
  await page.waitForSelector('.map-pane');
  await page.waitForFunction(() => window.__skyground.moverCount() > 0, undefined, { timeout: 15_000 });
}

/** What the page's own hook says. */
export const hook = (page, name, argument) => page.evaluate(([key, given]) => window.__skyground[key](given), [name, argument]);

/** Waits until the base map is drawn. */
export const mapDrawn = (page) =>
  page.waitForFunction(() => window.__skyground.mapReady(), undefined, { timeout: 60_000 }).catch(() => undefined);

/** Holds the pointer down on an element for a while. */
export async function holdPointer(page, locator, ms) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(ms);
  await page.mouse.up();
}

/** The same as a person does it: a button that moved away under the pointer let go, and is held again. */
export async function holdUntil(page, locator, ms, done) {
  for (let left = 4; left > 0; left -= 1) {
    await holdPointer(page, locator, ms);
    const seen = await page.waitForSelector(done, { timeout: left > 1 ? 5_000 : 30_000 }).catch(() => null);
    if (seen) return;
  }
  throw new Error(`held, and no ${done}`);
}

/** Writes a picture to target/screens/. */
export async function picture(page, name) {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: `${SCREENS}${name}.png` });
}

/** Violations of WCAG A and AA, each with where. */
export async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const found = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(' | ')}`);
  });
}

/** Counts POSTs whose path matches. */
export function countPosts(page, pattern) {
  const keys = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && pattern.test(new URL(request.url()).pathname)) keys.push(request.headers()['idempotency-key']);
  });
  return keys;
}
