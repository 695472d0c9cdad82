import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, dialog, give, isGiven } from '../help/dialogSteps.ts';
import { serveRoom, type ServedRoom, t0 } from '../help/servedRoom.ts';
import { browserPath, eventually, screens, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();
const boss = { role: 'boss', name: 'Ana' };
const sre = { role: 'sre', name: 'Ben' };
const chief = { role: 'chief', name: 'Cleo' };
type Person = typeof boss;
const room = (served: ServedRoom) => served.engine.snapshot().room;

/** A room in which each of them has a role, and a page that each sits at. */
async function staff<const People extends readonly Person[]>(
  people: People,
  edit?: (plan: string) => string,
): Promise<{ served: ServedRoom; pages: { [Place in keyof People]: Page }; leave: () => Promise<void> }> {
  const served = await serveRoom({ assets: screens, ...(edit === undefined ? {} : { edit }) });
  const pages: Page[] = [];
  for (const who of people) {
    expect((await served.run(`${who.role}:${who.name}`, 'take')).stderr).toBe('');
    const page = await visitors.open(served.host, { who });
    pages.push(page);
  }
  return {
    served,
    pages: pages as { [Place in keyof People]: Page },
    leave: async () => {
      for (const page of pages) await page.context().close();
    },
  };
}

describe.skipIf(browserPath === undefined)('what people do (skipped where there is no Chromium)', () => {
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  test('evidence is attached by one and accepted by its owner, and by nobody else', async () => {
    const { served, pages, leave } = await staff([boss, sre]);
    const [ana, ben] = pages;
    await ana.keyboard.press('3');
    await ana.getByRole('button', { name: 'Attach Drill…' }).press('Enter');
    await dialog(ana).getByText('One file of at most 16 MiB').waitFor();
    await dialog(ana).getByRole('button', { name: 'Attach', exact: true }).press('Enter');
    await dialog(ana).getByText('Choose a file.').waitFor();
    const drill = { name: 'drill.txt', mimeType: 'text/plain', buffer: Buffer.from('Rolled back in 41 s') };
    await dialog(ana).getByLabel('File').setInputFiles(drill);
    await dialog(ana)
      .getByText(/^drill\.txt, 19\sB of at most 16\sMiB$/)
      .waitFor();
    await dialog(ana).getByRole('button', { name: 'Attach', exact: true }).press('Enter');
    await isGiven(ana);

    await ana.getByRole('button', { name: 'Accept…' }).press('Enter');
    await dialog(ana).getByLabel('Note').focus();
    await ana.keyboard.type('I was there');
    await ana.keyboard.press('Enter');
    await dialog(ana).getByText('ask its owner, SRE on duty').waitFor();
    await dialog(ana).getByRole('button', { name: 'Take another role…' }).waitFor();
    expect(await dialog(ana).getByLabel('Note').inputValue()).toBe('I was there');
    await ana.keyboard.press('Escape');
    await isGiven(ana);
    await eventually(() => ana.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Accept…');

    await ben.keyboard.press('3');
    await ben.getByRole('button', { name: 'Accept…' }).press('Enter');
    await give(ben, 'Note', 'Read it');
    await ana.getByText('1 of 2 pass').waitFor();
    expect(room(served)?.evidence.find(({ evidence }) => evidence === 'drill')?.state).toBe('pass');

    await ben.getByRole('button', { name: 'Reject Drill…' }).press('Enter');
    await dialog(ben).getByText('Drill: this file does not count').waitFor();
    await give(ben, 'Reason', 'It is of another service');
    await ana.getByText('0 of 2 pass', { exact: true }).waitFor();
    await ask(ana, 'Reject evidence', 'No evidence is attached.');
    await leave();
  });

  test('a waiver is proposed by one, granted by another and ended', async () => {
    const quiet =
      'quiet: { says: Quiet, holds: { indicator: heat, window: 5s, under: 10 }, for: 10s, waivable: [boss, chief] }';
    const { pages, leave } = await staff([boss, chief], (plan) =>
      plan.replace('criteria:\n', `criteria:\n  ${quiet}\n`),
    );
    const [ana, cleo] = pages;
    const row = (page: Page): Locator => page.getByRole('row', { name: /quiet/ });
    for (const page of pages) await page.keyboard.press('2');
    await row(ana).getByText('fail', { exact: true }).waitFor();
    await ana.getByRole('button', { name: 'Waive quiet…' }).press('Enter');
    await dialog(ana).getByText('once somebody else grants it: Incident commander, chief').waitFor();
    await dialog(ana).getByLabel('Reason').focus();
    await ana.keyboard.press('Enter');
    await dialog(ana).getByText('This is asked: write it.').waitFor();
    const { violations } = await new AxeBuilder({ page: ana }).include('[role="dialog"]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await give(ana, 'Reason', 'The fans are loud');
    await cleo.getByRole('button', { name: /^Grant a waiver/ }).press('Enter');
    await give(cleo, 'Note', 'I hear them');
    await row(ana).getByText('waived', { exact: true }).waitFor();
    await ana.getByRole('button', { name: /^End a waiver/ }).press('Enter');
    await give(ana, 'Reason', 'They have stopped');
    await row(cleo).getByText('fail', { exact: true }).waitFor();
    await leave();
  });

  test('an override is offered by a refusal, proposed by one and approved by another; its order is narrowed and cancelled', async () => {
    const { served, pages, leave } = await staff([boss, chief]);
    const [ana, cleo] = pages;
    await served.seek(t0 + 10);
    await ask(ana, 'Advance the ramp');
    await dialog(ana).getByLabel('What').selectOption({ label: 'US paypal · 0\u202f%' });
    await dialog(ana).getByText('US paypal goes from 0').waitFor();
    await dialog(ana).getByRole('button', { name: 'Advance', exact: true }).press('Enter');
    await dialog(ana).getByText('Nothing was advanced.').waitFor();
    await dialog(ana).getByRole('button', { name: 'Propose an override…' }).press('Enter');
    await dialog(ana).getByText('somebody else must approve it').waitFor();
    await give(ana, 'Why to go against what is in the way', 'The wave is early and quiet');
    expect(room(served)?.ramp.orders).toEqual([]);

    await cleo.keyboard.press('2');
    await cleo.getByRole('button', { name: /^Approve an override/ }).press('Enter');
    await dialog(cleo).getByRole('button', { name: 'Approve', exact: true }).press('Enter');
    await isGiven(cleo);
    await eventually(() => room(served)?.ramp.orders[0]?.state).toBe('placed');

    await ask(ana, 'Confirm that an order');
    await give(ana, 'Note', 'Seen in the console');
    await ask(ana, 'Narrow the ramp');
    await dialog(ana).getByLabel('What').selectOption({ label: 'US paypal · 1\u202f%' });
    await dialog(ana).getByLabel('Who stays').fill('everybody');
    await dialog(ana).getByLabel('Reason').focus();
    await ana.keyboard.type('New customers stumble');
    await ana.keyboard.press('Enter');
    await dialog(ana).getByText('Write each line as label=value,value.').waitFor();
    await dialog(ana).getByLabel('Who stays').fill('tenure=1y,2y');
    await ana.keyboard.press('Enter');
    await isGiven(ana);
    await eventually(() => room(served)?.ramp.orders[0]?.does).toBe('narrow');
    await ask(ana, 'Cancel an order');
    await give(ana, 'Reason', 'They stumble no more');
    await eventually(() => room(served)?.ramp.orders[0]?.state).toBe('cancelled');
    await leave();
  });

  test('an arm is set to act, and the countdown that follows is vetoed', async () => {
    const { served, pages, leave } = await staff([boss, sre]);
    const [ana, ben] = pages;
    await served.seek(t0 + 10);
    const advance = ['advance', '--cell', 'market=US,method=card', '--yes'];
    for (const argv of [advance, ['confirm', '--yes']]) expect((await served.run('boss:Ana', ...argv)).stderr).toBe('');
    await ana.getByRole('button', { name: /What can be done about burns/ }).press('Enter');
    await ana.getByRole('menuitem', { name: 'Set the arm of a trigger…' }).press('Enter');
    await dialog(ana).getByText('armed to advise now').waitFor();
    await dialog(ana).getByRole('radio', { name: 'act' }).press('Space');
    await give(ana, 'Reason', 'Nobody watches at night');
    await served.seek(t0 + 615);
    await ben.getByRole('button', { name: 'Veto…' }).press('Enter');
    await dialog(ben).getByText('will not roll back by itself this time').waitFor();
    await give(ben, 'Reason', 'The gauge is broken');
    await eventually(() => room(served)?.attention.entries[0]?.countdown?.vetoed?.by.name).toBe('Ben');

    const flashing = ben.locator('#triggers .flash');
    expect(await flashing.count()).toBe(1);
    expect(await flashing.innerText()).toBe('');
    await ben.keyboard.press('a');
    await dialog(ben).getByText('you have seen it').waitFor();
    await give(ben, 'Note', 'Looking');
    await flashing.waitFor({ state: 'detached' });
    await ben.keyboard.press('Shift+A');
    await dialog(ben).getByText('stays silent until then').waitFor();
    await dialog(ben).getByLabel('For how many minutes').fill('0');
    await dialog(ben).getByLabel('Reason').focus();
    await ben.keyboard.type('Known');
    await ben.keyboard.press('Enter');
    await dialog(ben).getByText('Write whole minutes, at least 1.').waitFor();
    await dialog(ben).getByLabel('For how many minutes').fill('20');
    await ben.keyboard.press('Enter');
    await isGiven(ben);
    await eventually(() => room(served)?.attention.shelved).toBe(1);
    await leave();
  });

  test('a status update is drafted, edited and marked as sent', async () => {
    const { served, pages, leave } = await staff([boss], (plan) => `${plan}updates: { every: 20m, to: copy }\n`);
    const [ana] = pages;
    await served.seek(t0 - 290);
    await ana.getByRole('button', { name: 'Update due 14:20' }).press('Enter');
    const text = dialog(ana).getByLabel('Update');
    expect(await text.inputValue()).toContain('A ramp');
    await text.focus();
    await ana.keyboard.press('Control+End');
    await ana.keyboard.press('Enter');
    await ana.keyboard.type('We are all well.');
    await ana.keyboard.press('Control+Enter');
    await isGiven(ana);
    await eventually(() => room(served)?.updates.written[0]?.update).toBe('update-1');
    const rows = served.engine.session.readLedger();
    const { body } = [...rows].find(({ kind }) => kind === 'update.written') ?? { body: {} };
    expect(body).toMatchObject({ to: 'copy', text: expect.stringMatching(/^A ramp.*\nWe are all well\.$/) as string });
    await leave();
  });

  test('a plan says what it changes before it is given, and a milestone is moved', async () => {
    const { served, pages, leave } = await staff([boss], (plan) =>
      plan.replace('countdown: 30s', 'countdown: 30s\n    guidance: Look at the gauge'),
    );
    const [ana] = pages;
    await ana.keyboard.press('5');
    await ana.getByRole('button', { name: 'Change the plan…' }).press('Enter');
    const text = served.engine.session.readPlan()?.text ?? '';
    const plan = { name: 'plan.yaml', mimeType: 'text/yaml', buffer: Buffer.from('launch: 7\n') };
    await dialog(ana).getByLabel('Plan, in YAML or JSON').setInputFiles(plan);
    await dialog(ana).getByText('plan.yaml cannot be read as a plan.').waitFor();
    const better = { ...plan, buffer: Buffer.from(text.replace('under: 50', 'under: 60')) };
    await dialog(ana).getByLabel('Plan, in YAML or JSON').setInputFiles(better);
    await dialog(ana).getByText('criteria: cool').waitFor();
    await give(ana, 'Reason', 'Fifty was a guess');
    await eventually(() => room(served)?.plan.changes[0]?.differences).toBe('criteria cool');

    await ana.keyboard.press('3');
    await ana.getByRole('button', { name: 'What can be done about Design frozen' }).press('Enter');
    await ana.getByRole('menuitem', { name: 'Move a milestone…' }).press('Enter');
    expect(await dialog(ana).getByLabel('Begins, UTC').inputValue()).toBe('2026-03-23T14:00');
    await dialog(ana).getByLabel('Begins, UTC').fill('2026-03-25T09:00');
    await give(ana, 'Reason', 'It takes two days more');
    await eventually(() => room(served)?.milestones.milestones[0]?.from).toBe(Date.UTC(2026, 2, 25, 9));
    await leave();
  });

  test('a poll is opened, voted in and closed by keys alone, and the keys say what there is not', async () => {
    const { served, pages, leave } = await staff([boss]);
    const [ana] = pages;
    const poll = () => room(served)?.polls.polls[0];
    await ana.keyboard.press('g');
    await dialog(ana).getByText('No poll is open.').waitFor();
    await ana.keyboard.press('Enter');
    await isGiven(ana);
    await ana.keyboard.press('a');
    await dialog(ana).getByText('Nothing fires that nobody has seen.').waitFor();
    await ana.keyboard.press('Escape');
    await isGiven(ana);
    await ana.keyboard.press('p');
    await dialog(ana).getByText('Asked now: Incident commander, SRE on duty.').waitFor();
    await ana.keyboard.press('Enter');
    await isGiven(ana);
    await eventually(() => poll()?.state).toBe('open');
    await ana.keyboard.press('p');
    await dialog(ana).getByText('Go? Your vote rests on what you see now').waitFor();
    await ana.keyboard.press('Escape');
    await isGiven(ana);
    await ana.keyboard.press('g');
    expect(await dialog(ana).getByRole('radio', { name: 'GO', exact: true }).isChecked()).toBe(true);
    await ana.keyboard.press('Enter');
    await isGiven(ana);
    await eventually(() => poll()?.votes[0]?.vote).toBe('go');
    await ask(ana, 'Close the poll');
    await give(ana, 'Reason', 'Everybody was heard');
    await eventually(() => poll()?.state).toBe('closed');
    await ana.keyboard.press('h');
    await give(ana, 'Reason', 'I smell smoke');
    await ana.getByText('T, held').waitFor();
    await ana.keyboard.press('h');
    await dialog(ana).getByText('T goes on from where it stands.').waitFor();
    await leave();
  });

  test('steps are skipped and reopened, a milestone reached, a trigger unshelved and reset, a source retired: by keys', async () => {
    const { served, pages, leave } = await staff([boss, sre]);
    const [ana, ben] = pages;
    const stepOf = (id: string) =>
      room(served)
        ?.runbook.phases.flatMap(({ steps }) => steps)
        .find((one) => one.id === id)?.state;
    await ask(ben, 'Skip a step');
    await dialog(ben).getByRole('radio', { name: 'Change freeze' }).press('Space');
    await dialog(ben).getByText('Change freeze: it counts as skipped').waitFor();
    await give(ben, 'Reason', 'Frozen since Friday');
    await eventually(() => stepOf('freeze')).toBe('skipped');
    await ask(ben, 'Reopen a step');
    await dialog(ben).getByText('Change freeze: it is to be done again.').waitFor();
    await give(ben, 'Reason', 'One site was late');
    await eventually(() => stepOf('freeze')).not.toBe('skipped');

    await ask(ben, 'Declare a milestone');
    await dialog(ben).getByText('Design frozen: reached now.').waitFor();
    await give(ben, 'Note', 'All three sites');
    await eventually(() => room(served)?.milestones.milestones[0]?.state).toBe('reached');

    await served.seek(t0 + 10);
    const advance = ['advance', '--cell', 'market=US,method=card', '--yes'];
    for (const argv of [advance, ['confirm', '--yes']]) expect((await served.run('boss:Ana', ...argv)).stderr).toBe('');
    await served.seek(t0 + 615);
    await ben.keyboard.press('Shift+A');
    await give(ben, 'Reason', 'Known');
    await eventually(() => room(served)?.attention.shelved).toBe(1);
    await ask(ben, 'Take a trigger off');
    await give(ben, 'Reason', 'Known no more');
    await eventually(() => room(served)?.attention.shelved).toBe(0);
    await ask(ana, 'Reset a trigger');
    await dialog(ana).getByText('leaves the call as handled').waitFor();
    await give(ana, 'Reason', 'It has had its answer');
    await eventually(() => room(served)?.attention.entries[0]?.state).toBe('handled');

    await ask(ana, 'Retire a source');
    await dialog(ana).getByText('test will not come back').waitFor();
    await give(ana, 'Reason', 'Its site is closed');
    expect([...served.engine.session.readLedger()].at(-1)?.kind).toBe('source.retired');
    await leave();
  });

  test('options are weighed beside each other and decided by keys, and whoever wanted another is heard', async () => {
    const scope =
      'scope: { question: Which?, options: { wide: { says: All at once }, narrow: { says: Cards first } }, voters: [boss, sre], opens: T-1d, closes: T+2h, answerExpires: 2h }';
    const { served, pages, leave } = await staff([boss, sre], (plan) =>
      plan.replace('polls:\n', `polls:\n  ${scope}\n`),
    );
    const [ana] = pages;
    const said = [
      ['boss:Ana', 'vote', 'scope', 'go', '--option', 'narrow'],
      ['sre:Ben', 'vote', 'scope', 'go', '--option', 'wide', '--reason', 'Half a launch teaches little'],
    ];
    for (const [who, ...argv] of said) expect((await served.run(who, ...argv)).stderr).toBe('');
    await ana.keyboard.press('d');
    await ana.getByRole('textbox', { name: 'Money of narrow' }).focus();
    await ana.keyboard.type('19 M a quarter');
    await ana.getByRole('radio', { name: 'narrow' }).press('Space');
    await ana.getByLabel('Why', { exact: true }).focus();
    await ana.keyboard.type('Cards carry it');
    await ana.keyboard.press('Enter');
    await ana.getByText('Ask aloud whether anybody objects.').waitFor();
    await ana.getByRole('radio', { name: 'these' }).press('Space');
    await eventually(() => ana.getByLabel('Whose').inputValue()).toBe('SRE on duty: Half a launch teaches little');
    await ana.getByLabel('Owners').focus();
    await ana.keyboard.type('SRE on duty: Watch the vault');
    await ana.keyboard.press('Control+Enter');
    await ana.getByText(/^Decided at \d\d:\d\d: narrow$/).waitFor();
    expect(room(served)?.polls.decisions[0]?.body).toMatchObject({
      options: [
        { id: 'wide', says: 'All at once' },
        { id: 'narrow', says: 'Cards first', money: '19 M a quarter' },
      ],
      dissent: [{ role: 'sre', says: 'Half a launch teaches little' }],
      follows: [{ owner: 'sre', says: 'Watch the vault' }],
    });

    await ana.getByRole('button', { name: 'Decide something else' }).press('Enter');
    await ana.getByLabel('What is decided').focus();
    await ana.keyboard.type('Who tells the press?');
    await ana.getByRole('radio', { name: 'hold' }).press('Space');
    await ana.getByRole('radio', { name: 'none' }).press('Space');
    await ana.getByLabel('Why', { exact: true }).focus();
    await ana.keyboard.type('Nobody yet');
    await ana.keyboard.press('Enter');
    await ana.getByText(/^Decided at \d\d:\d\d: hold$/).waitFor();
    await ana.getByText(/^Decided at \d\d:\d\d: narrow$/).waitFor();
    await leave();
  });

  test('whoever has no role takes one first, and goes on with what he wanted', async () => {
    const served = await serveRoom({ assets: screens });
    const page = await visitors.open(served.host);
    await page.keyboard.press('h');
    await dialog(page).getByText('Everything is done in a role').waitFor();
    await dialog(page).getByRole('radio', { name: 'SRE on duty' }).press('Space');
    await dialog(page).getByLabel('Name').focus();
    await page.keyboard.type('Ben');
    await page.keyboard.press('Enter');
    await dialog(page).getByText('T stands still from now on.').waitFor();
    await page.keyboard.press('Escape');
    await isGiven(page);
    await page.context().close();
  });
});
