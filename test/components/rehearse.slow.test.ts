import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import DebriefBoard from '../../renderer/rehearse/DebriefBoard.svelte';
import InboxBoard from '../../renderer/rehearse/InboxBoard.svelte';
import LeadPanel from '../../renderer/rehearse/LeadPanel.svelte';
import StartList from '../../renderer/rehearse/StartList.svelte';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import { scoreReading } from '../../shared/model/scoreReading.ts';
import { pictureOf } from '../help/deskClient.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import goodScore from '../golden/rehearsed-cell.good.score.json' with { type: 'json' };
import RehearseHarness from './RehearseHarness.svelte';

const planText = `
format: holdpoint/plan@1
launch: { id: rehearsed, name: A small launch, t0: 2026-03-30T14:00:00Z }
roles: { commander: { name: Commander, may: [call] }, sre: { name: SRE on duty } }
dimensions: { market: [US, UK] }
`;
const score = scoreReading.parse(goodScore);
const t0 = score.t0At;
const hello = { inject: 'hello', at: t0 - 30_000, from: 'The vendor', to: ['sre'], says: 'All is well on our side.' };
const thefts = { inject: 'thefts', at: t0 + 300_000, from: 'sre', to: ['commander'], says: 'Accounts are taken over.' };
const told = (...all: readonly (typeof hello)[]) => all.map((one, index) => ({ ...one, row: index + 1, isCut: false }));

/** A rehearsal at T-0 in which these were told, newest first. */
function pictureWith(injects: ReturnType<typeof told>, isFinished = false): WireSnapshot {
  const desk = new RoomDesk(planOf(planText), t0 / 1000 - 3);
  desk.run(4);
  const picture = pictureOf(desk);
  const room = picture.room === null ? null : { ...picture.room, seq: 9, injects: { told: injects, endedAt: null } };
  return { ...picture, state: { ...picture.state, isFinished }, room };
}

interface Answers {
  readonly kind?: 'replay' | 'rehearsal';
  readonly mayLead?: boolean;
  readonly pending?: readonly (typeof hello)[] | null;
  /** An error is thrown; a promise is waited for. */
  readonly more?: Readonly<Record<string, unknown>>;
}

const scenario = { id: 'small', name: 'A cell that burns', teaches: 'What burns is taken back.' };

/** Answers what the page asks of a session of that kind. */
function clientOf({ kind = 'rehearsal', mayLead = true, pending = [hello, thefts], more = {} }: Answers = {}) {
  const rehearsal = {
    scenario,
    session: 'small.holdpoint',
    startAt: t0 - 60_000,
    endAt: t0 + 660_000,
    isOver: false,
    mayLead,
    pending,
  };
  const known: Readonly<Record<string, unknown>> = {
    'plan.read': { row: 0, digest: '', text: planText },
    'session.read': { kind, createdBy: 'test', writable: true, notice: null, lastTick: null, ledgerSeq: 0 },
    'rehearsal.read': { rehearsal },
    'transitions.read': { transitions: [], total: 0, judgedTick: t0 / 1000 },
    'ledger.read': { rows: [], lastSeq: 0 },
    'gaps.read': { gaps: [], total: 0 },
    'overlay.list': { first: null, names: [] },
    'overlay.read': { overlay: null },
    ...more,
  };
  const query = (name: string): Promise<unknown> => {
    const answer = known[name];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { query, control: () => Promise.resolve({}) } as never;
}

interface Shown extends Answers {
  readonly picture?: WireSnapshot;
  readonly seat?: string | null;
  readonly onNews?: (says: string) => void;
}

const plain = (text: string | null): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

async function show(part: unknown, { picture = pictureWith([]), seat = null, onNews, ...answers }: Shown = {}) {
  const props = { shown: part as never, picture, client: clientOf(answers), seat };
  const { container, rerender } = await render(RehearseHarness, onNews === undefined ? props : { ...props, onNews });
  const text = () => expect.poll(() => plain(container.textContent));
  const button = (name: RegExp): HTMLButtonElement | undefined =>
    [...container.querySelectorAll('button')].find((one) =>
      name.test(one.getAttribute('aria-label') ?? plain(one.textContent)),
    );
  return { container, rerender, text, button };
}

const listed = {
  ...{ launch: 'shop', file: 'scenario', launchName: 'One click', id: 'shop-day', name: 'Launch day' },
  ...{ teaches: 'When to hold.', lastsMs: 86_400_000, untilT0Ms: 7_200_000, injects: 6, roles: [], picture: null },
};
const listOf = (scenarios: readonly object[], why: string | null = null) => ({
  kind: 'replay' as const,
  more: { 'scenarios.read': { scenarios, canStart: why === null, why } },
});

test.each([
  [
    'is being read',
    { kind: 'replay', more: { 'scenarios.read': new Promise(() => undefined) } },
    /^Reading what there/,
  ],
  [
    'cannot be read',
    { kind: 'replay', more: { 'scenarios.read': new Error('The disk is full.') } },
    /could not be read: The disk is full/,
  ],
  ['is empty', listOf([]), /There is no scenario on this machine/],
  [
    'is there',
    listOf([listed]),
    /One click .*No picture of it yet.*Launch day.*When to hold.*24 h · from T-02:00:00 · 6 messages/,
  ],
  ['is there on a host that opens no room', listOf([listed], 'Not here.'), /Not here\./],
] as const)('the list of scenarios says so when it %s', async (_name, answers, says) => {
  const { text } = await show(StartList, answers);
  await text().toMatch(says);
});

test('a scenario is chosen with its button, and where no room can be opened the button says why', async () => {
  const free = await show(StartList, listOf([listed]));
  await expect.poll(() => free.button(/Launch day/)?.getAttribute('aria-disabled')).toBe('false');
  free.button(/Launch day/)?.click();
  await expect.poll(() => plain(document.querySelector('[role=dialog]')?.textContent ?? '')).toContain('Begins at');
  const barred = await show(StartList, listOf([listed], 'Not here.'));
  await expect.poll(() => barred.button(/Launch day/)?.title).toBe('Not here.');
});

test('a day can be watched as it was recorded, and its dialog says that nothing moves it', async () => {
  const free = await show(StartList, listOf([listed]));
  await expect.poll(() => free.button(/^Watch it: Launch day/)?.getAttribute('aria-disabled')).toBe('false');
  free.button(/^Watch it: Launch day/)?.click();
  await expect
    .poll(() => plain(document.querySelector('[role=dialog]')?.textContent ?? ''))
    .toContain('what is done in the room does not move it');
});

test('whoever leads sees what is to come, when and for whom, and cannot tell it before he has his role', async () => {
  const { text, button } = await show(LeadPanel, { picture: pictureWith(told(hello)), pending: [thefts] });
  await text().toContain('Next at 14:05:00, in 5 min: SRE on duty to Commander.');
  await text().toContain('Accounts are taken over.');
  await text().toContain('It teaches: What burns is taken back.');
  expect(button(/^Tell now: thefts/)?.getAttribute('aria-disabled')).toBe('true');
  await text().toContain('Take the role of facilitator');
});

test.each([
  ['nothing more is to come', false, [], /Nothing more is to be told\. It ends at 14:11:00/],
  ['a message is due', false, [hello], /Due now: The vendor to SRE on duty/],
  ['it is over', true, [], /over It is over since/],
] as const)('the panel says so when %s', async (_name, isOver, pending, says) => {
  const { text, button } = await show(LeadPanel, { picture: pictureWith([], isOver), pending });
  await text().toMatch(says);
  expect(button(/Run on/) === undefined).toBe(isOver);
});

test('a message stays until it is read, is told once as news, and is for its roles alone', async () => {
  const news: string[] = [];
  const onNews = (says: string): void => void news.push(says);
  const seated = { seat: 'commander', mayLead: false, pending: null, onNews };
  const { text, button, rerender } = await show(InboxBoard, { ...seated, picture: pictureWith(told(hello)) });
  await text().toContain('Nobody has said anything yet.');
  await rerender({
    picture: pictureWith(told({ ...thefts }, hello).map((one, index) => ({ ...one, row: 9 - index }))),
  });
  await text().toContain('1 to read');
  await text().toContain('Accounts are taken over.');
  await text().not.toContain('All is well');
  expect(news).toEqual(['Accounts are taken over.']);
  button(/^Read/)?.click();
  await text().toContain('all read');
  await text().toContain('Accounts are taken over.');
});

test('whoever leads reads along, and has nothing to read himself', async () => {
  const { text, button } = await show(InboxBoard, { picture: pictureWith(told(thefts, hello)), seat: 'facilitator' });
  await text().toContain('all read');
  await text().toContain('All is well on our side.');
  expect(button(/^Read/)).toBeUndefined();
});

const over = pictureWith([], true);
test.each([
  ['it goes on, for whoever is in a role', { seat: 'sre', mayLead: false }, /told when the exercise is over\.$/],
  ['it is being scored', { picture: over, more: { 'rehearsal.score': new Promise(() => undefined) } }, /Scoring/],
  ['it cannot be scored', { picture: over, more: { 'rehearsal.score': new Error('Gone.') } }, /not be scored: Gone/],
  ['it is of no scenario', { picture: over, more: { 'rehearsal.score': { score: null } } }, /nothing to score/],
  [
    'nothing is expected',
    { picture: over, more: { 'rehearsal.score': { score: { ...score, complications: [] } } } },
    /expects nothing of anybody/,
  ],
] as const)('the debrief says so when %s', async (_name, shown, says) => {
  const { text } = await show(DebriefBoard, shown);
  await text().toMatch(says);
});

test('the debrief draws each complication with its moments, and its table says the same', async () => {
  const { container, text } = await show(DebriefBoard, { picture: over, more: { 'rehearsal.score': { score } } });
  await text().toContain(`Answers: ${score.answers.right} right, ${score.answers.late} late`);
  const lanes = [...container.querySelectorAll('.lane [role=img]')];
  expect(lanes.length).toBe(score.complications.length);
  for (const [index, one] of score.complications.entries()) {
    const happened = [one.visibleAt, one.firedAt, one.acknowledged, one.decided, one.acted].filter((at) => at !== null);
    expect(lanes[index]?.querySelectorAll('.point').length).toBe(happened.length);
    const row = plain(container.querySelectorAll('details tbody tr')[index]?.textContent ?? '');
    expect(row).toContain(one.answer?.outcome === 'right' ? 'right' : 'not given');
    expect(row.match(/never/g)?.length ?? 0).toBe(5 - happened.length);
  }
  await text().toContain('No other session lies beside this one.');
  await text().toContain('holdpoint report small.holdpoint');
});

test('whoever leads may look at the score while it goes on, and is told that it is not the last word', async () => {
  const { text, button } = await show(DebriefBoard, { more: { 'rehearsal.score': { score } } });
  await expect.poll(() => button(/Look at it now/)).toBeDefined();
  button(/Look at it now/)?.click();
  await text().toContain('It is still going on');
  button(/Put it away/)?.click();
  await text().not.toContain('Answers:');
});
