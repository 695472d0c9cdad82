import { expect, test } from 'vitest';
import { firingsOf } from '../../shared/judge/backtest/firings.ts';
import { type RightAnswer, rightAnswers } from '../../shared/judge/backtest/rightAnswers.ts';
import { scoreCalls } from '../../shared/judge/backtest/scoreCalls.ts';
import { type JudgedSpan, scoreTriggers, type TriggerScore } from '../../shared/judge/backtest/scoreTriggers.ts';
import type { Scenario } from '../../shared/model/scenario.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { parseScenario } from '../help/makeRecording.ts';
import { planOf } from '../help/tickByTick.ts';

const plan = planOf(`
dimensions: { market: [US, UK] }
indicators:
  errors: { kind: ratio, bad: { metric: req, where: { outcome: error } }, total: { metric: req }, matures: 10s }
  p99: { kind: quantile, latency: { metric: lat }, q: 0.99 }
  fast: { kind: share, latency: { metric: lat }, within: 250ms }
slos:
  shop: { indicator: fast, objective: 99%, period: 12h, expected: 100, alerts: [ { id: fast, long: 40s, short: 5s, factor: 2 } ] }
triggers:
  LEVEL: { when: { indicator: p99, window: 20s, over: 250 }, for: 5s, arm: advise, does: { review: true } }
  LATE: { when: { indicator: errors, window: 20s, over: 1% }, arm: advise, does: { review: true } }
  PAIR: { scope: { each: [market] }, when: { slo: shop, alert: fast }, arm: advise, does: { review: true } }
  BOTH: { when: { any: [ { indicator: p99, window: 20s, over: 250 }, { event: deploy, within: 90s } ] }, arm: advise, does: { review: true } }
  BUDGET: { when: { slo: shop, budgetLeftUnder: 10% }, arm: advise, does: { review: true } }
`);

/** A scenario of 1,000 seconds from 0 with one incident from 100 to 160, and these answers. */
function answersOf(...expects: string[]): RightAnswer[] {
  const scenario: Scenario = parseScenario(`
format: holdpoint/scenario@1
id: test
plan: plan.yaml
seed: 1
starts: T-0
lasts: 1000s
traffic: [ { kind: count, metric: req, source: app, perSecond: 1 } ]
incidents: [ { id: burn, kind: rate, from: 100s, lasts: 60s, factor: 2 } ]
expects: [ ${expects.map((one) => `{ ${one} }`).join(', ')} ]
`);
  return rightAnswers(scenario, plan, (moment) => ('afterStartMs' in moment ? moment.afterStartMs : NaN));
}

const judged: JudgedSpan = { firstMs: 1000, lastMs: 1_000_000 };

type Change = readonly [second: number, id: string, to: 'firing' | 'ok' | 'pending', cell?: Labels];

function transitionsOf(changes: readonly Change[]): Transition[] {
  const states = new Map<string, string>();
  return changes.map(([second, id, to, cell = {}]) => {
    const key = `${id} ${JSON.stringify(cell)}`;
    const from = states.get(key) ?? 'ok';
    states.set(key, to);
    return { at: second * 1000, kind: 'trigger', id, cell, from, to, why: '' };
  });
}

function score(
  answers: readonly RightAnswer[],
  changes: readonly Change[],
  span: JudgedSpan | undefined = judged,
): TriggerScore {
  return scoreTriggers(
    answers,
    () => true,
    firingsOf(transitionsOf(changes)),
    span,
    ({ id }) => id === 'BOTH',
  );
}

/** Each answer as its outcome, when it fired and how long that took, in seconds. */
function outcomes({ answers }: TriggerScore): (string | number | undefined)[][] {
  return answers.map(({ outcome, firedMs, detectMs, again }) => [
    outcome,
    ...[firedMs, detectMs].map((ms) => (ms === undefined ? undefined : ms / 1000)),
    again,
  ]);
}

function alarms({ falseAlarms }: TriggerScore): (string | number | undefined)[][] {
  return falseAlarms.map(({ firing, lastsMs, during }) => [firing.id, firing.fromMs / 1000, lastsMs / 1000, during]);
}

test('an answer begins with its incident, or when it says, and ends when its trigger can no longer see the incident', () => {
  const ends = (trigger: string): unknown[] =>
    answersOf(`incident: burn, trigger: ${trigger}, by: 120s`).map(
      (answer) => answer.kind === 'trigger' && answer.endsMs / 1000,
    );
  expect([ends('LEVEL'), ends('LATE'), ends('PAIR'), ends('BOTH'), ends('BUDGET')]).toEqual([
    [160 + 20 + 5],
    [160 + 20 + 10],
    [160 + 40],
    [160 + 90],
    [Infinity],
  ]);
  expect(answersOf('incident: burn, trigger: LEVEL, by: 500s')[0]).toMatchObject({
    beginsMs: 100_000,
    endsMs: 500_000,
  });
  expect(answersOf('incident: burn, from: 90s, trigger: LEVEL, by: 120s')[0]).toMatchObject({ beginsMs: 90_000 });
  expect(answersOf('from: 300s, trigger: LEVEL, by: 400s')[0]).toMatchObject({ beginsMs: 300_000, endsMs: Infinity });
  expect(answersOf('trigger: LEVEL, by: 400s')[0]).toMatchObject({ beginsMs: undefined });
});

test('a trigger and a call are two answers', () => {
  const both = answersOf('incident: burn, trigger: PAIR, cell: { market: US }, call: HOLD, by: 120s');
  expect(both).toEqual([
    {
      kind: 'trigger',
      id: 'PAIR',
      cell: { market: 'US' },
      incident: 'burn',
      beginsMs: 100_000,
      overMs: 160_000,
      byMs: 120_000,
      endsMs: 200_000,
    },
    { kind: 'call', word: 'HOLD', incident: 'burn', beginsMs: 100_000, overMs: 160_000, byMs: 120_000 },
  ]);
});

const level = answersOf('incident: burn, trigger: LEVEL, by: 120s');

test.each<[what: string, changes: readonly Change[], outcome: unknown[], falseAlarms: unknown[][]]>([
  [
    'in time',
    [
      [105, 'LEVEL', 'firing'],
      [130, 'LEVEL', 'ok'],
    ],
    ['found', 105, 5, 0],
    [],
  ],
  ['as it begins', [[100, 'LEVEL', 'firing']], ['found', 100, 0, 0], []],
  ['at its deadline', [[120, 'LEVEL', 'firing']], ['found', 120, 20, 0], []],
  ['a second after its deadline', [[121, 'LEVEL', 'firing']], ['late', 121, undefined, 0], []],
  ['when it can just see it', [[185, 'LEVEL', 'firing']], ['late', 185, undefined, 0], []],
  [
    'when it is over',
    [
      [186, 'LEVEL', 'firing'],
      [196, 'LEVEL', 'ok'],
    ],
    ['missed', undefined, undefined, 0],
    [['LEVEL', 186, 10, undefined]],
  ],
  [
    'before, and again',
    [
      [90, 'LEVEL', 'firing'],
      [99, 'LEVEL', 'ok'],
      [110, 'LEVEL', 'firing'],
    ],
    ['found', 110, 10, 0],
    [['LEVEL', 90, 9, undefined]],
  ],
  ['before, for good', [[90, 'LEVEL', 'firing']], ['standing', 90, undefined, 0], [['LEVEL', 90, 910, undefined]]],
  [
    'before, and clears as it begins',
    [
      [90, 'LEVEL', 'firing'],
      [100, 'LEVEL', 'ok'],
    ],
    ['missed', undefined, undefined, 0],
    [['LEVEL', 90, 10, undefined]],
  ],
  [
    'three times',
    [
      [105, 'LEVEL', 'firing'],
      [106, 'LEVEL', 'ok'],
      [110, 'LEVEL', 'firing'],
      [111, 'LEVEL', 'ok'],
      [170, 'LEVEL', 'firing'],
    ],
    ['found', 105, 5, 2],
    [],
  ],
  [
    'never',
    [
      [105, 'LEVEL', 'pending'],
      [106, 'LEVEL', 'ok'],
    ],
    ['missed', undefined, undefined, 0],
    [],
  ],
  ['another one', [[105, 'LATE', 'firing']], ['missed', undefined, undefined, 0], [['LATE', 105, 895, 'burn']]],
])('it fires %s', (_what, changes, outcome, falseAlarms) => {
  const scored = score(level, changes);
  expect(outcomes(scored)).toEqual([outcome]);
  expect(alarms(scored)).toEqual(falseAlarms);
});

test('an answer without a beginning is found whenever it fires before its deadline, and no time to it is told', () => {
  const open = answersOf('trigger: LEVEL, by: 400s');
  expect(outcomes(score(open, [[7, 'LEVEL', 'firing']]))).toEqual([['found', 7, undefined, 0]]);
  expect(outcomes(score(open, [[401, 'LEVEL', 'firing']]))).toEqual([['late', 401, undefined, 0]]);
});

test('what nothing was known of is not missed in silence', () => {
  expect(outcomes(score(answersOf('incident: burn, trigger: BOTH, by: 120s'), []))).toEqual([
    ['blind', undefined, undefined, 0],
  ]);
});

test('a deadline outside of the recording is not judged, and what fired before is found all the same', () => {
  const short = { firstMs: 1000, lastMs: 119_000 };
  expect(outcomes(score(level, [], short))).toEqual([['unjudged', undefined, undefined, 0]]);
  expect(outcomes(score(level, [[110, 'LEVEL', 'firing']], short))).toEqual([['found', 110, 10, 0]]);
  expect(outcomes(score(level, [], { firstMs: 121_000, lastMs: 900_000 }))).toEqual([
    ['unjudged', undefined, undefined, 0],
  ]);
  expect(
    outcomes(
      scoreTriggers(
        level,
        () => true,
        [],
        undefined,
        () => false,
      ),
    ),
  ).toEqual([['unjudged', undefined, undefined, 0]]);
});

test('cells answer for themselves', () => {
  const cells = answersOf('incident: burn, trigger: PAIR, cell: { market: US }, by: 120s');
  const [US, UK] = [{ market: 'US' }, { market: 'UK' }];
  const scored = score(cells, [
    [110, 'PAIR', 'firing', UK],
    [112, 'PAIR', 'firing', US],
    [115, 'PAIR', 'ok', UK],
  ]);
  expect(outcomes(scored)).toEqual([['found', 112, 12, 0]]);
  expect(alarms(scored)).toEqual([['PAIR', 110, 5, 'burn']]);
});

test('two answers of one trigger are told apart by their incidents', () => {
  const two = [...level, ...answersOf('from: 500s, trigger: LEVEL, by: 520s')];
  expect(
    outcomes(
      score(two, [
        [105, 'LEVEL', 'firing'],
        [170, 'LEVEL', 'ok'],
        [510, 'LEVEL', 'firing'],
      ]),
    ),
  ).toEqual([
    ['found', 105, 5, 0],
    ['found', 510, 10, 0],
  ]);
  expect(outcomes(score(two, [[105, 'LEVEL', 'firing']]))).toEqual([
    ['found', 105, 5, 0],
    ['standing', 105, undefined, 0],
  ]);
});

test('only the triggers that are counted have answers', () => {
  const both = [...level, ...answersOf('incident: burn, trigger: LATE, by: 120s')];
  const scored = scoreTriggers(
    both,
    (id) => id === 'LATE',
    firingsOf(transitionsOf([[103, 'LATE', 'firing']])),
    judged,
    () => false,
  );
  expect(outcomes(scored)).toEqual([['found', 103, 3, 0]]);
});

function call(second: number, from: string, to: string): Transition {
  return { at: second * 1000, kind: 'call', id: 'call', cell: {}, from, to, why: '' };
}

test.each<[calls: readonly Transition[], word: string, outcome: unknown[]]>([
  [[], 'HOLD', ['found', 'HOLD', undefined]],
  [[], 'GO', ['missed', 'HOLD', undefined]],
  [[call(50, 'HOLD', 'GO'), call(104, 'GO', 'ROLLBACK')], 'ROLLBACK', ['found', 'ROLLBACK', 4000]],
  [[call(50, 'HOLD', 'GO'), call(100, 'GO', 'ROLLBACK')], 'ROLLBACK', ['found', 'ROLLBACK', 0]],
  [[call(50, 'HOLD', 'ROLLBACK')], 'ROLLBACK', ['found', 'ROLLBACK', undefined]],
  [[call(104, 'HOLD', 'ROLLBACK'), call(119, 'ROLLBACK', 'GO')], 'ROLLBACK', ['missed', 'GO', undefined]],
  [[call(121, 'HOLD', 'ROLLBACK')], 'ROLLBACK', ['missed', 'HOLD', undefined]],
])('after %j the call %s is judged at its deadline', (calls, word, expected) => {
  const [scored] = scoreCalls(answersOf(`incident: burn, call: ${word}, by: 120s`), calls, judged);
  expect([scored?.outcome, scored?.word, scored?.detectMs]).toEqual(expected);
});

test('a call whose deadline is outside of the recording is not judged', () => {
  const answers = answersOf('incident: burn, call: HOLD, by: 120s');
  expect(scoreCalls(answers, [], { firstMs: 1000, lastMs: 119_000 })[0]?.outcome).toBe('unjudged');
  expect(scoreCalls(answers, [], undefined)[0]?.outcome).toBe('unjudged');
});
