import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serveRoom, type ServedRoom, t0 } from '../help/servedRoom.ts';
import { browserPath, isOfSilence, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();

describe.skipIf(browserPath === undefined)('a page whose host changes (skipped where there is no Chromium)', () => {
  let room: ServedRoom;

  beforeAll(async () => {
    room = await serveRoom({ assets: screens });
    await room.seek(t0 + 100);
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0).filter((one) => !isOfSilence(one))).toEqual([]);
  });

  test('says that the host speaks another version, is reloaded with one press, and asks no more until then', async () => {
    const page = await visitors.open(room.host);
    let isOther = true;
    let connections = 0;
    await page.routeWebSocket(/\/room$/, (socket) => {
      connections += 1;
      const host = socket.connectToServer();
      host.onMessage((text) => {
        const isSession = isOther && text.toString().includes('createdBy');
        socket.send(isSession ? text.toString().replace('createdBy', 'madeBy') : text);
      });
    });
    await page.reload();
    await page.getByRole('heading', { name: 'The host speaks another version than this page' }).waitFor();
    expect(connections).toBe(1);
    isOther = false;
    await page.getByRole('button', { name: 'Reload this page' }).click();
    await page.locator('main#view').waitFor();
    await page.context().close();
  });

  test('says so too when it was open before, and shows the last truth as such', async () => {
    const page = await visitors.open(room.host);
    const ends: (() => void)[] = [];
    let connections = 0;
    await page.routeWebSocket(/\/room$/, (socket) => {
      connections += 1;
      socket.connectToServer();
      ends.push(() => socket.send(JSON.stringify({ kind: 'snapshot', picture: 1 })));
    });
    await page.reload();
    await page.locator('main#view').waitFor();
    ends[0]?.();
    await page.getByRole('alert').getByText('The host speaks another version. Last truth at 14:01:40').waitFor();
    const header = page.getByRole('banner');
    await header.getByText('LOST', { exact: true }).waitFor();
    await header.getByText('last truth 14:01:40').waitFor();
    expect(await header.getByText('REPLAY').count()).toBe(0);
    // Longer than the first waits between tries.
    await page.waitForTimeout(2000);
    expect(connections).toBe(1);
    await page.getByRole('alert').getByRole('button', { name: 'Reload this page' }).click();
    await header.getByText('REPLAY').waitFor();
    await page.context().close();
  });
});
