import { describe, expect, test } from 'vitest';
import { planOf, type TestSample, TickByTick, triggerOn } from '../help/tickByTick.ts';

const indicators = `
indicators:
  queue: { kind: gauge, gauge: { metric: queue } }
  fallback: { kind: gauge, gauge: { metric: fallback } }
  errors: { kind: ratio, bad: { metric: bad }, total: { metric: all } }
  token: { kind: ratio, bad: { metric: takeovers, where: { arm: token } }, total: { metric: logins, where: { arm: token } } }
  control: { kind: ratio, bad: { metric: takeovers, where: { arm: control } }, total: { metric: logins, where: { arm: control } } }
  lift: { kind: compare, treatment: token, baseline: control }
slos: { shop: { indicator: errors, objective: 50%, period: 12h, expected: 1000, alerts: [{ id: fast, long: 2s, short: 1s, factor: 1 }] } }
`;

/** Of a trigger on this condition: its state and its words after seconds in which the queue (and bad of 100) were so. */
function wordsAfter(when: string, values: readonly number[], fallback = 4): string[] {
  const told = new TickByTick(planOf(`${indicators}\ntriggers:\n${triggerOn('R', when)}`));
  for (const value of values) {
    told.give([
      { metric: 'queue', kind: 'gauge', value },
      { metric: 'fallback', kind: 'gauge', value: fallback },
      { metric: 'all', value: 100 },
      { metric: 'bad', value: Math.min(value, 100) },
    ]);
  }
  return [told.state('R'), told.why('R')];
}

describe('between its clear level and its threshold a rule says both', () => {
  const over = '{ indicator: queue, window: 1s, over: 200 }';
  const under = '{ indicator: queue, window: 1s, under: 80 }';
  const burn = '{ slo: shop, window: 1s, burnOver: 1 }';
  const alert = '{ slo: shop, alert: fast }';
  test.each([
    [over, [210], 'firing', 'queue over 1s is 210, above 200.'],
    [over, [210, 170], 'firing', 'queue over 1s is 170, not above 200 but not yet at or below 160.'],
    [over, [210, 160], 'ok', 'queue over 1s is 160, not above 200.'],
    [under, [70, 90], 'firing', 'queue over 1s is 90, not below 80 but not yet at or above 100.'],
    [under, [70, 100], 'ok', 'queue over 1s is 100, not below 80.'],
    [burn, [60, 45], 'firing', 'burn is 0.9x over 1s (45 bad of 100), not above 1x but not yet at or below 0.8x.'],
    [burn, [60, 40], 'ok', 'burn is 0.8x over 1s (40 bad of 100), not above 1x.'],
    // 1 - 0.05^(1/100) of the half that the objective allows.
    [burn, [60, 0], 'ok', 'burn is 0x over 1s (0 bad of 100: below 0.05903x at 95 %), not above 1x.'],
    [
      alert,
      [60, 45],
      'firing',
      'burn is 1.05x over 2s and 0.9x over 1s (105 bad of 200), not both above 1x but not yet at or below 0.8x over 1s.',
    ],
    [alert, [60, 40], 'ok', 'burn is 1x over 2s and 0.8x over 1s (100 bad of 200), not both above 1x.'],
    // What stands inside a `not` has no clear level.
    [`{ not: ${over} }`, [170], 'firing', 'queue over 1s is 170, not above 200.'],
  ])('%s after %j', (when, values, state, words) => {
    expect(wordsAfter(when, values)).toEqual([state, words]);
  });

  test('and a criterion, which has no clear level, does not', () => {
    const told = new TickByTick(
      planOf(
        `${indicators}\ncriteria: { C: { says: Queue short, holds: { indicator: queue, window: 1s, under: 80 } } }`,
      ),
    );
    told.give([{ metric: 'queue', kind: 'gauge', value: 90 }]);
    expect(told.snapshot().criteria[0]).toMatchObject({ state: 'fail', why: 'queue over 1s is 90, not below 80.' });
  });
});

describe('clauses that are put together say what is so', () => {
  const queue = '{ indicator: queue, window: 1s, over: 200 }';
  const fallback = '{ indicator: fallback, window: 1s, over: 10 }';
  test.each([
    [
      `{ all: [${queue}, { not: ${fallback} }] }`,
      'queue over 1s is 210, above 200; and fallback over 1s is 4, not above 10.',
    ],
    [`{ not: { any: [${fallback}] } }`, 'fallback over 1s is 4, not above 10.'],
    [`{ any: [${queue}, ${fallback}] }`, 'queue over 1s is 210, above 200.'],
    [`{ not: { all: [${queue}, ${fallback}] } }`, 'fallback over 1s is 4, not above 10.'],
  ])('%s', (when, words) => {
    expect(wordsAfter(when, [210])).toEqual(['firing', words]);
  });

  test('of an any that is not so, everything that it looked at', () => {
    expect(wordsAfter(`{ any: [${queue}, ${fallback}] }`, [100])[1]).toBe(
      'queue over 1s is 100, not above 200; and fallback over 1s is 4, not above 10.',
    );
  });
});

test.each([
  [
    '{ not: { indicator: lift, ratioOver: 2, window: 1s } }',
    'firing',
    /; not proven: the chance of this at 2 times is \S+ \(mid-p \S+\), and proof asks for less than 0\.001\.$/,
  ],
  [
    '{ indicator: lift, ratioOver: 1.1, window: 1s }',
    'firing',
    /; proven: the chance of this at 1\.1 times is \S+ \(mid-p \S+\), and proof asks for less than 0\.001\.$/,
  ],
  [
    '{ indicator: lift, ratioOver: 2 }',
    'ok',
    /; not proven: the evidence for more than 2 times is \S+, and proof at 95 % asks for 20\.$/,
  ],
])('a ratio says whether it is proven: %s', (when, state, words) => {
  const told = new TickByTick(planOf(`${indicators}\ntriggers:\n${triggerOn('R', when)}`));
  const arm = (name: string, takeovers: number): TestSample[] => [
    { metric: 'takeovers', labels: { arm: name }, value: takeovers },
    { metric: 'logins', labels: { arm: name }, value: 10_000 },
  ];
  told.give([...arm('token', 180), ...arm('control', 100)]);
  expect(told.state('R')).toBe(state);
  expect(told.why('R')).toMatch(words);
});
