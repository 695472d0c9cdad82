import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { listNumbers } from '../../electron/engine/listNumbers.ts';
import WhatIfBoard from '../../renderer/plan/WhatIfBoard.svelte';
import type { QueryAnswer, QueryArgs, QueryName } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { DeskClient, pictureOf } from '../help/deskClient.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import BoardHarness from './BoardHarness.svelte';

const head = `
format: holdpoint/plan@1
launch: { id: what-if, name: What if, t0: 2026-03-30T14:00:00Z, ends: T+6h }
roles: { boss: { name: Incident commander, may: [call] }, sre: {} }
indicators: { heat: { kind: gauge, gauge: { metric: heat } } }
`;
const planText = `${head}
triggers:
  hot: { name: Too hot, when: { indicator: heat, window: 30s, over: 90 }, for: 10s, arm: advise, does: { review: true }, owner: boss, guidance: Fan. }
criteria:
  cool: { says: Cool, holds: { indicator: heat, window: 5s, under: 50 }, for: 10s }
`;

type WhatIf = Exclude<QueryAnswer<'plan.whatIf'>, { readonly state: 'working' }>;
type Answers = Partial<{ readonly [Name in QueryName]: (args: QueryArgs<Name>) => unknown }>;

/** A room's engine, as far as it is asked for what would have been: what it answers is given. */
class WhatIfClient extends DeskClient {
  readonly asked: { readonly name: QueryName; readonly args: unknown }[] = [];

  constructor(desk: RoomDesk, text: string, plan: Plan, answers: Answers) {
    super(desk, text);
    const { query } = this;
    const all: Answers = { 'plan.numbers': () => listNumbers(plan), ...answers };
    this.query = (name, args) => {
      this.asked.push({ name, args });
      const answer = all[name] as ((given: unknown) => unknown) | undefined;
      if (answer === undefined) return query(name, args);
      try {
        return Promise.resolve(answer(args) as QueryAnswer<typeof name>);
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
  }
}

async function show(answers: Answers, { text = planText, seconds = 60 } = {}) {
  const plan = planOf(text);
  const desk = new RoomDesk(plan);
  if (seconds > 0) desk.run(seconds, { gauges: [{ metric: 'heat', value: 1 }] });
  const client = new WhatIfClient(desk, text, plan, answers);
  const screen = await render(BoardHarness, {
    ...{ board: WhatIfBoard as never, given: {}, picture: pictureOf(desk), client, isLost: false },
  });
  const words = (): string => screen.container.textContent.replaceAll(/\s+/g, ' ');
  return { screen, client, words };
}

const at = Date.UTC(2026, 2, 30, 14);
const story = (firedS: number | undefined): WhatIf['original'] => ({
  transitions:
    firedS === undefined
      ? []
      : [
          { at: at + firedS * 1000, cell: {}, from: 'ok', to: 'firing' },
          { at: at + 50_000, cell: {}, from: 'firing', to: 'ok' },
        ],
  total: firedS === undefined ? 0 : 2,
  outcomes: [],
  score: {
    ...{ expected: 1, found: firedS === undefined ? 0 : 1, falseAlarms: 0, falseSeconds: 0 },
    detect: firedS === undefined ? null : { median: firedS, longest: firedS },
  },
});
const told = (set: readonly string[] | undefined, isExact = true): WhatIf => ({
  ...{ state: 'done', fromAt: at, toAt: at + 60_000, isExact, refused: null },
  answers: [{ trigger: 'hot', cell: {}, beginsAt: at, byAt: at + 40_000, overAt: null, name: 'Fan broke', mark: 7 }],
  original: story(20),
  changed: set === undefined || set.length === 0 ? story(20) : story(30),
});

test('before a rule is chosen it says what it is for, and asks the engine nothing', async () => {
  const { words, client } = await show({});
  await expect.poll(words).toContain('Choose a rule: its numbers become sliders');
  expect(words()).toContain('the launch goes on by its plan');
  expect(client.asked.map(({ name }) => name)).not.toContain('plan.whatIf');
});

test('a plan without such rules, a launch that has not begun and an engine that fails each say so', async () => {
  await expect.poll((await show({}, { text: head })).words).toContain('No rule of this plan has a number to slide.');
  await expect.poll((await show({}, { seconds: 0 })).words).toContain('Nothing has been judged yet');
  const broken = await show({
    'plan.numbers': () => {
      throw new Error('The disk is full.');
    },
  });
  await expect.poll(broken.words).toContain('This cannot be told: The disk is full.');
});

test('what the engine is still working at is shown by how far it is, and then in words, bars and a table', async () => {
  let left = 3;
  const { screen, words } = await show({
    'plan.whatIf': ({ set }) => {
      left -= 1;
      return left > 0 ? { state: 'working', done: 1, of: 2 } : told(set);
    },
  });
  await screen.getByLabelText('Rule').selectOptions('hot');
  await expect.poll(words).toContain('judging, 50');
  await expect.poll(words).toContain('As it is: 1 of 1 found after 20');
  expect(screen.container.querySelectorAll('.lanes .was.firing')).toHaveLength(1);
  expect(words()).toContain('Fan broke, by 14:00:40');
  await screen.getByText('as a table').click();
  expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(3);
});

test('a slider moves by the keyboard, asks with its number and moves the lower bar alone', async () => {
  const { screen, client, words } = await show({ 'plan.whatIf': ({ set }) => told(set) });
  await screen.getByLabelText('Rule').selectOptions('hot');
  const slider = screen.getByRole('slider', { name: 'over' });
  await expect.element(slider).toHaveAttribute('aria-valuetext', '90');
  const left = (lane: string): string | undefined =>
    screen.container.querySelector<HTMLElement>(`.lanes .${lane}.firing`)?.style.left;
  await expect.poll(() => left('was')).toBeDefined();
  const before = left('was');
  (slider.element() as HTMLElement).focus();
  const input = slider.element() as HTMLInputElement;
  input.value = String(Number(input.value) + 1);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await expect.poll(words).toContain('With hot.over=95: 1 of 1 found after 30');
  expect(client.asked.findLast(({ name }) => name === 'plan.whatIf')?.args).toMatchObject({ set: ['hot.over=95'] });
  await expect.poll(() => left('now')).not.toBe(before);
  expect(left('was')).toBe(before);
});

test('the story and the curve each say in words where very late samples may make another', async () => {
  let isExact = false;
  const { screen, words } = await show({
    'plan.whatIf': ({ set }) => told(set, isExact),
    'plan.sweep': () => ({
      ...{ state: 'done', fromAt: at, toAt: at + 60_000, answers: [], isExact, number: 'hot.over' },
      ...{ triggers: ['hot'], points: [], says: ['Nothing was swept.'] },
    }),
  });
  const warnings = (): number => words().split('Some samples came so late').length - 1;
  await screen.getByLabelText('Rule').selectOptions('hot');
  await expect.poll(warnings).toBe(1);
  await screen.getByRole('button', { name: 'Draw the curve of over' }).click();
  await expect.poll(warnings).toBe(2);
  expect(words()).toContain('holdpoint backtest on the session tells');
  isExact = true;
  await screen.getByLabelText('Rule').selectOptions('cool');
  await expect.poll(words).toContain('a criterion has no curve');
  await expect.poll(warnings).toBe(0);
});

test('a curve says how far it is, can be cancelled, and stands with a mark at the plan’s value', async () => {
  let isDone = false;
  const point = (value: string, found: number) => ({
    ...{ value, isOwn: value === '90', refused: null },
    score: { expected: 1, found, falseAlarms: 1 - found, falseSeconds: 0, detect: null },
  });
  const { screen, client, words } = await show({
    'plan.whatIf': ({ set }) => told(set),
    'plan.sweep': () =>
      isDone
        ? {
            ...{ state: 'done', fromAt: at, toAt: at + 60_000, answers: [], isExact: true, number: 'hot.over' },
            ...{
              triggers: ['hot'],
              points: [point('80', 0), point('90', 1), point('100', 1)],
              says: ['Ninety will do.'],
            },
          }
        : { state: 'working', done: 3, of: 4 },
    'sweep.cancel': () => ({ wasRunning: true }),
  });
  await screen.getByLabelText('Rule').selectOptions('hot');
  await screen.getByRole('button', { name: 'Draw the curve of over' }).click();
  await expect.poll(words).toContain('The curve is being judged, 75');
  await screen.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(words).toContain('The curve shows what every value would have found');
  expect(client.asked.some(({ name }) => name === 'sweep.cancel')).toBe(true);
  isDone = true;
  await screen.getByRole('button', { name: 'Draw the curve of over' }).click();
  await expect.poll(words).toContain('Ninety will do.');
  expect(screen.container.querySelectorAll('svg line.own')).toHaveLength(3);
});

test('a criterion has sliders and no curve', async () => {
  const { screen, words } = await show({
    'plan.whatIf': () => ({
      ...told([]),
      answers: [],
      original: { ...story(20), score: null },
      changed: { ...story(20), score: null },
    }),
  });
  await screen.getByLabelText('Rule').selectOptions('cool');
  await expect.poll(words).toContain('a criterion has no curve');
  await expect.poll(words).toContain('As it is: 2 changes of state.');
});
