import type { Locator, Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Crew } from '../help/crew.ts';
import { serveShopNow } from '../help/serveShopNow.ts';
import { browserPath, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const boss = { role: 'incident-commander', name: 'Ana' };
const manyLines = Array.from({ length: 14 }, (_none, index) => `SRE on duty: objection ${index + 1}`).join('\n');

/** How much longer the page is than the screen, px. */
const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);

async function boxOf(part: Locator): Promise<{ left: number; top: number; right: number; bottom: number }> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

describe.skipIf(browserPath === undefined)('one page of 1440 by 900 (skipped where there is no Chromium)', () => {
  let served: Awaited<ReturnType<typeof serveShopNow>>;

  beforeAll(async () => {
    served = await serveShopNow(-600);
    const crew = new Crew(served.engine);
    await crew.do(boss.role, { kind: 'role.take', args: { role: boss.role } }, boss.name);
    await crew.do('sre', { kind: 'role.take', args: { role: 'sre' } });
    await served.engine.seek((served.engine.state().tick ?? 0) + 5);
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  test('holds the review while objections are typed, and when something else is decided', async () => {
    const page = await visitors.open(served.host, { who: boss });
    await page.keyboard.press('2');
    const record = page.getByRole('button', { name: 'Record decision' });
    await record.waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('radio', { name: 'these' }).check();
    await page.getByLabel('Whose').fill(manyLines);
    expect(await overflowOf(page)).toBe(0);
    await record.scrollIntoViewIfNeeded();
    expect((await boxOf(record)).bottom).toBeLessThan(
      (await boxOf(page.getByRole('region', { name: 'Timeline' }))).top,
    );
    await page.getByRole('radio', { name: 'no-go', exact: false }).last().check();
    await page.getByLabel('Why').fill('The vault is slow.');
    await record.click();
    await page.getByRole('button', { name: 'Decide something else' }).click();
    await page.getByLabel('What is decided').fill('Who tells the board?');
    await page.getByRole('radio', { name: 'these' }).check();
    await page.getByLabel('Whose').fill(manyLines);
    expect(await overflowOf(page)).toBe(0);
    // What people said and what changed is read beside it still.
    const heard = await boxOf(page.getByRole('group', { name: 'Votes, changes and the next step' }));
    expect(heard.bottom - heard.top).toBeGreaterThan(100);
    await page.context().close();
  });

  test('holds the room with its first hint, which covers nothing', async () => {
    const page = await visitors.open(served.host);
    await page.evaluate(() => localStorage.setItem('holdpoint.preferences', '{"hasSeenHint":false}'));
    await page.addInitScript(() => localStorage.setItem('holdpoint.preferences', '{"hasSeenHint":false}'));
    await page.reload();
    const hint = page.getByRole('complementary', { name: 'To begin with' });
    const first = await boxOf(hint.filter({ hasText: 'This is the call' }));
    for (const part of await page.locator('main section').all()) {
      const { left, top, right, bottom } = await boxOf(part);
      const isApart = right <= first.left || left >= first.right || bottom <= first.top || top >= first.bottom;
      expect(isApart, (await part.getAttribute('aria-label')) ?? (await part.innerText())).toBe(true);
    }
    expect(await overflowOf(page)).toBe(0);
    await page.context().close();
  });
});
