import { describe, expect, test } from 'vitest';
import { changesOf, judgeLines, linesOver } from '../help/judgeLines.ts';
import { planOf } from '../help/tickByTick.ts';

/** One criterion on a gauge above 10, stale after a second of silence. */
async function judgeLevels(rule: string, levels: readonly (number | '-')[], staleAfter = '1s'): Promise<string[]> {
  const plan = planOf(`
indicators: { level: { kind: gauge, gauge: { metric: level }, staleAfter: ${staleAfter} } }
criteria: { C: { says: High enough, holds: { indicator: level, window: 10m, over: 10 }, ${rule} } }`);
  const samplesAt = (second: number) => {
    const value = levels[second];
    return typeof value === 'number' ? [{ metric: 'level', kind: 'gauge', value }] : [];
  };
  return changesOf(await judgeLines(plan, linesOver(0, levels.length, samplesAt, ['clock'])), 'C');
}

const times = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);
const silent = (seconds: number): '-'[] => times(seconds, '-');

describe('a criterion', () => {
  test.each([
    ['passes at once when it waits for nothing', 'for: 0s', [11], ['1: unknown -> pass']],
    [
      'passes after its time, the first tick that holds being 0 s',
      'for: 3s',
      times(5, 11),
      ['1: unknown -> maturing', '4: maturing -> pass'],
    ],
    [
      'fails when false, and its time starts over',
      'for: 3s',
      [11, 11, 10, 11, 11, 11, 11],
      ['1: unknown -> maturing', '3: maturing -> fail', '4: fail -> maturing', '7: maturing -> pass'],
    ],
    [
      'fails after it had passed',
      'for: 1s',
      [11, 11, 9],
      ['1: unknown -> maturing', '2: maturing -> pass', '3: pass -> fail'],
    ],
    ['is unknown until something is seen', 'for: 1s', silent(5), []],
  ])('%s', async (_, rule, levels, changes) => {
    expect(await judgeLevels(rule, levels)).toEqual(changes);
  });

  test('does not mature while nothing is heard', async () => {
    // Known for 30 s, but fresh for 5 only: 4 s count before the silence.
    expect(await judgeLevels('for: 10s', [11, ...silent(19), ...times(9, 11)], '30s')).toEqual([
      '1: unknown -> maturing',
      '26: maturing -> pass',
    ]);
  });
});

describe('what is unknown suspends the time for 2 min', () => {
  // It passes at tick 11. Heard last in second 19, so stale from tick 21 on; heard again so many seconds later.
  const afterSilence = (seconds: number): (number | '-')[] => [...times(20, 11), ...silent(seconds), ...times(12, 11)];
  const before = ['1: unknown -> maturing', '11: maturing -> pass', '21: pass -> unknown'];

  test.each([
    [1, ['22: unknown -> pass']],
    [119, ['140: unknown -> pass']],
    [120, ['141: unknown -> pass']],
    [121, ['142: unknown -> maturing', '152: maturing -> pass']],
  ])('%d s', async (unknownSeconds, after) => {
    expect(await judgeLevels('for: 10s', afterSilence(unknownSeconds))).toEqual([...before, ...after]);
  });

  test('two silences, each bearable, are not added up', async () => {
    const levels = [...times(20, 11), ...silent(70), 11, ...silent(70), ...times(3, 11)];
    const changes = await judgeLevels('for: 10s', levels);
    expect(changes.at(-1)).toMatch(/unknown -> pass$/);
  });

  test('what was held before goes on where it stood', async () => {
    // 5 s held by tick 6, unknown at ticks 7 to 56; the tick that ends it makes 6 s.
    const levels = [...times(6, 11), ...silent(50), ...times(12, 11)];
    expect(await judgeLevels('for: 10s', levels)).toEqual([
      '1: unknown -> maturing',
      '7: maturing -> unknown',
      '57: unknown -> maturing',
      '61: maturing -> pass',
    ]);
  });
});
