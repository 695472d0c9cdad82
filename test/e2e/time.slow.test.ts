import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readOverlay } from '../../electron/host/cli/readOverlay.ts';
import { startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { shownSecond } from '../help/readTimeline.ts';
import { keepSession, serveRoom, type ServedRoom, t0 } from '../help/servedRoom.ts';
import { browserPath, eventually, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const boss = { role: 'boss', name: 'Ana' };
const dialog = (page: Page) => page.getByRole('dialog');
const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });

describe.skipIf(browserPath === undefined)('time in a browser (skipped where there is no Chromium)', () => {
  let room: ServedRoom;

  beforeAll(async () => {
    room = await serveRoom({ assets: screens });
    for (const who of ['boss:Ana', 'sre:Ben']) expect((await room.run(who, 'take')).stderr).toBe('');
    expect((await room.run('boss:Ana', 'hold', '--reason', 'Rain')).stderr).toBe('');
    await room.seek(t0 - 200);
    expect((await room.run('boss:Ana', 'resume', '--yes')).stderr).toBe('');
    await room.seek(t0 + 100);
  });
  afterEach(() => {
    room.engine.play(0);
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  test('the boards follow whoever drags along the timeline, before he lets go', async () => {
    const page = await visitors.open(room.host, { who: boss });
    await page.keyboard.press('z');
    await page.keyboard.press('z');
    const box = await page.getByRole('slider').boundingBox();
    if (box === null) throw new Error('There is no timeline.');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.8, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
    await eventually(() => room.engine.state().tick).toBeLessThan(t0 + 60);
    await page.getByText(/behind$/).waitFor();
    await page.mouse.up();
    await page.keyboard.press('End');
    await eventually(() => room.engine.state().tick).toBe(t0 + 100);
    await page.context().close();
  });

  test('a range is looped between two keys, is seen, and ends with Escape', async () => {
    const page = await visitors.open(room.host, { who: boss });
    await room.engine.seek(t0 + 40);
    await eventually(() => shownSecond(page)).toBe(t0 + 40);
    await page.keyboard.press('[');
    await timeline(page).getByText('Loop from 14:00:40: press ] at its end').waitFor();
    await room.engine.seek(t0 + 50);
    await eventually(() => shownSecond(page)).toBe(t0 + 50);
    await page.keyboard.press(']');
    await timeline(page).getByText('Looping 14:00:40 to 14:00:50').waitFor();
    const seen = new Set<number>();
    const stop = room.engine.subscribe(({ state }) => seen.add(state.epoch));
    await page.keyboard.type('10x');
    await eventually(() => seen.size).toBeGreaterThan(3);
    stop();
    expect(room.engine.state().tick).toBeLessThan(t0 + 80);
    // Whoever goes elsewhere by himself is not fetched back.
    await page.keyboard.press('End');
    await eventually(() => room.engine.state().tick).toBeGreaterThan(t0 + 120);
    await room.engine.seek(t0 + 45);
    await eventually(() => shownSecond(page)).toBeLessThan(t0 + 45);
    await page.keyboard.press('Escape');
    await timeline(page).getByText('Looping').waitFor({ state: 'detached' });
    await eventually(() => room.engine.state().tick).toBeGreaterThan(t0 + 80);
    await page.context().close();
  });

  test('quiet is skipped: play runs on to what happens, and comes back to shortly before it', async () => {
    const page = await visitors.open(room.host, { who: boss });
    await page.keyboard.press('End');
    const from = room.engine.state().headTick ?? 0;
    expect(from).toBeLessThan(t0 + 500);
    await page.keyboard.press('s');
    await page.keyboard.type('1x');
    // US cards burn from T+10m on, and nothing happens before.
    await timeline(page)
      .getByText(/^Skipped \d+.min/)
      .waitFor();
    await eventually(() => room.engine.state().tick).toBeGreaterThan(t0 + 590);
    expect(room.engine.state().tick).toBeLessThan(t0 + 630);
    expect(room.engine.state().speed).toBe(1);
    await page.keyboard.press('s');
    await page.context().close();
  });

  test('holds are bands, and another session stands under this one', async () => {
    const overlay = await readOverlay(room.path);
    const host = await startHost({
      engine: room.engine,
      port: 0,
      assets: screens,
      overlay,
      clock: systemClock,
      newToken: randomToken,
      log: () => undefined,
    });
    const page = await visitors.open(host, { who: boss });
    // Its name would lie over T-0 here.
    await timeline(page).getByTitle('hold', { exact: true }).first().waitFor();
    await timeline(page).getByTitle(overlay.name).waitFor();
    await page.context().close();
    await host.close();
  });

  test('a session that lies beside this one is laid under it on one screen, and taken away again', async () => {
    await keepSession(join(room.folder, 'rehearsed.holdpoint'));
    const [page, other] = [
      await visitors.open(room.host, { who: boss }),
      await visitors.open(room.host, { who: boss }),
    ];
    const choice = timeline(page).getByLabel('Session under this one');
    await choice.selectOption('rehearsed.holdpoint');
    const lane = timeline(page).getByTitle('rehearsed.holdpoint');
    await lane.waitFor();
    expect(await timeline(other).getByTitle('rehearsed.holdpoint').count()).toBe(0);
    await choice.selectOption('No other session');
    await lane.waitFor({ state: 'detached' });
    await page.context().close();
    await other.context().close();
  });

  test('sound is off until it is turned on, tests itself, and is muted with a line in the ledger', async () => {
    const page = await visitors.open(room.host, { who: boss });
    await page.keyboard.press('End');
    await page.keyboard.press('m');
    await dialog(page).getByText('This screen is silent until you turn its sound on').waitFor();
    await dialog(page).getByRole('button', { name: 'Turn on' }).click();
    await dialog(page).getByRole('button', { name: 'Critical' }).click();
    await dialog(page).getByText('Said last: This is a test').waitFor();
    await dialog(page).getByRole('button', { name: 'Mute 15' }).click();
    await page.getByRole('button', { name: /^Muted 14:5\d$/ }).waitFor();
    const rows = room.engine.session.readLedger();
    expect(rows.at(-1)).toMatchObject({ kind: 'note.written', actor: boss });
    expect(rows.at(-1)?.body['text']).toMatch(/^Muted the sound of this screen for 15.min\.$/);
    await page.context().close();
  });

  test('what burns waits in the sound’s list until it is acknowledged', async () => {
    const page = await visitors.open(room.host, { who: boss });
    await room.engine.seek(Math.max(t0 + 640, room.engine.state().headTick ?? 0));
    await page.keyboard.press('m');
    await dialog(page).getByRole('button', { name: 'Turn on' }).click();
    await dialog(page).getByText('burns, US card').waitFor();
    expect((await room.run('boss:Ana', 'ack', 'burns', '--cell', 'market=US,method=card')).stderr).toBe('');
    await dialog(page).getByText('Nothing waits to be acknowledged.').waitFor();
    await page.context().close();
  });
});

test('an overlay has the marks of its session and its own T-0, and no folder in its name', async () => {
  const room = await serveRoom();
  await room.run('boss:Ana', 'take');
  await room.seek(t0 + 700);
  const overlay = await readOverlay(room.path);
  expect(join('/', overlay.name)).toBe(`/${overlay.name}`);
  expect(overlay).toMatchObject({ name: 'served.holdpoint', t0At: t0 * 1000 });
  expect(overlay.rows.map(({ kind }) => kind)).toContain('role.taken');
});
