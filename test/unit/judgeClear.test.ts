import { describe, expect, test } from 'vitest';
import { changesOf, judgeLines, linesOver } from '../help/judgeLines.ts';
import { planOf } from '../help/tickByTick.ts';

const indicators = `
indicators:
  level: { kind: gauge, gauge: { metric: level } }
  errors: { kind: ratio, bad: { metric: bad }, total: { metric: all } }
slos: { shop: { indicator: errors, objective: 50%, period: 12h, expected: 1000, alerts: [{ id: fast, long: 4s, short: 1s, factor: 1 }] } }
`;

/** The state after each second in which the gauge stood at (or so many of 100 were bad as) each of these. */
async function statesAt(when: string, clear: string, values: readonly number[]): Promise<string[]> {
  const plan = planOf(`${indicators}
triggers:
  R: { when: ${when}, for: 0s, clear: { for: 0s${clear} }, arm: advise, does: { review: true } }`);
  const lines = linesOver(0, values.length, (second) => [
    { metric: 'level', kind: 'gauge', value: values[second] ?? 0 },
    { metric: 'all', value: 100 },
    { metric: 'bad', value: Math.max(0, values[second] ?? 0) },
  ]);
  const changes = changesOf(await judgeLines(plan, lines), 'R');
  return values.map((_, second) => {
    const last = changes.filter((change) => Number.parseInt(change, 10) <= second + 1).at(-1);
    return last?.split(' ').at(-1) ?? 'ok';
  });
}

const level = (threshold: string): string => `{ indicator: level, window: 1s, ${threshold} }`;
const errors = (threshold: string): string => `{ indicator: errors, window: 1s, ${threshold} }`;

describe('a trigger is off', () => {
  // [condition, clear levels, the values it fires at, those at which it goes on firing, the first at which it is off]
  test.each([
    ['over x: at or below 0.8 x', level('over: 10'), '', 11, [10, 8.1], 8],
    ['over 0: at 0', level('over: 0'), '', 1, [0.001], 0],
    ['over -10: at or below -12', level('over: -10'), '', -9, [-10, -11.9], -12],
    ['over x with a level of its own', level('over: 10'), ', under: 5', 11, [8, 5.1], 5],
    ['under x: at or above 1.25 x', level('under: 10'), '', 9, [10, 12.4], 12.5],
    ['under 0: at 0', level('under: 0'), '', -1, [-0.001], 0],
    ['under -10: at or above -7.5', level('under: -10'), '', -11, [-10, -7.6], -7.5],
    ['under x with a level of its own', level('under: 10'), ', over: 20', 9, [12.5, 19], 20],
    ['a share under 0.2: at 0.25, as any other', errors('under: 20%'), '', 19, [20, 24], 25],
    ['a share under 0.9: at 0.92, for 1.125 is no share', errors('under: 90%'), '', 89, [90, 91], 92],
    ['a share over 0.5: at 0.4', errors('over: 50%'), '', 51, [50, 41], 40],
    ['burn over 1: at 0.8', '{ slo: shop, window: 1s, burnOver: 1 }', '', 51, [50, 41], 40],
    ['burn over 1 with a level of its own', '{ slo: shop, window: 1s, burnOver: 1 }', ', under: 0.5', 51, [40, 26], 25],
    ['burn under 1: when it is not', '{ slo: shop, window: 1s, burnUnder: 1 }', '', 49, [49.5], 50],
    [
      'burn under 1 with a level of its own',
      '{ slo: shop, window: 1s, burnUnder: 1 }',
      ', over: 1.5',
      49,
      [50, 74],
      75,
    ],
    // The long burn is still above the factor when the short one lets go.
    ['a pair: when the short burn is at 0.8 of the factor', '{ slo: shop, alert: fast }', '', 90, [50, 41], 40],
    ['what stands inside a not keeps its threshold', `{ not: ${level('under: 10')} }`, '', 10, [10.1], 9.9],
    ['any: when both are off', `{ any: [${level('over: 10')}, ${errors('over: 90%')}] }`, '', 11, [10, 8.1], 8],
    ['all: when one is off', `{ all: [${level('over: 10')}, ${errors('over: 5%')}] }`, '', 11, [10, 8.1], 8],
  ])('%s', async (_, when, clear, fires, stays, off) => {
    const values = [fires, ...stays, off];
    const firing = values.map(() => 'firing');
    expect(await statesAt(when, clear, values)).toEqual([...firing.slice(1), 'ok']);
  });

  test('a budget: never, once less than the limit is left', async () => {
    const states = await statesAt('{ slo: shop, budgetLeftUnder: 50% }', '', [250, 1, 0]);
    expect(states).toEqual(['ok', 'firing', 'firing']);
  });
});
