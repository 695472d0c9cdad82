import type { Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SessionKind } from '../../shared/model/session.ts';
import { shownSecond } from '../help/readTimeline.ts';
import { serveRoom, type ServedRoom, t0 } from '../help/servedRoom.ts';
import { browserPath, eventually, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const header = (page: Page) => page.getByRole('banner');

afterEach(() => {
  expect(visitors.troubles.splice(0)).toEqual([]);
});

describe.skipIf(browserPath === undefined)('what is under way (skipped where there is no Chromium)', () => {
  describe.each(['live', 'rehearsal'] as const satisfies SessionKind[])('a %s session', (kind) => {
    let room: ServedRoom;

    beforeAll(async () => {
      room = await serveRoom({ assets: screens, kind });
      await room.seek(t0 + 100);
    });

    test('is looked back on by one screen alone, which says how far it is behind and comes back with one press', async () => {
      const [mine, other] = [await visitors.open(room.host), await visitors.open(room.host)];
      await eventually(() => shownSecond(mine)).toBe(t0 + 100);
      await mine.keyboard.press('ArrowLeft');
      await eventually(() => shownSecond(mine)).toBe(t0 + 90);
      const word = kind === 'live' ? 'LIVE, HELD' : 'REHEARSAL';
      await header(mine).getByText(word, { exact: true }).waitFor();
      await header(mine).getByText('+00:10 behind').waitFor();
      await room.seek(t0 + 130);
      await header(mine).getByText('+00:40 behind').waitFor();
      await eventually(() => shownSecond(other)).toBe(t0 + 130);
      expect(await header(other).getByText('behind').count()).toBe(0);
      expect(room.engine.state()).toMatchObject({ tick: t0 + 130, headTick: t0 + 130 });
      await header(mine).getByRole('button', { name: 'Back to now' }).click();
      await eventually(() => shownSecond(mine)).toBe(t0 + 130);
      expect(await header(mine).getByText('behind').count()).toBe(0);
      await mine.context().close();
      await other.context().close();
    });

    test('is not run ahead by whoever goes on from the past, or from now', async () => {
      const page = await visitors.open(room.host);
      await eventually(() => shownSecond(page)).toBe(t0 + 130);
      await page.keyboard.press('ArrowLeft');
      await eventually(() => shownSecond(page)).toBe(t0 + 120);
      for (const key of ['Alt+ArrowRight', 'Alt+ArrowRight']) {
        await page.keyboard.press(key);
        await eventually(() => shownSecond(page)).toBe(t0 + 130);
      }
      expect(room.engine.state().headTick).toBe(t0 + 130);
      await page.context().close();
    });
  });

  test('a live session is held on one screen with Space, and let go again', async () => {
    const room = await serveRoom({ assets: screens, kind: 'live' });
    room.engine.play(1);
    const page = await visitors.open(room.host);
    await page.keyboard.press('Space');
    await header(page).getByText('LIVE, HELD').waitFor();
    const held = await shownSecond(page);
    await eventually(() => room.engine.state().tick ?? 0).toBeGreaterThan((held ?? 0) + 1);
    expect(await shownSecond(page)).toBe(held);
    expect(room.engine.state().speed).toBe(1);
    await page.keyboard.press('Space');
    await header(page).getByText('LIVE', { exact: true }).waitFor();
    await page.context().close();
  });
});
