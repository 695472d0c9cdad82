import { describe, expect, test } from 'vitest';
import { changesOf, judgeLines } from '../help/judgeLines.ts';
import type { RawLine } from '../help/naiveIntake.ts';
import { planOf, t0S } from '../help/tickByTick.ts';

const plan = planOf(`
indicators: { orders: { kind: total, count: { metric: orders }, staleAfter: 20s } }
criteria: { C: { says: Few, holds: { indicator: orders, window: 1h, under: 100 } } }`);

/** A count of 1 that happens, and arrives, at this second after T-0. */
const at = (second: number, more: RawLine = {}): RawLine => ({
  t: (t0S + second) * 1000,
  source: 'app',
  kind: 'count',
  metric: 'orders',
  labels: { market: 'US', method: 'card' },
  value: 1,
  ...more,
});
const seconds = (second: number): number => (t0S + second) * 1000;

async function take(...lines: readonly RawLine[]) {
  const judged = await judgeLines(plan, lines);
  const { lines: all, ...counters } = judged.counters;
  expect(counters.accepted + counters.duplicates + counters.conflicts + counters.quarantined).toBe(all);
  const told = Object.entries(counters).filter(([, count]) => count > 0);
  return { ...Object.fromEntries(told), gaps: judged.gaps.map(({ epoch, from, to }) => `${epoch}${from}-${to}`) };
}

describe('numbers', () => {
  test.each([
    ['in a row leave no gap', [7, 8, 9], []],
    ['that are missing are a gap, without its end', [7, 9, 13], ['8-9', '10-13']],
    ['that come later close it', [7, 13, 9, 8], ['10-13']],
    ['that come later split it', [1, 9, 5], ['2-5', '6-9']],
    ['before the first of a source are not missing', [7, 3], []],
    ['begin anywhere', [9_000_000_000_000_000], []],
  ])('%s', async (_, seqs, gaps) => {
    expect(await take(...seqs.map((seq) => at(0, { seq })))).toEqual({ accepted: seqs.length, gaps });
  });

  test('of another epoch or source have a count of their own', async () => {
    const lines = [
      at(0, { seq: 1 }),
      at(0, { seq: 1, epoch: 'b' }),
      at(0, { seq: 4, epoch: 'b' }),
      at(0, { seq: 1, source: 'gw' }),
    ];
    expect(await take(...lines)).toEqual({ accepted: 4, gaps: ['b2-4'] });
  });

  test('of lines that cannot be read have not arrived', async () => {
    const lines = [1, 2, 3].map((seq) => at(0, { seq, value: seq === 2 ? -1 : 1 }));
    expect(await take(...lines)).toEqual({ accepted: 2, quarantined: 1, gaps: ['2-3'] });
  });
});

describe('the same number again', () => {
  test.each([
    ['with the same words', {}, 'duplicates'],
    ['at another arrival', { arrived: seconds(9) }, 'duplicates'],
    ['with its labels in another order', { labels: { method: 'card', market: 'US' } }, 'duplicates'],
    ['with the epoch that is meant anyway', { epoch: '' }, 'duplicates'],
    ['with another value', { value: 2 }, 'conflicts'],
    ['with another time', { t: seconds(0) + 1 }, 'conflicts'],
    ['with another label', { labels: { market: 'US', method: 'wallet' } }, 'conflicts'],
    ['of another metric', { metric: 'refunds' }, 'conflicts'],
    ['of another kind', { kind: 'gauge' }, 'conflicts'],
  ])('%s', async (_, more, counter) => {
    expect(await take(at(0, { seq: 5 }), at(0, { seq: 5, ...more }))).toEqual({ accepted: 1, [counter]: 1, gaps: [] });
  });

  test('is compared with the first, and counts once', async () => {
    const lines = [at(0, { seq: 5 }), at(0, { seq: 5, value: 2 }), at(0, { seq: 5, value: 2 }), at(0, { seq: 5 })];
    expect(await take(...lines)).toEqual({ accepted: 1, conflicts: 2, duplicates: 1, gaps: [] });
  });

  test('is none without a number', async () => {
    expect(await take(at(0), at(0))).toEqual({ accepted: 2, gaps: [] });
  });
});

describe('a sample from the future', () => {
  test.each([
    [60, 0, { accepted: 1 }],
    [60, 1, { quarantined: 1 }],
  ])('by %d s and %d ms', async (aheadS, ms, counters) => {
    const line = at(0, { t: seconds(aheadS) + ms, arrived: seconds(0) });
    const lines = [line, at(0), at(0)];
    expect(await take(...lines)).toEqual({ ...counters, accepted: 2 + ('accepted' in counters ? 1 : 0), gaps: [] });
  });

  test('has arrived: its number is no gap, and the same again a duplicate', async () => {
    const future = at(0, { seq: 2, t: seconds(61), arrived: seconds(0) });
    const lines = [at(0, { seq: 1 }), future, at(0, { seq: 3 }), { ...future, arrived: seconds(70) }];
    expect(await take(...lines)).toEqual({ accepted: 2, quarantined: 1, duplicates: 1, gaps: [] });
  });

  test('is told by the arrival that counts, which never goes back', async () => {
    // Its own arrival lies before its time by 70 s, but the clock stood there already.
    const lines = [at(100), at(0, { t: seconds(70), arrived: seconds(0) })];
    expect(await take(...lines)).toEqual({ accepted: 2, late: 1, gaps: [] });
  });
});

describe('the clock', () => {
  const ticksOf = async (...lines: readonly RawLine[]) => {
    const { ticks } = await judgeLines(plan, lines);
    return ticks === undefined ? undefined : [ticks.first - t0S, ticks.last - t0S, ticks.count];
  };

  test.each([
    ['runs from the second after the first arrival to that after the last', [at(0), at(5)], [1, 6, 6]],
    ['judges a second that begins with an arrival', [at(0), at(0, { arrived: seconds(1) - 1 })], [1, 1, 1]],
    ['never goes back', [at(5), at(0), at(3)], [6, 6, 1]],
    ['goes on for 10 min at once', [at(0), at(600)], [1, 601, 601]],
    ['does not believe one line more', [at(0), at(601), at(1)], [1, 2, 2]],
    ['does not believe the last line', [at(0), at(601)], [1, 1, 1]],
    ['believes two', [at(0), at(601), at(700)], [1, 701, 701]],
    ['believes two of which the second lies before the first', [at(0), at(700), at(650)], [1, 701, 701]],
    ['is not asked by lines that cannot be read', [at(0), at(900, { value: -1 }), at(1)], [1, 2, 2]],
  ])('%s', async (_, lines, ticks) => {
    expect(await ticksOf(...lines)).toEqual(ticks);
  });

  test('that did not move: the line is set aside, its number has arrived and its source was heard', async () => {
    expect(await take(at(0, { seq: 1 }), at(5000, { seq: 2 }), at(1, { seq: 3 }))).toEqual({
      accepted: 2,
      quarantined: 1,
      gaps: [],
    });
    const mark = (second: number): RawLine => ({ t: seconds(second), source: 'clock', kind: 'mark' });
    const lines = [at(0), mark(15), at(5000), mark(21), mark(30), mark(40)];
    // Heard at second 15, where the clock stood, so stale at 36 and not at 21.
    expect(changesOf(await judgeLines(plan, lines), 'C')).toEqual(['1: unknown -> pass', '36: pass -> unknown']);
  });
});

test('a cell is seen by an event too', async () => {
  const cells = planOf(`
dimensions: { market: [US, UK] }
indicators: { orders: { kind: total, count: { metric: orders }, by: [market] } }
triggers: { R: { scope: { each: [market] }, when: { indicator: orders, window: 1m, over: 100 }, arm: advise, does: { review: true } } }`);
  const event = { t: seconds(3), source: 'cd', kind: 'event', type: 'deploy', labels: { market: 'UK' } };
  const judged = await judgeLines(cells, [at(0), at(1), at(2), event, at(4)]);
  expect(changesOf(judged, 'call')).toEqual(['1: HOLD -> GO', '4: GO -> HOLD']);
});
