import type { Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serveShopNow } from '../help/serveShopNow.ts';
import { browserPath, eventually, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const size = [1920, 1080] as const;
type Served = Awaited<ReturnType<typeof serveShopNow>>;

interface Look {
  readonly elements: number;
  readonly scrolled: readonly [width: number, height: number];
  /** Words that stand outside the screen, or under 24 px. */
  readonly wrong: readonly string[];
}

/** What a wall is made of at this moment. */
function look(page: Page): Promise<Look> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const wrong = [...document.querySelectorAll('main span, main b, main td, main th, main h2')].flatMap((element) => {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
      const { left, right, top, bottom, width } = element.getBoundingClientRect();
      if (!own || width <= 1) return [];
      const isOut = left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1;
      const isSmall = parseFloat(getComputedStyle(element).fontSize) < 24;
      return isOut || isSmall ? [`${element.textContent.trim().slice(0, 40)}${isOut ? ' is out' : ' is small'}`] : [];
    });
    return { elements: document.querySelectorAll('*').length, scrolled: [scrollWidth, scrollHeight], wrong };
  });
}

describe.skipIf(browserPath === undefined)('the wall (skipped where there is no Chromium)', () => {
  let served: Served;

  beforeAll(async () => {
    // The vault's maintenance begins, and slows it.
    served = await serveShopNow(3500);
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  test('stands for an hour of the launch: whole, in its place and no heavier than it began', async () => {
    const page = await visitors.open(served.host, { size });
    const { engine } = served;
    const begun = engine.state().headTick ?? 0;
    const looks: Look[] = [];
    // Each page once before anything is counted: the first look at one makes what the next ones use.
    for (const name of ['numbers', 'people']) {
      await page.evaluate((to) => (location.hash = `#/wall/${to}`), name);
      await page.waitForTimeout(1000);
    }
    engine.play(120);
    for (let passed = 0; passed < 3600; passed = (engine.state().headTick ?? 0) - begun) {
      const name = looks.length % 2 === 0 ? 'numbers' : 'people';
      await page.evaluate((to) => (location.hash = `#/wall/${to}`), name);
      await page.waitForTimeout(1500);
      looks.push(await look(page));
    }
    engine.play(0);
    await page.context().close();
    expect(looks.length).toBeGreaterThan(6);
    expect([...new Set(looks.flatMap(({ wrong }) => wrong))]).toEqual([]);
    expect(looks.every(({ scrolled: [width, height] }) => width <= size[0] && height <= size[1])).toBe(true);
    // What burns and what is said differ from minute to minute, but nothing stays behind.
    for (const place of [0, 1]) {
      const own = looks.filter((_look, index) => index % 2 === place).map(({ elements }) => elements);
      expect(Math.max(...own.slice(-2)) - Math.max(...own.slice(0, 2))).toBeLessThan(40);
    }
  });

  test('takes turns, and stays where its key or its address puts it', async () => {
    const page = await visitors.open(served.host, { size });
    await page.keyboard.press('8');
    await page.waitForURL('**/#/wall');
    const poll = page.getByRole('heading', { name: 'Go for 5 % of US and UK cards?' });
    await poll.waitFor();
    await poll.waitFor({ state: 'detached' });
    await page.keyboard.press('w');
    await page.waitForURL('**/#/wall/numbers');
    await page.keyboard.press('w');
    await page.waitForURL('**/#/wall/people');
    await poll.waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    await page.keyboard.press('w');
    await eventually(() => page.url()).toMatch(/#\/wall$/);
    await page.context().close();
  });
});
