import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { readPdfText } from '../help/readPdfText.ts';
import { serveRoom, type ServedRoom, t0 } from '../help/servedRoom.ts';
import { browserPath, eventually, invite, isOfSilence, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const boss = { role: 'boss', name: 'Ana' };
const sre = { role: 'sre', name: 'Ben' };
const dialog = (page: Page) => page.getByRole('dialog');

async function isClosed(page: Page): Promise<void> {
  await dialog(page).waitFor({ state: 'detached' });
}

describe.skipIf(browserPath === undefined)('in a browser (skipped where there is no Chromium)', () => {
  /** Nobody has come into this one. */
  let empty: ServedRoom;
  /** Ana has the call here and Ben is on duty; the final poll is open. */
  let staffed: ServedRoom;

  beforeAll(async () => {
    empty = await serveRoom({ assets: screens });
    staffed = await serveRoom({ assets: screens });
    for (const who of ['boss:Ana', 'sre:Ben']) expect((await staffed.run(who, 'take')).stderr).toBe('');
    await staffed.seek(t0 - 30);
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  test('the commander does all of it from the keyboard', async () => {
    const page = await visitors.open(empty.host);
    const { keyboard } = page;
    const speed = (): number => empty.engine.state().speed;
    await keyboard.press('Control+k');
    await dialog(page).getByRole('combobox').waitFor();
    await keyboard.type('role');
    await keyboard.press('Enter');
    await dialog(page).getByRole('radio', { name: 'Incident commander' }).press('Space');
    await dialog(page).getByLabel('Name').focus();
    await keyboard.type('Ana');
    await keyboard.press('Enter');
    await isClosed(page);
    await page.locator('header').getByRole('button', { name: 'Ana, Incident commander' }).waitFor();

    await keyboard.press('h');
    await dialog(page).getByText('T stands still from now on.').waitFor();
    await keyboard.press('Escape');
    await isClosed(page);

    await keyboard.press('n');
    await dialog(page).getByLabel('Note').focus();
    await keyboard.type('All quiet at the gates');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await isClosed(page);

    const views = ['review', 'readiness', 'rehearse', 'plan', 'log', 'sources', 'wall'];
    for (const [index, name] of views.entries()) {
      await keyboard.press(String(index + 2));
      await page.waitForURL(`**/#/${name}`);
    }
    await keyboard.press('6');
    await page.getByText('All quiet at the gates').first().waitFor();
    await keyboard.press('?');
    await dialog(page).getByText('Acknowledge what fires').waitFor();
    await keyboard.press('Escape');
    await isClosed(page);

    await keyboard.press('Space');
    await eventually(speed).toBe(1);
    await keyboard.press('Space');
    await eventually(speed).toBe(0);
    await keyboard.type('60x');
    await eventually(speed).toBe(60);
    await keyboard.press('Space');
    await eventually(speed).toBe(0);

    // Quicker than any picture can tell what came of it: play, pause, play, pause, play.
    for (let press = 0; press < 5; press += 1) await keyboard.press('Space');
    await eventually(speed).toBe(60);
    for (let press = 0; press < 5; press += 1) await keyboard.press('Space');
    await eventually(speed).toBe(0);
    await page.context().close();
  });

  test('two people vote, and each sees the vote of the other', async () => {
    const pages = [await visitors.open(staffed.host, { who: boss }), await visitors.open(staffed.host, { who: sre })];
    const [ana, ben] = pages as [Page, Page];
    const row = (page: Page, name: string) => page.getByRole('row', { name }).first();
    await ana.keyboard.press('g');
    await dialog(ana).getByRole('button', { name: 'Vote GO', exact: true }).click();
    await isClosed(ana);
    await row(ben, 'Incident commander').getByText('GO', { exact: true }).waitFor();
    await ben.keyboard.press('Shift+G');
    await dialog(ben).getByLabel('Reason').fill('The gates are too hot');
    await dialog(ben).getByRole('button', { name: 'Vote NO-GO', exact: true }).click();
    await isClosed(ben);
    await row(ana, 'SRE on duty').getByText('NO-GO', { exact: true }).waitFor();
    for (const page of pages) await page.context().close();
  });

  test('a second of the log is reopened as the past, where nobody can act, and left again', async () => {
    const page = await visitors.open(staffed.host, { who: boss });
    await page.keyboard.press('6');
    await page.waitForURL('**/#/log');
    await page.locator('main table button').last().click();
    await page.getByRole('button', { name: /^Reopen the room at/ }).click();
    await page.waitForURL('**/#/room');
    const behind = page.getByText(/\+\d\d:\d\d behind$/);
    await behind.waitFor();
    await page.keyboard.press('h');
    await page.keyboard.press('n');
    expect(await dialog(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await behind.waitFor({ state: 'detached' });
    await page.keyboard.press('h');
    await dialog(page).waitFor();
    await page.context().close();
  });

  test('a decision is recorded with its reason, and printed with it', async () => {
    // Whoever has said so already is told that, and it stands.
    for (const who of ['boss:Ana', 'sre:Ben']) await staffed.run(who, 'vote', 'final', 'go');
    const page = await visitors.open(staffed.host, { who: boss });
    await page.keyboard.press('d');
    await page.getByRole('radio', { name: 'GO', exact: true }).check();
    await page.getByLabel('Why', { exact: true }).fill('Both cells are cool');
    await page.getByRole('button', { name: 'Record decision' }).click();
    await page.getByText('Ask aloud whether anybody objects.').waitFor();
    await page.getByRole('radio', { name: 'none', exact: true }).check();
    await page.getByRole('button', { name: 'Record decision' }).click();
    await page.getByText(/^Decided at \d\d:\d\d: go$/).waitFor();
    await page.getByText('Both cells are cool').first().waitFor();
    await page.getByText('Ana, Incident commander, while the call was').waitFor();
    await page.getByText('asked: none').waitFor();
    expect(await page.getByRole('button', { name: 'Record decision' }).count()).toBe(0);
    expect(readPdfText(await page.pdf())).toContain('Both cells are cool');
    await page.context().close();
  });

  test('a lost engine is told with its last second, and is there again when it is back', async () => {
    const page = await visitors.open(staffed.host, { who: boss });
    await staffed.host.close();
    await page.getByRole('alert').getByText('Engine lost. Last truth at 13:59:30').waitFor();
    const { violations } = await new AxeBuilder({ page }).include('.lost').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('h');
    expect(await dialog(page).count()).toBe(0);
    const host = await startHost({
      engine: staffed.engine,
      port: staffed.host.port,
      assets: screens,
      clock: systemClock,
      newToken: randomToken,
      log: () => undefined,
    });
    // A host with another secret knows nobody: the way back is the address that it prints, opened in the same browser.
    await page.getByText('does not know this browser').waitFor();
    const tab = await page.context().newPage();
    await tab.goto(`http://127.0.0.1:${host.port}/#${await invite(host)}`);
    await tab.locator('main#view').waitFor();
    await page.getByText('does not know this browser').waitFor({ state: 'detached' });
    await page.keyboard.press('h');
    await dialog(page).waitFor();
    await page.context().close();
    await host.close();
    // While nobody is there the browser says so too.
    const others = visitors.troubles.splice(0).filter((text) => !isOfSilence(text));
    expect(others).toEqual([]);
  });
});
