import { describe, expect, test } from 'vitest';
import { changesOf, judgeLines, linesOver } from '../help/judgeLines.ts';
import { planOf } from '../help/tickByTick.ts';

/**
 * One trigger on a gauge above 10. `levels` is what the gauge says in each second: a number, or nothing while its source
 * is silent (`-`). Another source marks every second, so that the clock goes on.
 */
async function judgeLevels(rule: string, levels: readonly (number | '-')[], indicator = ''): Promise<string[]> {
  const plan = planOf(`
indicators: { level: { kind: gauge, gauge: { metric: level }${indicator} } }
triggers: { R: { when: { indicator: level, window: 10m, over: 10 }, arm: advise, does: { review: true }, ${rule} } }`);
  const samplesAt = (second: number) => {
    const value = levels[second];
    return typeof value === 'number' ? [{ metric: 'level', kind: 'gauge', value }] : [];
  };
  return changesOf(await judgeLines(plan, linesOver(0, levels.length, samplesAt, ['clock'])), 'R');
}

const times = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);

describe('a trigger fires', () => {
  test.each([
    ['in one step when it waits for nothing', 'for: 0s', [11], ['1: ok -> firing']],
    ['not at the threshold itself', 'for: 0s', [10], []],
    [
      'after its time, the tick that enters pending being 0 s',
      'for: 3s',
      times(5, 11),
      ['1: ok -> pending', '4: pending -> firing'],
    ],
    ['a second later when it waits for one', 'for: 1s', times(5, 11), ['1: ok -> pending', '2: pending -> firing']],
    [
      'not when it was false in between',
      'for: 3s',
      [11, 11, 11, 10, 11, 11, 11, 11],
      ['1: ok -> pending', '4: pending -> ok', '5: ok -> pending', '8: pending -> firing'],
    ],
    ['after whole seconds, rounded down', 'for: 1999ms', times(5, 11), ['1: ok -> pending', '2: pending -> firing']],
  ])('%s', async (_, rule, levels, changes) => {
    expect(await judgeLevels(rule, levels)).toEqual(changes);
  });
});

describe('a trigger is ok again', () => {
  test.each([
    [
      'after 60 s of being off, the first of them 0 s',
      'for: 0s',
      [11, ...times(70, 8)],
      ['1: ok -> firing', '62: firing -> ok'],
    ],
    ['after its own time', 'for: 0s, clear: { for: 2s }', [11, 8, 8, 8, 8], ['1: ok -> firing', '4: firing -> ok']],
    [
      'at the first tick that is off when it waits for nothing',
      'for: 0s, clear: { for: 0s }',
      [11, 8],
      ['1: ok -> firing', '2: firing -> ok'],
    ],
    [
      'not while it is between threshold and clear level',
      'for: 0s, clear: { for: 0s }',
      [11, 9, 9, 9],
      ['1: ok -> firing'],
    ],
    [
      'from the start when it was not off in between',
      'for: 0s, clear: { for: 2s }',
      [11, 8, 8, 9, 8, 8, 8],
      ['1: ok -> firing', '7: firing -> ok'],
    ],
    [
      'and fires again',
      'for: 0s, clear: { for: 1s }',
      [11, 8, 8, 11],
      ['1: ok -> firing', '3: firing -> ok', '4: ok -> firing'],
    ],
  ])('%s', async (_, rule, levels, changes) => {
    expect(await judgeLevels(rule, levels)).toEqual(changes);
  });
});

describe('silence moves no timer', () => {
  test.each([
    // Heard last in second 0, so 5 s old at tick 5 and 6 s old at tick 6; heard again in second 20.
    [
      'that would fire: 4 s before it, the rest after',
      'for: 10s',
      [11, ...times(19, '-' as const), ...times(9, 11)],
      ['1: ok -> pending', '26: pending -> firing'],
    ],
    [
      'that would clear',
      'for: 0s, clear: { for: 10s }',
      [11, 8, ...times(18, '-' as const), ...times(9, 8)],
      ['1: ok -> firing', '26: firing -> ok'],
    ],
    // Stale from tick 31 on: unknown, and frozen.
    [
      'while stale either',
      'for: 10s',
      [11, ...times(59, '-' as const), ...times(9, 11)],
      ['1: ok -> pending', '66: pending -> firing'],
    ],
    ['and returns nothing to ok', 'for: 0s, clear: { for: 0s }', [11, ...times(99, '-' as const)], ['1: ok -> firing']],
  ])('%s', async (_, rule, levels, changes) => {
    expect(await judgeLevels(rule, levels)).toEqual(changes);
  });

  test('data is fresh for as long as its indicator says', async () => {
    const levels = [11, ...times(8, '-' as const), 11, ...times(8, '-' as const), 11];
    expect(await judgeLevels('for: 15s', levels, ', interval: 9s')).toEqual([
      '1: ok -> pending',
      '16: pending -> firing',
    ]);
    expect(await judgeLevels('for: 15s', levels, ', interval: 4s')).toEqual(['1: ok -> pending']);
  });

  test('a rule that waits for nothing does not fire for good samples leaving its window', async () => {
    const plan = planOf(`
indicators: { errors: { kind: ratio, bad: { metric: bad }, total: { metric: all } } }
triggers: { R: { when: { indicator: errors, window: 12s, over: 50% }, arm: advise, does: { review: true } } }`);
    const samplesAt = (second: number) =>
      second > 3
        ? []
        : [
            { metric: 'all', value: 10 },
            { metric: 'bad', value: second < 2 ? 0 : 10 },
          ];
    // Of the window at tick 13 only the bad seconds are left, but nothing was heard for 10 s.
    const silent = await judgeLines(plan, linesOver(0, 15, samplesAt, ['clock']));
    expect(changesOf(silent, 'R')).toEqual([]);
    const marked = await judgeLines(plan, linesOver(0, 15, samplesAt, ['app']));
    expect(changesOf(marked, 'R')).toEqual(['13: ok -> firing']);
  });
});

describe('noData', () => {
  const silent = [5, ...times(99, '-' as const)];

  test.each([
    ['fires once nothing was known for as long', 'noData: { do: fire, after: 10s }', silent, ['41: ok -> firing']],
    ['fires at once when it bears nothing', 'noData: { do: fire, after: 0s }', silent, ['31: ok -> firing']],
    [
      'begins anew when something is heard',
      'noData: { do: fire, after: 10s }',
      [5, ...times(35, '-' as const), 5, ...times(60, '-' as const)],
      ['77: ok -> firing'],
    ],
    ['otherwise freezes', 'noData: { do: hold, after: 10s }', silent, []],
  ])('%s', async (_, rule, levels, changes) => {
    expect(await judgeLevels(rule, levels)).toEqual(changes);
  });

  test('what fired for silence is ok again when it is off', async () => {
    const levels = [5, ...times(45, '-' as const), ...times(5, 5)];
    expect(await judgeLevels('clear: { for: 2s }, noData: { do: fire, after: 10s }', levels)).toEqual([
      '41: ok -> firing',
      '49: firing -> ok',
    ]);
  });
});
