import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, describe, expect, test } from 'vitest';
import { type RunningHost, startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { Desks, type LaunchDesk } from '../help/desks.ts';
import { ask, dialog, isGiven } from '../help/dialogSteps.ts';
import { hasNatsServer } from '../help/natsServer.ts';
import { browserPath, eventually, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const log = (text: string): never => {
  throw new Error(text);
};

/** A desk as people have it: served, and with somebody in front of it. */
interface Seat {
  readonly desk: LaunchDesk;
  readonly host: RunningHost;
  readonly page: Page;
}

async function sit(desk: LaunchDesk, who: { readonly role: string; readonly name: string }): Promise<Seat> {
  const { engine } = desk;
  const host = await startHost({ engine, port: 0, assets: screens, clock: systemClock, newToken: randomToken, log });
  await desk.crew.do(who.role, { kind: 'role.take', args: { role: who.role } }, who.name);
  return { desk, host, page: await visitors.open(host, { who }) };
}

/** Gives what the dialog asks for, with a reason. */
async function because(page: Page, reason: string): Promise<void> {
  await dialog(page).getByLabel('Reason').fill(reason);
  await page.keyboard.press('Enter');
}

const skipped = browserPath === undefined || !hasNatsServer;

describe.skipIf(skipped)('three desks in one launch (skipped where there is no Chromium or no nats-server)', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-desks-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test('Seattle, Dublin and Bangalore decide together; Dublin is cut off, proposes, and is back with everything', async () => {
    const desks = await Desks.open(join(scratch, 'story'));
    const begun = await desks.begin('seattle', 'dublin', 'bangalore');
    const seattle = await sit(begun[0], { role: 'boss', name: 'Ana' });
    const dublin = await sit(begun[1], { role: 'sre', name: 'Ben' });
    const bangalore = await sit(begun[2], { role: 'lead', name: 'Cleo' });
    const seats = [seattle, dublin, bangalore];
    for (const { page, desk } of seats) {
      await page.getByText(`Desk ${desk.state()?.name} · 3 desks`).waitFor();
    }

    // What one desk decides stands at every desk.
    await ask(seattle.page, 'Hold the clock');
    await because(seattle.page, 'Wait for the vault.');
    await isGiven(seattle.page);
    for (const { page } of seats) await page.getByText('Wait for the vault.').first().waitFor();

    // Dublin's link goes silent. It says so, and takes what is wanted as a proposal.
    dublin.desk.proxy.swallow();
    await dublin.page.getByText(/^CUT OFF since /).waitFor();
    await ask(seattle.page, 'Resume the clock');
    await because(seattle.page, 'The vault answers.');
    await isGiven(seattle.page);
    await eventually(() => bangalore.desk.rows('clock.resumed')).toBe(1);
    expect(dublin.desk.rows('clock.resumed')).toBe(0);
    await ask(dublin.page, 'Note at this second');
    await dialog(dublin.page).getByText('kept as a proposal').waitFor();
    await dialog(dublin.page).getByLabel('Note').fill('The queue grows in Dublin.');
    await dialog(dublin.page).locator('button[type=submit]').click();
    await eventually(() => dublin.desk.state()?.waiting).toBe(1);
    await dublin.page.keyboard.press('Escape');
    await isGiven(dublin.page);

    // Back again it has what it missed, once, and the others read what Dublin wanted.
    dublin.desk.proxy.mend();
    await dublin.page.getByText('Desk dublin · 3 desks').waitFor();
    await eventually(() => dublin.desk.rows('clock.resumed')).toBe(1);
    for (const { page } of [seattle, bangalore]) await page.getByText(/dublin proposed while cut off/i).waitFor();
    await eventually(() => new Set(seats.map(({ desk }) => desk.engine.session.readLedger().length)).size).toBe(1);
    const rows = seats.map(({ desk }) =>
      desk.engine.session.readLedger().map(({ actor, kind, body }) => ({ actor, kind, body })),
    );
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
    expect(visitors.troubles).toEqual([]);
    for (const { page, host } of seats) {
      await page.context().close();
      await host.close();
    }
    await desks.close();
  });
});
