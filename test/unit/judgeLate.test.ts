import { describe, expect, test } from 'vitest';
import type { Plan } from '../../shared/model/plan.ts';
import { judgeLines, linesAt } from '../help/judgeLines.ts';
import { planOf, t0S } from '../help/tickByTick.ts';

const levelPlan = (window: string, more = ''): Plan =>
  planOf(`
indicators: { orders: { kind: total, count: { metric: orders }${more} } }
triggers: { R: { when: { indicator: orders, window: ${window}, over: 100 }, arm: advise, does: { review: true } } }`);

/** What is counted of a sample of second 0 that arrives so late. */
async function countLate(plan: Plan, lateSeconds: number) {
  const late = { t: t0S * 1000, arrived: (t0S + lateSeconds) * 1000, source: 'app', kind: 'count', labels: {} };
  const { counters } = await judgeLines(plan, [{ ...late, metric: 'orders', value: 1 }]);
  return { late: counters.late, tooLate: counters.tooLate };
}

describe('a sample that comes late', () => {
  test.each([
    [5, { late: 0, tooLate: 0 }],
    [6, { late: 1, tooLate: 0 }],
    [30, { late: 1, tooLate: 0 }],
    [31, { late: 0, tooLate: 1 }],
  ])('by %d s, when the longest window is 30 s', async (seconds, counts) => {
    expect(await countLate(levelPlan('30s'), seconds)).toEqual(counts);
  });

  test.each([
    ['a window that labels move back', levelPlan('30s', ', matures: 10s'), 40],
    [
      'the pairs of an objective',
      planOf(`
indicators: { errors: { kind: ratio, bad: { metric: bad }, total: { metric: orders } } }
slos: { shop: { indicator: errors, objective: 99%, period: 12h, alerts: [{ id: fast, long: 90s, factor: 2 }] } }`),
      90,
    ],
    [
      'an event condition',
      planOf(`
triggers: { R: { when: { event: deploy, within: 70s }, arm: advise, does: { review: true } } }`),
      70,
    ],
    ['a plan without a window', planOf(''), 60],
  ])('is judged as far back as %s reaches', async (_, plan, seconds) => {
    expect(await countLate(plan, seconds)).toEqual({ late: 1, tooLate: 0 });
    expect(await countLate(plan, seconds + 1)).toEqual({ late: 0, tooLate: 1 });
  });

  test('changes later ticks and no earlier one', async () => {
    const late = { t: t0S * 1000, arrived: (t0S + 7) * 1000, source: 'app', kind: 'count', labels: {} };
    const lines = [...linesAt(0, [{ metric: 'orders', value: 1 }]), { ...late, metric: 'orders', value: 100 }];
    const { transitions } = await judgeLines(levelPlan('30s'), lines);
    const change = transitions.find(({ id }) => id === 'R');
    expect(change).toMatchObject({ at: (t0S + 8) * 1000, to: 'firing', value: 101 });
  });
});
