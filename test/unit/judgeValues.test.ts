import { describe, expect, test } from 'vitest';
import { changesOf, judgeLines, linesAt, linesOver, type SampleWords } from '../help/judgeLines.ts';
import type { RawLine } from '../help/naiveIntake.ts';
import { planOf, t0S } from '../help/tickByTick.ts';

/** The value and n of an indicator over 10 s, after the last of these lines, as a criterion that holds or fails tells. */
async function valueOf(indicator: string, lines: readonly RawLine[]) {
  const plan = planOf(`
indicators:
  token: { kind: rate, count: { metric: k1 }, per: { metric: n1 }, scale: 1000 }
  control: { kind: rate, count: { metric: k0 }, per: { metric: n0 }, scale: 1000 }
  it: ${indicator}
criteria: { C: { says: It holds, holds: { indicator: it, window: 10s, over: 1e9 } } }`);
  const { transitions } = await judgeLines(plan, lines);
  const last = transitions.findLast(({ id }) => id === 'C');
  return last === undefined ? 'unknown' : { value: last.value, n: last.n };
}

const count = (metric: string, value: number, labels = {}): SampleWords => ({ metric, value, labels });
const gauge = (source: string, hall: string, value: number): SampleWords => ({
  metric: 'stock',
  kind: 'gauge',
  source,
  labels: { hall },
  value,
});
const latency = (second: number, said: object): RawLine => ({
  t: (t0S + second) * 1000,
  source: 'app',
  kind: 'latency',
  metric: 'lat',
  labels: {},
  ...said,
});

describe('the value of', () => {
  const mixed = linesAt(0, [
    count('all', 30),
    count('all', 10, { outcome: 'error' }),
    count('all', 10, { outcome: 'ok' }),
  ]);
  const stock = linesAt(0, [gauge('a', 'x', 5), gauge('b', 'x', -3), gauge('a', 'y', 10)]);
  const sides = linesAt(0, [count('k1', 6), count('n1', 200), count('k0', 2), count('n0', 100)]);
  const exact = [latency(0, { values: [10, 20, 30, 250] })];
  const bucketed = [
    latency(0, {
      buckets: [
        [10, 5],
        [50, 7],
        ['+Inf', 1],
      ],
    }),
  ];

  test.each([
    [
      'a ratio of bad',
      '{ kind: ratio, bad: { metric: all, where: { outcome: error } }, total: { metric: all } }',
      mixed,
      { value: 0.2, n: 50 },
    ],
    [
      'a ratio of good',
      '{ kind: ratio, good: { metric: all, where: { outcome: [ok, fine] } }, total: { metric: all } }',
      mixed,
      { value: 0.8, n: 50 },
    ],
    [
      'a share that is not bad',
      '{ kind: ratio, of: { metric: all, where: { outcome: ok } }, total: { metric: all } }',
      mixed,
      { value: 0.2, n: 50 },
    ],
    ['a rate', '{ kind: rate, count: { metric: k1 }, per: { metric: n1 }, scale: 1000 }', sides, { value: 30, n: 200 }],
    ['a comparison', '{ kind: compare, treatment: token, baseline: control }', sides, { value: 1.5, n: 100 }],
    [
      'a comparison with nothing against it',
      '{ kind: compare, treatment: token, baseline: control }',
      sides.slice(0, 2),
      'unknown',
    ],
    ['a total', '{ kind: total, count: { metric: all } }', mixed, { value: 50, n: 50 }],
    [
      'a gauge: its series added up, one for each source',
      '{ kind: gauge, gauge: { metric: stock } }',
      stock,
      { value: 12, n: 3 },
    ],
    ['a gauge, sizes added up', '{ kind: gauge, gauge: { metric: stock }, over: sumAbs }', stock, { value: 18, n: 3 }],
    ['a gauge, the largest', '{ kind: gauge, gauge: { metric: stock }, over: max }', stock, { value: 10, n: 3 }],
    ['a gauge, the smallest', '{ kind: gauge, gauge: { metric: stock }, over: min }', stock, { value: -3, n: 3 }],
    ['a gauge, the mean', '{ kind: gauge, gauge: { metric: stock }, over: mean }', stock, { value: 4, n: 3 }],
    ['a share of latencies', '{ kind: share, latency: { metric: lat }, within: 20ms }', exact, { value: 0.5, n: 4 }],
    [
      'a share from buckets',
      '{ kind: share, latency: { metric: lat }, within: 50ms }',
      bucketed,
      { value: 12 / 13, n: 13 },
    ],
    [
      'a share whose limit a bucket straddles, which counts as over',
      '{ kind: share, latency: { metric: lat }, within: 40ms }',
      bucketed,
      { value: 5 / 13, n: 13 },
    ],
    ['a mean', '{ kind: mean, latency: { metric: lat } }', exact, { value: 77.5, n: 4 }],
    ['a quantile from buckets', '{ kind: quantile, latency: { metric: lat }, q: 0.5 }', bucketed, { value: 50, n: 13 }],
    [
      'a quantile in the endless bucket',
      '{ kind: quantile, latency: { metric: lat }, q: 1 }',
      bucketed,
      { value: undefined, n: 13 },
    ],
    ['a speed before its window is covered', '{ kind: speed, count: { metric: all } }', mixed, 'unknown'],
  ])('%s', async (_, indicator, lines, expected) => {
    const found = await valueOf(indicator, lines);
    if (typeof expected === 'string' || typeof found === 'string') expect(found).toEqual(expected);
    else {
      expect(found.n).toBe(expected.n);
      if (expected.value === undefined) expect(found.value).toBeUndefined();
      else expect(found.value).toBeCloseTo(expected.value, 11);
    }
  });

  test('a speed, once its window is covered', async () => {
    const lines = linesOver(0, 10, (second) => [count('all', second === 4 ? 25 : 1)]);
    expect(await valueOf('{ kind: speed, count: { metric: all } }', lines)).toEqual({ value: 3.4, n: 34 });
    expect(await valueOf('{ kind: speed, count: { metric: all }, peak: true }', lines)).toEqual({ value: 25, n: 34 });
    expect(await valueOf('{ kind: speed, count: { metric: all } }', lines.slice(1))).toBe('unknown');
  });

  test.each([
    [0, 10],
    [0.5, 20],
    [0.67, 30],
    [1, 250],
  ])('the quantile %d, within 1 % of the value at its rank', async (q, ms) => {
    const found = await valueOf(`{ kind: quantile, latency: { metric: lat }, q: ${q} }`, exact);
    expect(found).toMatchObject({ n: 4 });
    const value = typeof found === 'string' ? undefined : found.value;
    expect(Math.abs((value ?? Infinity) - ms)).toBeLessThanOrEqual(0.01 * ms);
  });

  test('too few', async () => {
    const indicator = '{ kind: ratio, bad: { metric: bad }, total: { metric: all }, minimum: 50 }';
    expect(await valueOf(indicator, linesAt(0, [count('all', 49)]))).toBe('unknown');
    expect(await valueOf(indicator, linesAt(0, [count('all', 50)]))).toEqual({ value: 0, n: 50 });
  });
});

describe('a value is as old as the most silent of its sources', () => {
  const plan = planOf(`
indicators:
  errors: { kind: ratio, bad: { metric: bad }, total: { metric: all }, staleAfter: 5s }
criteria: { C: { says: It holds, holds: { indicator: errors, window: 1m, under: 50% } } }`);
  const from = (source: string): SampleWords => ({ metric: 'all', source, value: 10 });
  const mark = (second: number, source: string, end: boolean): RawLine => ({
    t: (t0S + second) * 1000,
    source,
    kind: 'mark',
    ...(end ? { end } : {}),
  });
  const bothFirst = (second: number): SampleWords[] => (second === 0 ? [from('gw-1'), from('gw-2')] : [from('gw-1')]);

  test.each([
    ['half the gateways gone is not fresh', [], ['1: unknown -> pass', '6: pass -> unknown']],
    ['a mark says that all is well', [mark(4, 'gw-2', false)], ['1: unknown -> pass', '10: pass -> unknown']],
    ['one that leaves no longer counts', [mark(4, 'gw-2', true)], ['1: unknown -> pass']],
    [
      'if all have left, it ages as if they had fallen silent',
      [mark(4, 'gw-2', true), mark(11, 'gw-1', true)],
      ['1: unknown -> pass', '12: pass -> unknown'],
    ],
    [
      'one that comes back counts again',
      [mark(2, 'gw-2', true), mark(3, 'gw-2', false)],
      ['1: unknown -> pass', '9: pass -> unknown'],
    ],
  ])('%s', async (_, marks, changes) => {
    const lines = [...linesOver(0, 12, bothFirst), ...marks].sort(
      (one, other) => Number(one['t']) - Number(other['t']),
    );
    expect(changesOf(await judgeLines(plan, lines), 'C')).toEqual(changes);
  });

  test('a quiet cell of a talking source is quiet, not lost', async () => {
    const cells = planOf(`
dimensions: { market: [US, UK] }
indicators: { orders: { kind: total, count: { metric: orders }, by: [market], staleAfter: 5s } }
criteria: { C: { says: Few, scope: { each: [market] }, holds: { indicator: orders, window: 3s, under: 5 } } }`);
    const order = (market: string): SampleWords => ({ metric: 'orders', labels: { market }, value: 1 });
    const lines = linesOver(0, 20, (second) => (second === 0 ? [order('US'), order('UK')] : [order('US')]));
    const { transitions } = await judgeLines(cells, lines);
    expect(transitions.filter(({ id }) => id === 'C').map(({ cell, to }) => [cell['market'], to])).toEqual([
      ['US', 'pass'],
      ['UK', 'pass'],
    ]);
  });

  test('a count of rare things is known while its sign of life is heard, and nobody else', async () => {
    const rare = planOf(`
indicators: { dups: { kind: total, count: { metric: dup }, alive: { metric: credited }, staleAfter: 5s } }
criteria: { C: { says: None, holds: { indicator: dups, window: 1m, under: 1 } } }`);
    const samplesAt = (second: number) => (second < 5 ? [count('credited', 1)] : []);
    const judged = await judgeLines(rare, linesOver(0, 20, samplesAt, ['clock']));
    expect(changesOf(judged, 'C')).toEqual(['1: unknown -> pass', '10: pass -> unknown']);
  });
});

describe('an event budget', () => {
  const plan = (spentAtStart: string) =>
    planOf(`
indicators: { errors: { kind: ratio, bad: { metric: bad }, total: { metric: all } } }
slos: { shop: { indicator: errors, objective: 99%, period: 12h, expected: 1000, spentAtStart: ${spentAtStart} } }
triggers: { R: { when: { slo: shop, budgetLeftUnder: 2% }, arm: advise, does: { review: true } } }`);
  const lines = linesOver(-5, 5, () => [count('all', 100), count('bad', 3)]);

  // 10 may fail. What failed before T-0 is not counted, and what is left may be less than nothing.
  test.each([
    ['0%', '4: ok -> firing', -0.2],
    ['45%', '2: ok -> firing', -0.05],
    ['120%', '-4: ok -> firing', -0.2],
  ])('with %s spent at the start', async (spent, change, left) => {
    const judged = await judgeLines(plan(spent), lines);
    expect(changesOf(judged, 'R')).toEqual([change]);
    expect(judged.transitions.find(({ id }) => id === 'R')?.value).toBeCloseTo(left, 9);
  });
});
