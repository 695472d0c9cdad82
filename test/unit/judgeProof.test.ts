import { describe, expect, test } from 'vitest';
import { changesOf, judgeLines, linesOver } from '../help/judgeLines.ts';
import { planOf } from '../help/tickByTick.ts';

/** Ten requests a second for ten seconds, so many of them bad; one rule that rolls back, so that proof is asked. */
async function judgeBad(bad: number, when: string): Promise<string[]> {
  const plan = planOf(`
indicators: { errors: { kind: ratio, bad: { metric: bad }, total: { metric: all } } }
slos: { shop: { indicator: errors, objective: 90%, period: 12h, alerts: [{ id: fast, long: 10s, short: 1s, factor: 2 }] } }
triggers:
  R: { when: ${when}, arm: act, does: { rollback: launch } }`);
  const lines = linesOver(0, 10, () => [
    { metric: 'all', value: 10 },
    { metric: 'bad', value: bad },
  ]);
  return changesOf(await judgeLines(plan, lines), 'R');
}

describe('a rule that rolls back asks for proof', () => {
  // 99.9 %: of 10 all bad, at least 0.501; of 20, at least 0.708.
  test.each([
    [10, '{ indicator: errors, window: 10s, over: 50% }', ['1: ok -> firing']],
    [10, '{ indicator: errors, window: 10s, over: 60% }', ['2: ok -> firing']],
    [0, '{ indicator: errors, window: 10s, under: 40% }', ['2: ok -> firing']],
    [10, '{ slo: shop, window: 10s, burnOver: 6 }', ['2: ok -> firing']],
    [10, '{ slo: shop, alert: fast }', ['1: ok -> firing']],
    // 3 of 10 burns at 3, above the factor of 2 as a point; what is proven of 30 of 100 is 1.7.
    [3, '{ slo: shop, alert: fast }', []],
  ])('%d bad of 10, %s', async (bad, when, changes) => {
    expect(await judgeBad(bad, when)).toEqual(changes);
  });

  // What is not proven must not make a rule fire by way of a `not`: proof is asked of the other side there.
  test.each([
    [10, '{ not: { indicator: errors, window: 10s, over: 60% } }', []],
    [0, '{ not: { indicator: errors, window: 10s, over: 40% } }', ['2: ok -> firing']],
    [10, '{ not: { indicator: errors, window: 10s, under: 60% } }', ['2: ok -> firing']],
    [10, '{ not: { slo: shop, window: 10s, burnOver: 9 } }', []],
    [0, '{ not: { slo: shop, window: 10s, burnOver: 4 } }', ['2: ok -> firing']],
    [3, '{ not: { slo: shop, alert: fast } }', []],
    [10, '{ not: { not: { indicator: errors, window: 10s, over: 60% } } }', ['2: ok -> firing']],
  ])('%d bad of 10, %s', async (bad, when, changes) => {
    expect(await judgeBad(bad, when)).toEqual(changes);
  });
});
