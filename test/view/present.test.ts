import { describe, expect, test } from 'vitest';
import type { Plan } from '../../shared/model/plan.ts';
import { allBoards, chooseBoards } from '../../renderer/present/boards.ts';
import { cellWords, isSameCell } from '../../renderer/present/cells.ts';
import { spentWords } from '../../renderer/present/burnProof.ts';
import { tickInstants } from '../../renderer/charts/timeChart.ts';
import { limitsOf } from '../../renderer/present/limits.ts';
import {
  burnWords,
  millisWords,
  moneyWords,
  percentWords,
  pointWords,
  valueWords,
  writtenPercentWords,
} from '../../renderer/present/numbers.ts';
import {
  axisWords,
  shortClockWords,
  spanClockWords,
  spanWords,
  tClockWords,
  utcWords,
  windowWords,
} from '../../renderer/present/times.ts';
import { planOf } from '../help/roomDesk.ts';

/** Thin spaces are hard to see in a test. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

test.each<[number, number | undefined, string]>([
  [0, undefined, '0 %'],
  [1, undefined, '100 %'],
  [0.9995, undefined, '99.95 %'],
  [0.034, undefined, '3.4 %'],
  [0.25, undefined, '25 %'],
  [-0.12, undefined, '-12 %'],
  [0.12345, 1, '12.3 %'],
  [0.0004, undefined, '0.04 %'],
  [0.0005, undefined, '0.05 %'],
  [0.000_123, undefined, '0.012 %'],
  [0.0004, 0, '0.04 %'],
  [0.001_25, 3, '0.125 %'],
  [0.999_96, undefined, '99.996 %'],
  [0.999_999_999, undefined, '99.999999 %'],
  [0.996, 0, '99.6 %'],
  [0.999_99, 2, '99.999 %'],
])('the share %f with %s digits is %s', (ratio, digits, words) => {
  expect(plain(percentWords(ratio, digits))).toBe(words);
});

test.each<[string, string, string]>([
  ['a burn of 12', burnWords(12), '12.0x'],
  ['a burn of 45.3', burnWords(45.3), '45x'],
  ['no burn', burnWords(null), ''],
  ['a difference of shares', pointWords(0.008), '+0.80 pp'],
  ['a difference to the worse', pointWords(-0.0012), '-0.12 pp'],
  ['a latency of minutes', millisWords(183_000), '3 min 3 s'],
  ['a step of a plan', writtenPercentWords(0.05), '5 %'],
  ['a step between', writtenPercentWords(0.025), '2.5 %'],
  ['a step of seven in a hundred', writtenPercentWords(0.07), '7 %'],
  ['a cent', moneyWords(0.01, 'USD'), '$0.01'],
  ['a short window', windowWords(75_000), '75 s'],
  ['a window of minutes', windowWords(900_000), '15 m'],
  ['a window of hours', windowWords(3_600_000), '1 h'],
  ['no time at all', millisWords(0), '0'],
  ['310 ms', millisWords(310.4), '310 ms'],
  ['3.2 ms', millisWords(3.21), '3.2 ms'],
  ['12 s', millisWords(12_345), '12.3 s'],
  ['a million dollars', moneyWords(1_240_000, 'USD'), '$1.2M'],
  ['a few euros', moneyWords(9500, 'EUR'), '€9,500'],
  ['a whole value', valueWords(12_345), '12,345'],
  ['a broken value', valueWords(0.012345), '0.0123'],
  ['a large broken value', valueWords(1234.56), '1,235'],
])('%s is said in few digits: %s', (_name, made, words) => {
  expect(plain(made)).toBe(words);
});

test.each<[number, string]>([
  [0, '0 s'],
  [47_000, '47 s'],
  [147_000, '2 min 27 s'],
  [11_100_000, '3 h 5 min'],
  [26 * 3_600_000, '26 h'],
  [50 * 3_600_000, '2 d 2 h'],
])('%i ms last %s', (millis, words) => {
  expect(plain(spanWords(millis))).toBe(words);
});

test.each<[string, string, string]>([
  ['before T-0', tClockWords(-23 * 3_600_000), '-23:00:00'],
  ['less than a second before T-0', tClockWords(-900), '+00:00:00'],
  ['after T-0', tClockWords(5_722_000), '+01:35:22'],
  ['a span', spanClockWords(8_298_000), '02:18:18'],
  ['a span that is over', spanClockWords(-5), '00:00:00'],
  ['less than an hour', shortClockWords(1_498_000), '24:58'],
  ['more than an hour', shortClockWords(5_098_000), '01:24:58'],
  ['an instant', utcWords(Date.UTC(2026, 2, 30, 15, 41, 42)), '15:41:42'],
])('a clock of %s says %s', (_name, made, words) => {
  expect(made).toBe(words);
});

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: boards, name: Boards, t0: 2026-03-30T14:00:00Z, window: { opens: T-0, closes: T+4h } }
roles: { boss: { name: Incident commander, may: [call] } }
dimensions: { market: [US, UK], method: [card, wallet] }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests }, by: [market, method] }
  wait: { kind: mean, latency: { metric: queue.wait } }
  wait-cached: { kind: gauge, gauge: { metric: cached } }
  heat: { kind: gauge, gauge: { metric: heat } }
  twice: { kind: total, count: { metric: duplicate }, alive: { source: ledger } }
slos:
  checkout: { indicator: errors, objective: 99%, period: 1h, expected: 100000, alerts: [{ id: fast, long: 3m, short: 15s, spend: 10% }] }
triggers:
  hot: { when: { indicator: heat, window: 30s, over: 90 }, clear: { under: 80, for: 20s }, arm: hold, does: { hold: launch }, owner: boss }
  mixed: { when: { all: [{ indicator: heat, window: 1m, over: 70 }, { not: { indicator: wait, window: 1m, under: 100 } }] }, clear: { for: 20s }, arm: advise, does: { review: true }, owner: boss }
criteria:
  cool: { says: Cool, holds: { indicator: heat, window: 1m, under: 60 }, for: 1m }
ramp:
  stages: [0%, 100%]
  waves: [{ id: all, cells: { market: [US, UK] }, starts: T-0, dwell: 10m, needs: [cool] }]
`);

const fraudText = `
format: holdpoint/plan@1
launch: { id: fraud, name: Fraud, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander, may: [call] } }
exposed: { path: new }
indicators:
  token: { kind: rate, count: { metric: taken, where: { cohort: token } }, per: { metric: signin, where: { cohort: token, path: new } } }
  control: { kind: rate, count: { metric: taken, where: { cohort: control } }, per: { metric: signin, where: { cohort: control } } }
  lift: { kind: compare, treatment: token, baseline: control }
  stepups: { kind: ratio, of: { metric: stepup, where: { cohort: token } }, total: { metric: signin, where: { cohort: token } } }
  support: { kind: ratio, bad: { metric: contacts }, total: { metric: signin, where: { path: new } } }
triggers:
  drift: { when: { cusum: token, every: 1m, m0: 1, m1: 3, h: 5 }, arm: advise, does: { review: true }, owner: boss }
`;

describe('of a plan', () => {
  test('a limit is wrong on the side that its rule means, and rules of one part come first', () => {
    expect(
      limitsOf(plan, 'heat').map(({ rule, of, limit, wrong, isPart }) => [rule, of, limit, wrong, isPart]),
    ).toEqual([
      ['hot', 'trigger', 90, 'over', false],
      ['cool', 'criterion', 60, 'over', false],
      ['mixed', 'trigger', 70, 'over', true],
    ]);
    expect(limitsOf(plan, 'wait')).toEqual([
      { rule: 'mixed', of: 'trigger', windowMs: 60_000, limit: 100, wrong: 'over', isPart: true },
    ]);
    expect(limitsOf(plan, 'twice')).toEqual([]);
  });

  test('four boards are chosen, of which the ramp is the last', () => {
    expect(allBoards(plan).map(({ kind }) => kind)).toEqual(['burn', 'latency', 'totals', 'levels', 'ramp']);
    expect(chooseBoards(plan).map(({ kind }) => kind)).toEqual(['burn', 'latency', 'totals', 'ramp']);
    expect(allBoards(plan)[1]).toMatchObject({ indicators: ['wait', 'wait-cached'] });
  });

  test('a plan that chooses its boards has all of them, in its order and under its names', () => {
    const chosen: Plan = {
      ...plan,
      boards: [
        { kind: 'levels', says: 'Twice', of: ['twice'] },
        { kind: 'ramp', of: [] },
        { kind: 'levels', of: ['heat', 'twice'] },
        { kind: 'latency', says: 'Waiting', of: ['wait', 'wait-cached'] },
        { kind: 'burn', of: ['checkout'] },
        { kind: 'fraud', of: ['heat', 'hot'] },
        { kind: 'posture', of: [] },
      ],
    };
    expect(chooseBoards(chosen)).toEqual([
      { kind: 'totals', indicators: ['twice'], name: 'Twice' },
      { kind: 'ramp', name: undefined },
      { kind: 'levels', indicators: ['heat', 'twice'], name: undefined },
      { kind: 'latency', indicators: ['wait', 'wait-cached'], name: 'Waiting' },
      { kind: 'burn', slo: 'checkout', name: undefined },
      { kind: 'fraud', comparisons: [], drifts: [], others: ['heat'], name: undefined },
      { kind: 'posture', name: undefined },
    ]);
  });

  test('what is measured of the groups that are compared stands on the board that compares them', () => {
    const fraud = planOf(fraudText);
    expect(allBoards(fraud)).toEqual([
      { kind: 'fraud', comparisons: ['lift'], drifts: ['drift'], others: ['stepups'] },
      { kind: 'levels', indicators: ['support'] },
    ]);
  });

  test('a cell is said in the order of the dimensions', () => {
    expect(cellWords({ method: 'card', market: 'US' }, plan)).toBe('US card');
    expect(cellWords({}, plan)).toBe('');
    expect(isSameCell({ method: 'card', market: 'US' }, { market: 'US', method: 'card' })).toBe(true);
    expect(isSameCell({ market: 'US' }, { market: 'US', method: 'card' })).toBe(false);
  });
});

const day = Date.UTC(2026, 2, 4);

test.each<[string, string, string]>([
  ['midnight within a week is its day', axisWords(day, 7 * 86_400_000), '03-04'],
  ['noon within a week is a time', axisWords(day + 43_200_000, 7 * 86_400_000), '12:00'],
  ['midnight within an evening is a time', axisWords(day, 7_200_000), '00:00'],
  ['what is within a minute has seconds', axisWords(day + 1000, 60_000), '00:00:01'],
])('on an axis %s', (_name, made, words) => {
  expect(made).toBe(words);
});

test('an hour and a little has the hour on its axis, however small the chart', () => {
  const fromMs = day + 54 * 60_000;
  expect(tickInstants(fromMs, fromMs + 3_610_000, 1)).toEqual([day + 3_600_000]);
});

test.each([
  [0, 'The budget is spent'],
  [-0.33, 'The budget is spent 1.3 times over'],
  [-11.13, 'The budget is spent 12.1 times over'],
])('of a budget of which %f is left it is said how often it is spent', (left, words) => {
  expect(spentWords(left)).toBe(words);
});
