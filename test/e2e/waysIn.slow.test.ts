import type { Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { serveRoom, type ServedRoom, t0 } from '../help/servedRoom.ts';
import { browserPath, eventually, isOfSilence, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const dialog = (page: Page) => page.getByRole('dialog');
const whoOf = (page: Page) => page.locator('header .who');

/** Comes in by the link of a role, and says who it is when the page asks. */
async function comeIn({ host }: ServedRoom, role: string, name: string): Promise<Page> {
  const page = await visitors.open(host, { link: host.urlOf(role), who: { role: '', name: '' } });
  await dialog(page).getByLabel('Name').fill(name);
  await dialog(page).getByLabel('Name').press('Enter');
  await dialog(page).waitFor({ state: 'detached' });
  return page;
}

/** What a script in that page can do with its cookie: gives a vote as whoever it likes, and tells what came back. */
function voteFrom(page: Page, actor: { readonly role: string; readonly name: string }): Promise<string> {
  return page.evaluate(
    (as) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/room`);
        const say = (message: object): void => socket.send(JSON.stringify(message));
        socket.onopen = () => say({ kind: 'hello', version: 1 });
        socket.onmessage = ({ data }: MessageEvent<string>) => {
          const message = JSON.parse(data) as { kind: string; value: { number: number; state: { epoch: number } } };
          if (message.kind === 'welcome') say({ kind: 'query', call: 1, name: 'room.now', args: {} });
          else if (message.kind === 'answer') {
            const { number, state } = message.value;
            const on = { epoch: state.epoch, snapshot: number };
            const command = { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } };
            say({ kind: 'command', call: 2, given: { id: `forged-${Date.now()}`, actor: as, on, command } });
          } else resolve(data);
        };
      }),
    actor,
  );
}

describe.skipIf(browserPath === undefined)('in a browser (skipped where there is no Chromium)', () => {
  let room: ServedRoom;
  const secret = randomToken();

  beforeAll(async () => {
    room = await serveRoom({ assets: screens, secret });
    // The final poll opens by itself once somebody has come in.
    await room.run('chief:Cleo', 'take');
    await room.seek(t0 - 30);
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0).filter((text) => !isOfSilence(text))).toEqual([]);
  });

  test('two people with the links of two roles vote in one poll, and neither can vote as the other', async () => {
    const ana = await comeIn(room, 'boss', 'Ana');
    const ben = await comeIn(room, 'sre', 'Ben');
    await eventually(() => whoOf(ana).innerText()).toBe('Ana, Incident commander');
    await eventually(() => whoOf(ben).innerText()).toBe('Ben, SRE on duty');

    // No other role is offered, and no other is given to a script that asks for it.
    await ben.keyboard.press('Control+k');
    await dialog(ben).getByRole('combobox').waitFor();
    await ben.keyboard.type('take a role');
    await ben.keyboard.press('Enter');
    await dialog(ben).getByText('SRE on duty').first().waitFor();
    expect(await dialog(ben).getByText('Incident commander').count()).toBe(0);
    await ben.keyboard.press('Escape');
    await dialog(ben).waitFor({ state: 'detached' });
    for (const actor of [
      { role: 'boss', name: 'Ana' },
      { role: 'boss', name: 'Ben' },
      { role: 'chief', name: 'Cleo' },
    ]) {
      expect(await voteFrom(ben, actor)).toMatch(/"code":"not_allowed".*You came in as sre/);
    }

    await ana.keyboard.press('g');
    await dialog(ana).getByRole('button', { name: 'Vote GO', exact: true }).click();
    await dialog(ana).waitFor({ state: 'detached' });
    await ben.keyboard.press('Shift+G');
    await dialog(ben).getByLabel('Reason').fill('The gates are too hot');
    await dialog(ben).getByRole('button', { name: 'Vote NO-GO', exact: true }).click();
    await dialog(ben).waitFor({ state: 'detached' });
    await ana.getByRole('row', { name: 'SRE on duty' }).first().getByText('NO-GO', { exact: true }).waitFor();
    await ben.getByRole('row', { name: 'Incident commander' }).first().getByText('GO', { exact: true }).waitFor();
    const votes = room.engine.session.readLedger().filter(({ kind }) => kind === 'vote.cast');
    expect(votes.map(({ actor }) => actor)).toEqual([
      { role: 'boss', name: 'Ana' },
      { role: 'sre', name: 'Ben' },
    ]);
    for (const page of [ana, ben]) await page.context().close();
  });

  test('a restarted host knows the page that was open, and the link on another device; the name is not asked again', async () => {
    await room.run('sre:Ben', 'take');
    const ben = await visitors.open(room.host, { link: room.host.urlOf('sre'), who: { role: '', name: 'Ben' } });
    await eventually(() => whoOf(ben).innerText()).toBe('Ben, SRE on duty');
    const { port } = room.host;
    await room.host.close();
    await ben.getByRole('alert').getByText('Engine lost').waitFor();
    const log = (): undefined => undefined;
    const again = { engine: room.engine, port, assets: screens, clock: systemClock, newToken: randomToken, log };
    const host = await startHost({ ...again, secret });
    await ben.getByRole('alert').getByText('Engine lost').waitFor({ state: 'detached' });
    expect(await whoOf(ben).innerText()).toBe('Ben, SRE on duty');
    await ben.reload();
    await eventually(() => whoOf(ben).innerText()).toBe('Ben, SRE on duty');
    // The link that he was sent before, on his other device: who he is has to be said there once.
    const other = await visitors.open(host, { link: room.host.urlOf('sre'), who: { role: '', name: '' } });
    await dialog(other).getByLabel('Name').fill('Ben');
    await dialog(other).getByLabel('Name').press('Enter');
    await eventually(() => whoOf(other).innerText()).toBe('Ben, SRE on duty');
    expect(await dialog(other).count()).toBe(0);
    for (const page of [ben, other]) await page.context().close();
    await host.close();
  });
});
