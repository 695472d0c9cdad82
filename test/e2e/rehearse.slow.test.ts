import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { scoreOf } from '../../electron/engine/answerRehearsal.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { SecondRooms } from '../../electron/host/cli/secondRooms.ts';
import { plainPaint } from '../../electron/host/cli/paint.ts';
import { type RunningHost, startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { expectGolden } from '../help/expectGolden.ts';
import { Rehearsed } from '../help/rehearsed.ts';
import { scratchFolder } from '../help/runHoldpoint.ts';
import { serveRoom } from '../help/servedRoom.ts';
import { browserPath, eventually, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const golden = join(import.meta.dirname, '../golden');
const dialog = (page: Page) => page.getByRole('dialog');
const log = (text: string): never => {
  throw new Error(text);
};

/** Whoever opens his way in is asked his name once, and sits in his role then. */
async function comeIn(host: RunningHost, role: string, name: string): Promise<Page> {
  const page = await visitors.open(host, { link: host.urlOf(role) });
  await dialog(page).getByLabel('Name').fill(name);
  await page.keyboard.press('Enter');
  await dialog(page).waitFor({ state: 'detached' });
  await page
    .getByRole('banner')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .waitFor();
  return page;
}

async function view(page: Page, name: string): Promise<void> {
  await page.evaluate((to) => (location.hash = `#/${to}`), name);
}

/** Answers a dialog with these texts, and gives it. */
async function give(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(texts)) await dialog(page).getByLabel(label).fill(text);
  await dialog(page).locator('button[type=submit]').click();
  await dialog(page).waitFor({ state: 'detached' });
}

async function expectAccess(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
}

async function serveRehearsal(): Promise<{ rehearsed: Rehearsed; engine: Engine; host: RunningHost }> {
  const rehearsed = new Rehearsed(join(golden, 'rehearsed-cell'), join(scratchFolder(), 'r.holdpoint'), 'create');
  const { engine } = rehearsed;
  await rehearsed.goTo('T-58s');
  const host = await startHost({ engine, port: 0, assets: screens, clock: systemClock, newToken: randomToken, log });
  afterAll(async () => {
    await host.close();
    await engine.close();
  });
  return { rehearsed, engine, host };
}

describe.skipIf(browserPath === undefined)('a rehearsal (skipped where there is no Chromium)', () => {
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  test('is lived through by two browsers, from the first message to the score', async () => {
    const { rehearsed, engine, host } = await serveRehearsal();
    const lead = await comeIn(host, 'facilitator', 'Fay');
    const boss = await comeIn(host, 'commander', 'Ana');
    const banner = boss.getByRole('banner');
    await banner.getByText('REHEARSAL', { exact: true }).waitFor();
    expect(await boss.title()).toMatch(/^Exercise/);

    // Time is the facilitator's, and only he sees what is to come.
    await boss.keyboard.press('Control+k');
    await dialog(boss).getByRole('combobox').fill('run on');
    await dialog(boss).getByText('Nothing by that name.').waitFor();
    await boss.keyboard.press('Escape');
    expect(await boss.getByLabel('Speed').count()).toBe(0);
    await view(boss, 'rehearse');
    await boss.getByText('Time is its facilitator’s.').waitFor();
    expect(await boss.locator('main').innerText()).not.toMatch(/takes accounts over|What burns is taken back/);
    await view(lead, 'rehearse');
    await lead.getByText('Somebody takes accounts over.').waitFor();
    await expectAccess(lead);

    // On to the first message, which is for somebody else.
    await lead.keyboard.press('u');
    await eventually(() => engine.state().headTick).toBe(rehearsed.plan.plan.launch.t0 / 1000 - 30);
    await lead.locator('#inbox').getByText('All is well on our side.').waitFor();
    await boss.locator('#inbox').getByText('Nobody has said anything yet.').waitFor();

    // The ramp begins; then a cell burns, is acknowledged, taken back, and the world calms down.
    await view(boss, 'room');
    await rehearsed.goTo('T-10s');
    await boss.keyboard.press('Control+k');
    await boss.keyboard.type('advance');
    await boss.keyboard.press('Enter');
    await dialog(boss).getByRole('radio', { name: 'the launch' }).check();
    await dialog(boss).getByRole('radio', { name: /^5\W/ }).check();
    await give(boss, {});
    await rehearsed.goTo('T+2m25s');
    const call = boss.getByRole('region', { name: 'The call' });
    await eventually(() => call.innerText()).toContain('ROLLBACK');
    await boss.keyboard.press('a');
    await give(boss, { Note: 'I look at it' });
    await rehearsed.goTo('T+2m40s');
    await boss.keyboard.press('Control+k');
    await boss.keyboard.type('roll back');
    await boss.keyboard.press('Enter');
    await dialog(boss).getByRole('radio', { name: /^US/ }).first().check();
    await give(boss, { Reason: 'It burns' });
    await rehearsed.goTo('T+3m50s');
    await eventually(() => call.innerText()).not.toContain('ROLLBACK');
    await eventually(() => boss.locator('main').innerText()).toContain('0 %');

    // What is to come is told now, left out, and typed in.
    await rehearsed.goTo('T+4m10s');
    await lead.getByRole('button', { name: 'Tell now: thefts' }).click();
    await give(lead, {});
    const inbox = boss.locator('#inbox');
    await inbox.getByText('Somebody takes accounts over.').waitFor();
    await inbox.getByText('1 to read').waitFor();
    await boss.keyboard.press('r');
    await inbox.getByText('all read').waitFor();
    await lead.getByRole('button', { name: 'Leave out: late' }).click();
    await give(lead, {});
    await lead.getByText('Nothing more is to be told.').waitFor();
    await lead.getByRole('button', { name: 'Say something' }).click();
    await give(lead, { 'Who says it': 'The board', 'What is said': 'Do we go on?' });
    await inbox.getByText('Do we go on?').waitFor();
    await view(boss, 'log');
    await boss.getByText('Do we go on?').first().waitFor();
    await boss.getByRole('link', { name: '1 message' }).click();
    await boss.keyboard.press('r');
    await inbox.getByText('all read').waitFor();

    // Whoever leads may look at the score on the way; nobody else may.
    await lead.getByRole('button', { name: 'Look at it now' }).click();
    await lead.getByText('what is not done yet counts as not done').waitFor();
    await rehearsed.goTo('T+6m30s');
    await lead.getByRole('button', { name: 'End it' }).click();
    await give(lead, {});
    await eventually(() => engine.state().isFinished).toBe(true);
    const score = scoreOf(engine, engine.plans.rehearsal ?? log('It is a rehearsal.'));
    expectGolden(join(golden, 'rehearsed-cell.browsers.score.json'), `${JSON.stringify(score, null, 2)}\n`);
    const { right, late, wrong, none } = score.answers;
    const told = `Answers: ${right} right, ${late} late, ${wrong} wrong, ${none} not given.`;
    await view(boss, 'rehearse');
    for (const page of [lead, boss]) {
      await page.locator('#debrief').getByText(told).waitFor();
      await page.locator('#debrief summary').click();
      const rows = page.locator('#debrief details tbody tr');
      expect(await rows.count()).toBe(score.complications.length);
      expect(await page.locator('#debrief').innerText()).not.toMatch(/Ana|Fay/);
      await expectAccess(page);
    }
    // One step from a rule to what another threshold of it would have given.
    await lead.getByRole('link', { name: /^Another threshold of burns/ }).click();
    await eventually(() => lead.locator('#what-if select').inputValue()).toBe('burns');
    await lead.context().close();
    await boss.context().close();
  });

  test('is chosen from a list with pictures, and opens in a room of its own with a way in for each role', async () => {
    const { host: first, path, engine } = await serveRoom({ assets: screens });
    const { signal } = new AbortController();
    const io = {
      ...{
        out: () => undefined,
        err: log,
        isTerminal: false,
        drained: () => Promise.resolve(),
        paint: plainPaint,
        signal,
      },
    };
    const rooms = new SecondRooms(path, { viewOnly: false, assets: screens }, io);
    const host = await startHost({
      ...{ engine, port: 0, assets: screens, clock: systemClock, newToken: randomToken, log, rehearsals: rooms },
    });
    afterAll(async () => {
      await rooms.close();
      await host.close();
    });
    const page = await visitors.open(host);
    await view(page, 'rehearse');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    const cards = page.locator('article');
    await eventually(() => cards.count()).toBeGreaterThan(8);
    const widths = () =>
      page.evaluate(() => [...new Set([...document.querySelectorAll('img')].map((one) => one.naturalWidth))]);
    await eventually(widths).toEqual([480]);
    await expectAccess(page);
    await page.getByRole('button', { name: 'Rehearse this: A ticket sold twice' }).press('Enter');
    await dialog(page).getByLabel('Begins at').fill('T-1d');
    await page.keyboard.press('Enter');
    await dialog(page).getByText('Write it against T-0').waitFor();
    await dialog(page).getByLabel('Begins at').fill('T-40m');
    await expectAccess(page);
    await page.keyboard.press('Enter');
    const links = dialog(page).getByRole('textbox', { name: /^Way in for/ });
    await eventually(() => links.count()).toBeGreaterThan(3);
    const lead = await dialog(page).getByLabel('Way in for Facilitator', { exact: true }).inputValue();
    await page.goto(lead);
    await page.getByRole('banner').getByText('REHEARSAL', { exact: true }).waitFor();
    await dialog(page).getByText('You were invited as Facilitator').waitFor();
    expect(readFileSync(join(path, '..', 'ticket-sale-no-go-day-rehearsal-1.holdpoint')).length).toBeGreaterThan(0);
    await page.context().close();
    // A room that opens no other says so, and what there is all the same.
    const other = await visitors.open(first);
    await view(other, 'rehearse');
    await other.getByText('This host opens no second room').first().waitFor();
    await other.context().close();
  });
});
