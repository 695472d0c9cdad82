import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serveShopNow } from '../help/serveShopNow.ts';
import { browserPath, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const views = ['room', 'review', 'readiness', 'rehearse', 'plan', 'log', 'sources', 'wall/numbers', 'wall/people'];
type Served = Awaited<ReturnType<typeof serveShopNow>>;

describe.skipIf(browserPath === undefined)('access (skipped where there is no Chromium)', () => {
  let served: Served;

  beforeAll(async () => {
    // The vault's maintenance slows it: something fires.
    served = await serveShopNow(5742);
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  async function openView(page: Page, view: string): Promise<void> {
    await page.evaluate((name) => (location.hash = `#/${name}`), view);
    await page.locator('main#view h1, main#view h2, header h1').first().waitFor();
    await page.waitForTimeout(1500);
  }

  async function violations(page: Page, where: string): Promise<string[]> {
    const found = await new AxeBuilder({ page }).analyze();
    return found.violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]?.html.slice(0, 160)}`);
  }

  test.each([
    ['in forced colours', { forcedColors: 'active' }, [1440, 900]],
    ['in forced colours at 200 %', { forcedColors: 'active' }, [720, 450]],
    ['at 200 %', { forcedColors: 'none' }, [720, 450]],
  ] as const)('nothing is wrong in any view, %s', async (_name, media, size) => {
    const page = await visitors.open(served.host, { size });
    await page.emulateMedia(media);
    const wrong: string[] = [];
    for (const view of views) {
      await openView(page, view);
      wrong.push(...(await violations(page, view)));
    }
    await page.context().close();
    expect(wrong).toEqual([]);
  });

  test.each(['Control+k', '?', 'm'])('nor in what %s opens', async (key) => {
    const page = await visitors.open(served.host);
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    const wrong = await violations(page, key);
    await page.emulateMedia({ forcedColors: 'active' });
    wrong.push(...(await violations(page, `${key} in forced colours`)));
    await page.context().close();
    expect(wrong).toEqual([]);
  });

  test('a level is seen without its colour: marks and the words of the call keep an edge or a ground', async () => {
    const page = await visitors.open(served.host);
    await page.emulateMedia({ forcedColors: 'active' });
    await openView(page, 'room');
    const { ground, word } = await page.evaluate(() => {
      const call = document.querySelector('main .word.crit');
      const style = call === null ? undefined : getComputedStyle(call);
      return { ground: getComputedStyle(document.body).backgroundColor, word: style?.backgroundColor };
    });
    expect(word).toBeDefined();
    expect(word).not.toBe(ground);
    expect(word).not.toBe('rgba(0, 0, 0, 0)');
    await page.context().close();
  });

  test('only an alarm’s mark flashes, once a second, and nothing does for whoever wants no motion', async () => {
    const page = await visitors.open(served.host);
    const moving = () =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter((one) => one.effect?.getTiming().iterations === Infinity)
          .map((one) => Number(one.effect?.getTiming().duration)),
      );
    // Nothing critical fires here: this stands for one.
    await page.evaluate(() => document.querySelector('.mark')?.classList.add('flash'));
    expect(await moving()).toEqual([1000]);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving()).toEqual([]);
    await page.context().close();
  });
});
