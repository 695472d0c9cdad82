import { describe, expect, test } from 'vitest';
import { changesOf, judgeLines, linesOver, type SampleWords } from '../help/judgeLines.ts';
import { planOf } from '../help/tickByTick.ts';

/** Rules that are true while their gauge is 1, and what each asks for. */
const rulesPlan = planOf(`
indicators:
  rb: { kind: gauge, gauge: { metric: rb } }
  hold-arm: { kind: gauge, gauge: { metric: hold-arm } }
  hold-does: { kind: gauge, gauge: { metric: hold-does } }
  act: { kind: gauge, gauge: { metric: act } }
  must: { kind: gauge, gauge: { metric: must } }
  slow: { kind: gauge, gauge: { metric: slow } }
  may: { kind: gauge, gauge: { metric: may } }
triggers:
  RB: { when: { indicator: rb, window: 1s, over: 0 }, arm: advise, does: { rollback: launch } }
  HOLD-ARM: { when: { indicator: hold-arm, window: 1s, over: 0 }, arm: hold, does: { review: true } }
  HOLD-DOES: { when: { indicator: hold-does, window: 1s, over: 0 }, arm: advise, does: { hold: launch } }
  ACT: { when: { indicator: act, window: 1s, over: 0 }, arm: act, does: { review: true } }
criteria:
  MUST: { says: Must, holds: { indicator: must, window: 1s, under: 1 } }
  SLOW: { says: Slow, holds: { indicator: slow, window: 1s, under: 1 }, for: 1h }
  MAY: { says: May, holds: { indicator: may, window: 1s, under: 1 }, required: false }`);

const gauges = ['rb', 'hold-arm', 'hold-does', 'act', 'must', 'slow', 'may'];

describe('the call is the first that applies', () => {
  // What is on; what has no value in the window, so that its criterion is unknown.
  test.each([
    ['HOLD', [], []],
    ['ROLLBACK', ['rb'], []],
    ['ROLLBACK', ['rb', 'must', 'hold-arm'], []],
    ['ROLLBACK', ['rb'], ['must', 'slow', 'may']],
    ['NO-GO', ['must'], []],
    ['NO-GO', ['must', 'hold-arm', 'hold-does'], []],
    ['NO-GO', ['slow'], ['must']],
    ['HOLD', ['hold-arm'], []],
    ['HOLD', ['hold-does'], []],
    ['HOLD', ['may', 'act'], ['must']],
  ] as const)('%s with %j on and %j unknown', async (word, on, unknown) => {
    expect(await callWith(on, unknown)).toBe(word);
  });

  // The same without the criterion that matures for an hour.
  test.each([
    ['GO', [], []],
    ['GO', ['act'], []],
    ['GO', ['may'], []],
    ['GO', [], ['may']],
    ['GO', [], ['rb', 'hold-arm', 'act']],
    ['HOLD', ['hold-arm'], []],
    ['HOLD', ['hold-does'], []],
    ['HOLD', [], ['must']],
    ['NO-GO', ['must'], []],
  ] as const)('%s with %j on and %j unknown, and nothing maturing', async (word, on, unknown) => {
    const { SLOW: _, ...criteria } = rulesPlan.criteria;
    expect(await callWith(on, unknown, { ...rulesPlan, criteria })).toBe(word);
  });

  async function callWith(on: readonly string[], unknown: readonly string[], plan = rulesPlan): Promise<string> {
    const samplesAt = (second: number): SampleWords[] =>
      gauges
        .filter((metric) => second === 0 || !unknown.includes(metric))
        .map((metric) => ({ metric, kind: 'gauge', value: on.includes(metric) ? 1 : 0 }));
    const { transitions } = await judgeLines(plan, linesOver(0, 3, samplesAt));
    return transitions.findLast(({ kind }) => kind === 'call')?.to ?? 'HOLD';
  }
});

describe('a trigger that cannot see', () => {
  const plan = planOf(`
dimensions: { market: [US, UK] }
indicators:
  level: { kind: gauge, gauge: { metric: level }, by: [market], staleAfter: 10s }
triggers:
  LAUNCH: { when: { indicator: level, window: 1m, over: 10 }, arm: advise, does: { review: true } }`);
  const cellPlan = planOf(`
dimensions: { market: [US, UK] }
indicators:
  level: { kind: gauge, gauge: { metric: level }, by: [market], staleAfter: 10s }
triggers:
  CELL: { scope: { each: [market] }, when: { indicator: level, window: 1m, over: 10 }, arm: advise, does: { review: true } }`);
  const level = (market: string): SampleWords => ({ metric: 'level', kind: 'gauge', labels: { market }, value: 1 });
  const visit = (market: string): SampleWords => ({ metric: 'visits', labels: { market }, value: 1 });

  test('and has never seen blocks nothing before T-0, and everything from T-0 on', async () => {
    const judged = await judgeLines(
      plan,
      linesOver(-20, 20, () => [], ['clock']),
    );
    expect(changesOf(judged, 'call')).toEqual(['-19: HOLD -> GO', '0: GO -> HOLD']);
  });

  test('any more blocks before T-0 too', async () => {
    const lines = linesOver(-40, 0, (second) => (second < -30 ? [level('US')] : []), ['clock']);
    // Heard last in second -31: 10 s old at tick -21, and stale a tick later.
    expect(changesOf(await judgeLines(plan, lines), 'call')).toEqual(['-39: HOLD -> GO', '-20: GO -> HOLD']);
  });

  test('sees again as soon as something is heard', async () => {
    const lines = linesOver(0, 40, (second) => (second === 0 || second > 20 ? [level('US')] : []), ['clock']);
    expect(changesOf(await judgeLines(plan, lines), 'call')).toEqual([
      '1: HOLD -> GO',
      '11: GO -> HOLD',
      '22: HOLD -> GO',
    ]);
  });

  test('blocks in a cell from when the cell is seen, by whatever sample', async () => {
    const lines = linesOver(0, 8, (second) => [level('US'), ...(second >= 5 ? [visit('UK')] : [])]);
    expect(changesOf(await judgeLines(cellPlan, lines), 'call')).toEqual(['1: HOLD -> GO', '6: GO -> HOLD']);
  });

  test('does not block in a cell that nothing has come from', async () => {
    const lines = linesOver(0, 8, () => [level('US'), visit('FR')]);
    expect(changesOf(await judgeLines(cellPlan, lines), 'call')).toEqual(['1: HOLD -> GO']);
  });

  test.each(['hold', 'fire'])(
    'and no value in its window is not blind, but noData: %s makes it a reason',
    async (does) => {
      const of = (noData: string) =>
        planOf(`
indicators: { errors: { kind: ratio, bad: { metric: bad }, total: { metric: all } } }
triggers: { R: { when: { indicator: errors, window: 1s, over: 0 }, arm: hold, does: { review: true }${noData} } }`);
      const lines = linesOver(0, 20, (second) => [{ metric: 'all', value: second === 0 ? 1 : 0 }]);
      expect(changesOf(await judgeLines(of(''), lines), 'call')).toEqual(['1: HOLD -> GO']);
      const noData = `, noData: { do: ${does}, after: 5s }`;
      expect(changesOf(await judgeLines(of(noData), lines), 'call')).toEqual(['1: HOLD -> GO', '7: GO -> HOLD']);
    },
  );
});

test('before the first tick it is HOLD, and the first change is from there', async () => {
  const { transitions } = await judgeLines(
    planOf(''),
    linesOver(0, 2, () => [], ['clock']),
  );
  expect(transitions).toMatchObject([{ kind: 'call', id: 'call', cell: {}, from: 'HOLD', to: 'GO' }]);
});

test('what only a session can judge is left out of the call and listed', async () => {
  const plan = planOf(`
evidence: { report: { says: Report, owner: sre, kind: file, expires: 90d } }
criteria: { EVIDENCE: { says: Report is there, evidence: [report] } }
polls: { final: { question: Go?, voters: [sre], criteria: [EVIDENCE], opens: T-20m, closes: T-5m, answerExpires: 15m } }`);
  const judged = await judgeLines(
    plan,
    linesOver(0, 2, () => [], ['clock']),
  );
  expect(judged.transitions).toMatchObject([{ kind: 'call', to: 'GO' }]);
  expect(judged.judgements[0]?.unjudged.toSorted()).toEqual(['EVIDENCE', 'final']);
});
