import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryPlan, planOfObject } from '../help/arbitraryPlan.ts';
import { arbitraryRecording } from '../help/arbitraryRecording.ts';
import { expectSameJudgement, toCompared } from '../help/expectSameJudgement.ts';
import { judgeLines } from '../help/judgeLines.ts';
import { judgeNaively } from '../help/naiveJudge.ts';

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? 200);

test('two readings of the judgement page agree on any plan and any recording', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(arbitraryPlan, arbitraryRecording, async (object, lines) => {
      const plan = planOfObject(object);
      const expected = judgeNaively(plan, lines);
      fc.pre(expected.recording.quarantined * 2 <= expected.recording.lines);
      expectSameJudgement(toCompared(await judgeLines(plan, lines)), expected);
      for (const { kind, from, to } of expected.transitions) seen.add(`${kind} ${from} -> ${to}`);
    }),
    { numRuns },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'trigger pending -> firing',
      'trigger firing -> ok',
      'criterion maturing -> pass',
      'call HOLD -> ROLLBACK',
    ]),
  );
});
