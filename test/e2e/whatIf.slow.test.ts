import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import { serveRoom, t0 } from '../help/servedRoom.ts';
import { browserPath, eventually, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const dialog = (page: Page): Locator => page.getByRole('dialog');
const board = (page: Page): Locator => page.locator('#what-if');

/** A plan that lint lets pass: nobody accepts another. */
const edit = (plan: string): string =>
  plan.replace('owner: sre\ncriteria', 'owner: sre\n    guidance: Put it out.\ncriteria');

/** Where a lane's bars stand, as they are drawn. */
const barsOf = (page: Page, lane: 'was' | 'now'): Promise<string[]> =>
  board(page)
    .locator(`.lanes .${lane}.firing`)
    .evaluateAll((bars) => bars.map((bar) => `${(bar as HTMLElement).style.left} ${(bar as HTMLElement).style.width}`));

describe.skipIf(browserPath === undefined)('what if (skipped where there is no Chromium)', () => {
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  test('a threshold slides over what was judged, is proposed with its curve, and another person accepts it', async () => {
    const served = await serveRoom({ assets: screens, edit });
    for (const who of ['boss:Ana', 'sre:Ben']) expect((await served.run(who, 'take')).stderr).toBe('');
    await served.seek(t0 + 700);
    const words = [
      '--cell',
      'market=US,method=card',
      '--from',
      'T+10m',
      '--to',
      'T+10m30s',
      '--note',
      'US cards burnt',
    ];
    expect((await served.run('sre:Ben', 'mark', 'burns', ...words)).exitCode).toBe(0);
    const ben = await visitors.open(served.host, { who: { role: 'sre', name: 'Ben' } });
    await ben.keyboard.press('5');
    await board(ben).getByText('Choose a rule').waitFor();
    await board(ben).getByLabel('Rule').selectOption('burns');
    await board(ben).getByText('As it is: 1 of 1 found').waitFor();
    await eventually(() => barsOf(ben, 'was')).toHaveLength(1);
    expect(await barsOf(ben, 'now')).toEqual(await barsOf(ben, 'was'));

    const over = board(ben).getByLabel('over');
    await over.focus();
    await ben.keyboard.press('End');
    await board(ben).getByText('With burns.over=25: 0 of 1 found, 1 missed, no false alarm.').waitFor();
    await eventually(() => barsOf(ben, 'now')).toEqual([]);
    expect(await barsOf(ben, 'was')).toHaveLength(1);
    const window = board(ben).getByLabel('window');
    await window.focus();
    await ben.keyboard.press('End');
    await board(ben).getByRole('button', { name: 'As in the plan' }).press('Enter');
    await eventually(() => barsOf(ben, 'now')).toHaveLength(1);

    await over.focus();
    for (let step = 0; step < 4; step += 1) await ben.keyboard.press('ArrowRight');
    await board(ben).getByText('With burns.over=12: 1 of 1 found').waitFor();
    await board(ben).getByRole('button', { name: 'Draw the curve of over' }).press('Enter');
    await board(ben).getByText('With burns.over from').waitFor();
    await board(ben).locator('.curve').getByText('as a table').first().waitFor();
    const { violations } = await new AxeBuilder({ page: ben }).include('#what-if').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

    await board(ben).getByRole('button', { name: 'Propose burns.over=12…' }).press('Enter');
    await dialog(ben).getByText('with the curve as its evidence').waitFor();
    await dialog(ben).getByLabel('Reason').focus();
    await ben.keyboard.type('Fewer would cry');
    await ben.keyboard.press('Enter');
    await dialog(ben).waitFor({ state: 'detached' });
    await board(ben).getByText('burns.over=12, by Ben').waitFor();
    expect(served.engine.plan.triggers['burns']?.when).toMatchObject({ over: 10 });

    const ana = await visitors.open(served.host, { who: { role: 'boss', name: 'Ana' } });
    await ana.keyboard.press('5');
    await board(ana).getByText('rests on burns.over.json, burns.over.csv, burns.over.svg').waitFor();
    await board(ana).getByRole('button', { name: 'Accept a change of the plan: burns.over=12' }).press('Enter');
    await dialog(ana).getByText('Ben proposed burns.over=12. From the next second on').waitFor();
    await dialog(ana).getByRole('button', { name: 'Judge with it' }).press('Enter');
    await dialog(ana).waitFor({ state: 'detached' });
    await eventually(() => served.engine.plan.triggers['burns']?.when).toMatchObject({ over: 12 });
    await ben.getByText('by Ana: triggers burns. Fewer would cry').waitFor();
    const rows = served.engine.session.readLedger();
    const proposed = rows.find(({ kind }) => kind === 'plan.proposed');
    expect(rows.at(-1)).toMatchObject({
      kind: 'plan.changed',
      actor: { role: 'boss', name: 'Ana' },
      body: { proposal: proposed?.seq, reason: 'Fewer would cry' },
    });
    for (const page of [ana, ben]) await page.context().close();
  });
});
