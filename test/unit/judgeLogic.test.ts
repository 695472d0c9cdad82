import { describe, expect, test } from 'vitest';
import { judgeLines, linesOver } from '../help/judgeLines.ts';
import { planOf } from '../help/tickByTick.ts';

/**
 * Conditions that are true (`T`), false (`F`) or unknown (`U`, fed but with no value in the window), of one to three
 * gauges: a criterion that waits for nothing passes, fails or is unknown by them.
 */
async function truthOf(condition: string, truths: string): Promise<string> {
  const leaf = (name: string): string => `{ indicator: ${name}, window: 1s, over: 0 }`;
  const written = condition.replace(/\b[abc]\b/g, leaf);
  const plan = planOf(`
indicators:
  a: { kind: gauge, gauge: { metric: a } }
  b: { kind: gauge, gauge: { metric: b } }
  c: { kind: gauge, gauge: { metric: c } }
criteria: { C: { says: It holds, holds: ${written} } }`);
  const samplesAt = (second: number) =>
    [...truths].flatMap((truth, place) => {
      const value = truth === 'T' ? 1 : 0;
      return truth === 'U' && second > 0 ? [] : [{ metric: 'abc'.charAt(place), kind: 'gauge', value }];
    });
  const { transitions } = await judgeLines(plan, linesOver(0, 2, samplesAt, ['app']));
  const state = transitions.findLast(({ id }) => id === 'C')?.to ?? 'unknown';
  return { pass: 'T', fail: 'F', unknown: 'U' }[state] ?? state;
}

describe('three-valued logic', () => {
  test.each([
    ['{ all: [a, b] }', { TT: 'T', TF: 'F', FT: 'F', FF: 'F', TU: 'U', UT: 'U', FU: 'F', UF: 'F', UU: 'U' }],
    ['{ any: [a, b] }', { TT: 'T', TF: 'T', FT: 'T', FF: 'F', TU: 'T', UT: 'T', FU: 'U', UF: 'U', UU: 'U' }],
    ['{ not: a }', { T: 'F', F: 'T', U: 'U' }],
    ['{ not: { not: a } }', { T: 'T', F: 'F', U: 'U' }],
    ['{ all: [a] }', { T: 'T', F: 'F', U: 'U' }],
    [
      '{ any: [a, { all: [b, { not: c }] }] }',
      { FTF: 'T', FTT: 'F', FTU: 'U', FFU: 'F', TUU: 'T', UFT: 'U', UTF: 'T' },
    ],
    ['{ not: { any: [a, b] } }', { FF: 'T', TU: 'F', FU: 'U' }],
  ])('%s', async (condition, table) => {
    const found: Record<string, string> = {};
    for (const truths of Object.keys(table)) found[truths] = await truthOf(condition, truths);
    expect(found).toEqual(table);
  });
});

test('a composite tells the value and n of its first leaf', async () => {
  const plan = planOf(`
indicators:
  stock: { kind: gauge, gauge: { metric: stock } }
  errors: { kind: ratio, bad: { metric: bad }, total: { metric: all } }
triggers:
  R: { when: { any: [{ all: [{ not: { indicator: errors, window: 1s, over: 50% } }] }, { indicator: stock, window: 1s, over: 5 }] }, arm: advise, does: { review: true } }`);
  const lines = linesOver(0, 1, () => [
    { metric: 'stock', kind: 'gauge', value: 9 },
    { metric: 'all', value: 40 },
    { metric: 'bad', value: 10 },
  ]);
  const { transitions } = await judgeLines(plan, lines);
  expect(transitions.find(({ id }) => id === 'R')).toMatchObject({ to: 'firing', value: 0.25, n: 40 });
});

test('a composite cannot see if any leaf cannot, and moves no timer on what one leaf has not heard lately', async () => {
  const plan = planOf(`
indicators:
  here: { kind: gauge, gauge: { metric: here } }
  away: { kind: gauge, gauge: { metric: away } }
triggers:
  R: { when: { any: [{ indicator: here, window: 1s, over: 0 }, { indicator: away, window: 1m, over: 9 }] }, for: 20s, arm: advise, does: { review: true } }`);
  const samplesAt = (second: number) => [
    { metric: 'here', kind: 'gauge', value: 1 },
    ...(second < 10 ? [{ metric: 'away', kind: 'gauge', value: 1, source: 'far' }] : []),
  ];
  const { transitions } = await judgeLines(plan, linesOver(1, 80, samplesAt));
  // True throughout, but it has not been heard of `away` since second 9, and 30 s later that is stale.
  const states = transitions.map(({ at, id, to }) => `${at / 1000 - 1774879200}: ${id} ${to}`);
  expect(states).toEqual(['2: R pending', '2: call GO', '40: call HOLD']);
});
