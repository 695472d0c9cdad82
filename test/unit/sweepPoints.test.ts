import { expect, test } from 'vitest';
import { sweepPoints, type SweepPoints } from '../../shared/judge/backtest/sweepPoints.ts';
import { readSweep, type SweepRange } from '../../shared/judge/backtest/sweepRange.ts';
import { fromLoosest } from '../../shared/judge/backtest/strictness.ts';
import { planOf } from '../help/tickByTick.ts';

const plan = planOf(`
dimensions: { market: [US, UK] }
indicators:
  errors: { kind: ratio, bad: { metric: req, where: { outcome: error } }, total: { metric: req } }
  p99: { kind: quantile, latency: { metric: lat }, q: 0.99 }
  lost: { kind: rate, count: { metric: lost }, per: { metric: req } }
  lift: { kind: compare, treatment: lost, baseline: lost }
slos:
  shop: { indicator: errors, objective: 99.9%, period: 12h, alerts: [ { id: fast, long: 15m, short: 75s, spend: 10% }, { id: slow, long: 1h, factor: 3 }, { id: spare, long: 2h, factor: 2 } ] }
triggers:
  SLOW: { when: { indicator: p99, window: 5m, over: 250 }, for: 2m, arm: hold, does: { hold: launch } }
  RARE: { when: { indicator: errors, window: 5m, under: 20% }, arm: advise, does: { review: true } }
  FAST: { scope: { each: [market] }, when: { slo: shop, alert: fast }, arm: act, does: { rollback: cell, to: 0% } }
  BOTH: { when: { all: [ { slo: shop, alert: fast }, { not: { slo: shop, alert: slow } } ] }, arm: advise, does: { review: true } }
  EITHER: { when: { any: [ { slo: shop, alert: slow }, { not: { slo: shop, alert: slow } } ] }, arm: advise, does: { review: true } }
  NOT: { when: { not: { indicator: p99, window: 5m, over: 250 } }, confidence: 95%, arm: advise, does: { review: true } }
  SUM: { when: { cusum: lost, every: 1m, m0: 1, m1: 3, h: 5 }, arm: advise, does: { review: true } }
  LIFT: { when: { indicator: lift, ratioOver: 1 }, arm: advise, does: { review: true } }
  PAPERS: { when: { all: [ { evidence: papers }, { indicator: p99, window: 5m, over: 9 } ] }, arm: advise, does: { review: true } }
criteria:
  LCC-1: { says: Calm, holds: { slo: shop, window: 30m, burnUnder: 1 }, for: 30m }
evidence: { papers: { says: Papers, kind: file } }
`);

function rangeOf(text: string): SweepRange {
  const range = readSweep(text);
  if (typeof range === 'string') throw new Error(range);
  return range;
}

function pointsOf(...sweeps: string[]): SweepPoints {
  const points = sweepPoints(plan, sweeps.map(rangeOf));
  if (typeof points === 'string') throw new Error(points);
  return points;
}

/** Each point as its values, that of the plan in brackets. */
function told({ points }: SweepPoints): string[] {
  return points.map(({ values, isOwn }) => {
    const texts = values.map((value) => value?.text ?? 'default').join(' ');
    return isOwn ? `[${texts}]` : texts;
  });
}

test.each([
  [['SLOW.over=200..300:50'], ['200', '[250]', '300']],
  [['SLOW.over=300..400:50'], ['[250]', '300', '350', '400']],
  [['SLOW.over=200..300:100'], ['200', '[250]', '300']],
  [['RARE.under=10%..30%:10%'], ['10%', '[20%]', '30%']],
  [['RARE.under=0.1..0.3:0.1'], ['0.1', '[0.2]', '0.3']],
  [['RARE.under=15%..25%:10%'], ['15%', '[20%]', '25%']],
  [['SLOW.for=1m..3m:1m'], ['1m', '[2m]', '3m']],
  [['SLOW.clear.for=1m..2m:1m'], ['[default]', '1m', '2m']],
  [['FAST.factor=3.8..5.8:1'], ['3.8', '[4.8]', '5.8']],
  [['FAST.spend=5%..15%:5%'], ['5%', '[10%]', '15%']],
  [['shop.slow.factor=2..4:1'], ['2', '[3]', '4']],
  [
    ['SLOW.over=250..300:50', 'SLOW.for=1m..2m:1m'],
    ['250 1m', '[250 2m]', '300 1m', '300 2m'],
  ],
  [
    ['SLOW.over=300..350:50', 'SLOW.for=1m..3m:2m'],
    ['[250 2m]', '300 1m', '300 3m', '350 1m', '350 3m'],
  ],
])('%s has these points, and the plan its own among them', (sweeps, points) => {
  expect(told(pointsOf(...sweeps))).toEqual(points);
});

test.each([
  ['SLOW.over=1..2:1', ['SLOW']],
  ['FAST.factor=1..2:1', ['FAST', 'BOTH']],
  ['shop.fast.spend=1%..2%:1%', ['FAST', 'BOTH']],
  ['shop.slow.factor=1..2:1', ['BOTH', 'EITHER']],
])('%s is judged by every trigger on the number', (sweep, triggers) => {
  expect(pointsOf(sweep).triggers).toEqual(triggers);
});

test('the plan that was given stays as it is, and is the point of its own values where the range leaves them out', () => {
  const before = JSON.stringify(plan);
  const { points } = pointsOf('SLOW.over=300..400:50');
  expect(points.find(({ isOwn }) => isOwn)).toMatchObject({ plan, set: [] });
  expect(JSON.stringify(plan)).toBe(before);
});

test.each([
  [['SLOWW.over=1..2:1'], 'The plan has no rule SLOWW: did you mean SLOW?'],
  [
    ['SLOW.ovr=1..2:1'],
    'SLOW has no ovr: did you mean over? It has over, window, for, clear.for, clear.under, confidence.',
  ],
  [['SLOW.for=1..2:1'], "SLOW.for cannot be '1': write a duration such as 30s or 5m, with its unit."],
  [['FAST.factor=0..2:1'], "FAST.factor cannot be '0': write a number above 0."],
  [
    ['SLOW.confidence=90%..110%:10%'],
    "SLOW.confidence cannot be '100%': write a percentage such as 99.9%, between 0% and 100%.",
  ],
  [
    ['LCC-1.for=1m..2m:1m'],
    'LCC-1.for belongs to a criterion, and right answers speak of triggers and the call: sweep a trigger, or look at it with `holdpoint judge --set`.',
  ],
  [
    ['shop.spare.factor=1..2:1'],
    'shop.spare.factor belongs to an alert pair that no trigger rests on: nothing would fire.',
  ],
  [
    ['PAPERS.over=1..2:1'],
    'PAPERS.over belongs to PAPERS, which rests on evidence, and that only a session can judge: sweep another.',
  ],
  [['SLOW.over=1..2:1', 'SLOW.over=3..4:1'], 'SLOW.over is swept twice: write one range for it.'],
  [
    ['SLOW.over=1..50:1', 'SLOW.for=1s..30s:1s'],
    'The sweeps have 1,500 combinations, and at most 1,000 are judged: write larger steps.',
  ],
])('%s is refused in words', (sweeps, sentence) => {
  expect(sweepPoints(plan, sweeps.map(rangeOf))).toBe(sentence);
});

/** The points of a trigger from the one that is true most easily, as values. */
function loosestOf(trigger: string, ...sweeps: string[]): string[] | undefined {
  const { numbers, points } = pointsOf(...sweeps);
  const order = fromLoosest(plan, trigger, numbers, points);
  return order?.map((place) => points[place]?.values.map((value) => value?.text).join(' ') ?? '');
}

test.each([
  ['SLOW', ['SLOW.over=200..300:50'], ['200', '250', '300']],
  ['RARE', ['RARE.under=10%..30%:10%'], ['30%', '20%', '10%']],
  ['NOT', ['NOT.over=200..300:50'], ['300', '250', '200']],
  ['FAST', ['shop.fast.spend=5%..15%:5%'], ['5%', '10%', '15%']],
  ['BOTH', ['shop.slow.factor=2..4:1'], ['4', '3', '2']],
  // Plain and inside a `not`: no order.
  ['EITHER', ['shop.slow.factor=2..4:1'], undefined],
  ['SLOW', ['SLOW.confidence=90%..98%:8%'], ['90%', '98%']],
  ['NOT', ['NOT.confidence=90%..98%:8%'], undefined],
  ['SLOW', ['SLOW.window=4m..6m:1m'], undefined],
  // Whether it is true is the same for all.
  ['SLOW', ['SLOW.for=1m..3m:1m'], ['1m', '2m', '3m']],
  ['SLOW', ['SLOW.over=250..300:50', 'SLOW.for=1m..2m:1m'], ['250 1m', '250 2m', '300 1m', '300 2m']],
  ['SLOW', ['SLOW.over=250..300:50', 'SLOW.confidence=90%..98%:8%'], undefined],
  ['SLOW', ['SLOW.over=250..300:50', 'RARE.under=20%..30%:10%'], ['250 20%', '250 30%', '300 20%', '300 30%']],
  // They keep a sum of their own, which must see every second.
  ['SUM', ['SUM.h=4..6:1'], undefined],
  ['LIFT', ['LIFT.ratioOver=1..2:1'], undefined],
])('%s by %s goes from the loosest point to the strictest', (trigger, sweeps, order) => {
  expect(loosestOf(trigger, ...sweeps)).toEqual(order);
});
