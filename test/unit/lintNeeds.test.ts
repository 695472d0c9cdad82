import { describe, expect, test } from 'vitest';
import { lintPlan } from '../../shared/judge/lint/lintPlan.ts';
import { changesOf, judgeLines, linesOver, type SampleWords } from '../help/judgeLines.ts';
import { planOf } from '../help/tickByTick.ts';

/** Ten events a second are forecast, and come for ten seconds: a hundred in a window of 10s. */
const sections = `
indicators:
  errors: { kind: ratio, bad: { metric: bad }, total: { metric: all } }
  goodness: { kind: ratio, good: { metric: good }, total: { metric: all } }
  used: { kind: ratio, of: { metric: bad }, total: { metric: all } }
  rate: { kind: rate, count: { metric: bad }, per: { metric: all }, scale: 1000 }
  duplicates: { kind: total, count: { metric: bad } }
  speed: { kind: speed, count: { metric: bad } }
  peak: { kind: speed, count: { metric: bad }, peak: true }
  p90: { kind: quantile, latency: { metric: latency }, q: 0.9 }
  fast: { kind: share, latency: { metric: latency }, within: 250ms }
  new: { kind: ratio, bad: { metric: bad }, total: { metric: all } }
  old: { kind: ratio, bad: { metric: none }, total: { metric: all } }
  lift: { kind: compare, treatment: new, baseline: old }
slos:
  shop: { indicator: errors, objective: 90%, period: 1000s, expected: 10000, spentAtStart: 1%, alerts: [{ id: pair, long: 10s, short: 1s, factor: 2 }] }
  quick: { indicator: fast, objective: 90%, period: 1000s, expected: 10000 }
`;

/** The second in which all that is bad comes: the last one, so that no window before it holds more. */
const last = 9;

function samplesAt(second: number, bad: number): SampleWords[] {
  const slow = second === last ? bad : 0;
  return [
    { metric: 'all', value: 10 },
    { metric: 'bad', value: slow },
    { metric: 'none', value: 0 },
    { metric: 'good', value: second === last ? 10 - bad : 10 },
  ];
}

/** A latency comes in lists; a hundred of them in all, the slow ones last. */
function latenciesAt(second: number, slow: number): object {
  const places = Array.from({ length: 10 }, (_, place) => second * 10 + place);
  return { metric: 'latency', kind: 'latency', values: places.map((place) => (place >= 100 - slow ? 300 : 100)) };
}

async function fires(rule: string, bad: number): Promise<boolean> {
  const lines = linesOver(0, 10, (second) => samplesAt(second, bad));
  const latencies = linesOver(0, 10, (second) => [latenciesAt(second, bad) as SampleWords]).map(
    ({ value: _, ...line }) => line,
  );
  const all = [...lines, ...latencies].toSorted((one, other) => Number(one['t']) - Number(other['t']));
  return changesOf(await judgeLines(planOf(`${sections}triggers:\n  R: ${rule}`), all), 'R').length > 0;
}

/** The first number of what lint says that the rule needs, or what `pattern` finds in it. */
function needed(rule: string, pattern = /^needs ([\d,]+)/): number {
  const findings = lintPlan(planOf(`${sections}triggers:\n  R: ${rule}`));
  const text = findings.find(({ code }) => code === 'needs')?.text ?? '';
  const number = pattern.exec(text)?.[1];
  if (number === undefined) throw new Error(`No number is needed: ${findings.map((one) => one.text).join(' ')}`);
  return Number(number.replaceAll(',', ''));
}

const advise = (when: string): string => `{ when: ${when}, arm: advise, does: { review: true } }`;
const hold = (when: string): string => `{ when: ${when}, arm: hold, does: { hold: launch } }`;

describe('what lint says that a rule needs is what the judge takes', () => {
  test.each([
    ['a ratio', advise('{ indicator: errors, window: 10s, over: 5% }')],
    ['a ratio, proven', hold('{ indicator: errors, window: 10s, over: 5% }')],
    ['a ratio of good events', advise('{ indicator: goodness, window: 10s, over: 5% }')],
    ['a ratio that is not bad', advise('{ indicator: used, window: 10s, over: 5% }')],
    ['a burn', advise('{ slo: shop, window: 10s, burnOver: 0.5 }')],
    ['a burn, proven', hold('{ slo: shop, window: 10s, burnOver: 0.5 }')],
    ['a pair', advise('{ slo: shop, alert: pair }')],
    ['a pair, proven', hold('{ slo: shop, alert: pair }')],
    ['what is left of a budget', advise('{ slo: shop, budgetLeftUnder: 98% }')],
    ['a rate', advise('{ indicator: rate, window: 10s, over: 50 }')],
    ['a total', advise('{ indicator: duplicates, window: 10s, over: 3 }')],
    ['a speed', advise('{ indicator: speed, window: 10s, over: 2 }')],
    ['a peak', advise('{ indicator: peak, window: 10s, over: 20 }')],
    ['a quantile', advise('{ indicator: p90, window: 10s, over: 250 }')],
    ['a share', advise('{ indicator: fast, window: 10s, under: 95% }')],
    ['a share, proven', hold('{ indicator: fast, window: 10s, under: 95% }')],
    ['a comparison, always valid', hold('{ indicator: lift, ratioOver: 1 }')],
    ['a comparison through a window', hold('{ indicator: lift, ratioOver: 1, window: 10s }')],
  ])('%s', async (_name, rule) => {
    const number = needed(rule);
    expect([await fires(rule, number - 1), await fires(rule, number)]).toEqual([false, true]);
  });

  test('a drift, at once', async () => {
    const rule = advise('{ cusum: duplicates, every: 10s, m0: 1, m1: 3, h: 5 }');
    const number = needed(rule, /; (\d+) in one 10s are enough at once/);
    expect([await fires(rule, number - 1), await fires(rule, number)]).toEqual([false, true]);
  });
});
