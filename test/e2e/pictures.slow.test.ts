import type { Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { liveToTheBurn, liveToThePoll } from '../help/livedLaunch.ts';
import { drawnBy, expectPicture, keepMachine, otherMachine } from '../help/samePicture.ts';
import { serveShopNow } from '../help/serveShopNow.ts';
import { browserPath, eventually, Visitors } from '../help/visitors.ts';

// What people see, as pictures: each view in a real session in a second that does not move. The README shows some of them.

const visitors = new Visitors();
const boss = { role: 'incident-commander', name: 'Incident commander' };
type Served = Awaited<ReturnType<typeof serveShopNow>>;

describe.skipIf(browserPath === undefined)('looks as it did (skipped where there is no Chromium)', () => {
  /** The final poll is open, and some have said go. */
  let before: Served;
  /** A cell burns, and its rollback counts down. */
  let during: Served;

  beforeAll(async () => {
    before = await serveShopNow(-7200);
    await liveToThePoll(before.engine);
    during = await serveShopNow(-7200);
    await liveToTheBurn(await liveToThePoll(during.engine));
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  const sizes: readonly (readonly [width: number, height: number])[] = [
    [1440, 900],
    [1024, 768],
  ];
  const views = ['room', 'review', 'readiness', 'rehearse', 'plan', 'log', 'sources', 'wall'];

  test.for(['dark', 'light'] as const)('in %s', async (theme, { skip }) => {
    for (const [width, height] of [...sizes, [1920, 1080] as const]) {
      for (const view of width === 1920 ? ['wall'] : views) {
        const { host } = ['review', 'readiness'].includes(view) ? before : during;
        const page = await visitors.open(host, { theme, size: [width, height], who: boss });
        const drawn = drawnBy(page.context().browser()?.version() ?? '');
        const other = otherMachine(drawn);
        if (other !== undefined) {
          await page.context().close();
          skip(`Pictures are not held against those that are kept: ${other}.`);
        }
        keepMachine(drawn);
        await show(page, view);
        await expectPicture(page, `${view}-${width}x${height}-${theme}`);
        await page.context().close();
      }
    }
  });

  async function show(page: Page, view: string): Promise<void> {
    await page.evaluate((name) => {
      location.hash = `#/${name}`;
    }, view);
    await page.locator('main#view h1, main#view h2, header h1').first().waitFor();
    await page.waitForTimeout(2500);
    await eventually(() => page.getByText('Loading the last hour.').count()).toBe(0);
    await page.waitForTimeout(500);
  }
});
