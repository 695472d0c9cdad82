import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serveShopNow } from '../help/serveShopNow.ts';
import { readTexts, unmarkedWords, wordsOf } from '../help/unmarkedWords.ts';
import { browserPath, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const views = ['room', 'review', 'readiness', 'rehearse', 'plan', 'log', 'sources', 'wall'];
type Served = Awaited<ReturnType<typeof serveShopNow>>;

describe.skipIf(browserPath === undefined)('every view (skipped where there is no Chromium)', () => {
  let served: Served;

  beforeAll(async () => {
    // The final poll is on.
    served = await serveShopNow(-360);
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  async function openView(page: Page, view: string): Promise<void> {
    await page.evaluate((name) => {
      location.hash = `#/${name}`;
    }, view);
    await page.locator('main#view h1, main#view h2, header h1').first().waitFor();
    // What is asked for a view comes within a second or two, and until then it says so.
    await page.waitForTimeout(1500);
  }

  test.each(['dark', 'light'] as const)('is for everybody, in %s', async (theme) => {
    const page = await visitors.open(served.host, { theme });
    const wrong: string[] = [];
    for (const view of views) {
      await openView(page, view);
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations) wrong.push(`${view}: ${id}: ${nodes[0]?.html.slice(0, 160)}`);
    }
    await page.context().close();
    expect(wrong).toEqual([]);
  });

  test.each([
    [720, 450],
    [1024, 768],
    [1440, 900],
  ] as const)('is whole at %i by %i', async (width, height) => {
    const page = await visitors.open(served.host, { size: [width, height] });
    const cut: string[] = [];
    for (const view of views) {
      await openView(page, view);
      const needed = await page.evaluate(() => document.documentElement.scrollWidth);
      if (needed > width) cut.push(`${view} needs ${needed} px`);
    }
    await page.context().close();
    expect(cut).toEqual([]);
  });

  test('says nothing that is not in the catalogue', async () => {
    const heard: string[] = [];
    const page = await visitors.open(served.host, { search: '?locale=pseudo', heard });
    const texts: string[] = [];
    for (const view of views) {
      await openView(page, view);
      texts.push(...(await readTexts(page)));
    }
    await page.context().close();
    expect(texts.filter((text) => text.includes('⟦')).length).toBeGreaterThan(100);
    // What the plan, people and the engine say is theirs, and so are units and the names of keys.
    const said = new Set([...heard.flatMap((message) => wordsOf(message)), 'utc', 'min', 'space']);
    expect([...unmarkedWords(texts)].filter((word) => !said.has(word)).sort()).toEqual([]);
  });
});
