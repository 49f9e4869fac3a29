// The desk's book of an incident, and a serious case: rings of posts are proposed, one is raised by a person and its units go.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { holdUntil, hook, launch, logIn, mapDrawn, picture, violations, visit } from './lib/browser.mjs';

const { BASE_URL } = process.env;
const HELD = ['sent', 'received', 'acknowledged', 'en_route', 'on_scene'];
let browser, page, incident, other;

/** Calls an alarm in; its number. */
async function raise(kind, priority, at) {
  const told = await page.evaluate(async ([what, urgent, place]) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    const body = JSON.stringify({ kind: what, priority: urgent, at: place, source: 'console' });
    return (await fetch('/api/v1/alarms', { method: 'POST', headers, body })).json();
  }, [kind, priority, at]);
  return told.incident;
}

const open = async (id) => {
  await page.locator(`[data-incident="${id}"]`).first().click();
  await page.waitForSelector('#desk');
};
/** Waits until the incident is as `check` says. */
async function until(check, ms = 15_000) {
  const end = Date.now() + ms;
  for (;;) {
    const { incidents } = await hook(page, 'world');
    if (check(incidents.find((one) => one.id === incident))) return;
    assert.ok(Date.now() < end, `not within ${ms} ms: ${check}`);
    await page.waitForTimeout(100);
  }
}

before(async () => {
  browser = await launch();
  ({ page } = await visit(browser, BASE_URL, { theme: 'dark', language: 'zh', width: 1600, height: 900 }));
  await logIn(page, 'dispatcher');
  const { district } = await hook(page, 'world');
  const [first, second] = district.posts.filter((post) => post.kind === 'station');
  incident = await raise('crowd', 3, first.at);
  other = await raise('theft', 4, (second ?? first).at);
  await open(incident);
});
after(() => browser.close());

test('a dispatcher judges an incident anew, writes a note, links it and sets a task for later', async () => {
  await page.selectOption('#priority', '2');
  await until((one) => one.priority === 2);
  await page.fill('#note', '东门有两名伤者');
  await page.keyboard.press('Enter');
  await until((one) => one.desk.notes.length === 1);
  assert.equal(await page.inputValue('#note'), '', 'what was written is in the book, not in the line');
  await page.selectOption('#link-to', String(other));
  await until((one) => one.desk.links.includes(other));
  await page.waitForSelector(`[data-link="${other}"]`);
  const later = page.locator('#desk details').filter({ has: page.locator('#follow-up') });
  if (!(await later.evaluate((one) => one.open))) await later.locator('summary').click();
  await page.fill('#follow-up', '回访报警人');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-follow-up]');
  await page.locator('#desk').scrollIntoViewIfNeeded();
  await picture(page, 'desk-zh-dark');
  assert.deepEqual(await violations(page), []);
  await page.locator('[data-follow-up] button').click();
  await until((one) => one.desk.follow_ups.every((task) => task.done_ms !== null));
});

test('a serious case is declared, its first ring is raised, and its units go', async () => {
  await page.locator('details.serious > summary').click();
  await holdUntil(page, page.locator('#serious-declare'), 1_500, '[data-serious="stands"]');
  await until((one) => one.serious?.rings[0]?.proposal, 30_000);
  const ring = page.locator('[data-ring="1"]');
  await ring.locator('summary').first().click();
  const proposed = await ring.locator('[data-state="proposed"]').count();
  assert.ok(proposed > 0, 'somebody is proposed');
  await mapDrawn(page);
  await picture(page, 'serious-proposed-zh-dark');
  const held = (id) => window.__skyground.world().incidents.find((one) => one.id === id).serious.rings[0].posts.map((post) => post.state);
  assert.ok((await page.evaluate(held, incident)).every((state) => !HELD.includes(state)), 'nobody is sent before a person says so');
  await holdUntil(page, page.locator('#ring-raise-1'), 1_500, '[data-ring="1"][data-raised="true"]');
  await until((one) => one.serious.rings[0].posts.some((post) => HELD.includes(post.state)));
  assert.deepEqual(await violations(page), []);
  await picture(page, 'serious-raised-zh-dark');
});

test('another screen sees the same in the other language, and the case is stood down', async () => {
  const second = await visit(browser, BASE_URL, { theme: 'light', language: 'en' });
  await logIn(second.page, 'dispatcher');
  await second.page.locator(`[data-incident="${incident}"]`).first().click();
  await second.page.waitForSelector('[data-serious="stands"]');
  await second.page.locator('[data-ring="1"] summary').first().click();
  await second.page.locator('#serious').scrollIntoViewIfNeeded();
  await mapDrawn(second.page);
  await picture(second.page, 'serious-raised-en-light');
  assert.deepEqual(await violations(second.page), []);
  assert.deepEqual(second.faults, []);
  await holdUntil(second.page, second.page.locator('#serious-down'), 1_500, '[data-serious="over"]');
  await page.waitForSelector('[data-serious="over"]');
  assert.equal(await page.locator('#ring-raise-1').count(), 0, 'a case that is over raises nobody');
  await second.context.close();
});
