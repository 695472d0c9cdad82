import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { readTestPlan } from '../help/driveEngine.ts';
import { expectSameJudgement, toCompared, type ComparedJudgement } from '../help/expectSameJudgement.ts';
import type { RawLine } from '../help/naiveIntake.ts';
import { judgeNaively } from '../help/naiveJudge.ts';

const readCase = (name: string) => {
  const folder = join(import.meta.dirname, 'judge', name);
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ComparedJudgement;
  return { plan: readTestPlan(join(folder, 'plan.json')).plan, path: join(folder, 'recording.ndjson'), expected };
};

/**
 * What a reading of the judgement page by others says of recordings by others. The reference keeps latencies exactly, so
 * its cases use `share`, not `quantile`.
 */
describe('the reference agrees', () => {
  test.each(['burn-15-percent', 'cells', 'disorder', 'silence-freezes'])('with the judge on %s', async (name) => {
    const { plan, path, expected } = readCase(name);
    expectSameJudgement(toCompared(await judgeRecording(await openRecording(path), [plan], { atMs: [] })), expected);
  });

  // The other two are too long to go through every sample again for every second.
  test.each(['disorder', 'silence-freezes'])('with the naive judge on %s', (name) => {
    const { plan, path, expected } = readCase(name);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expectSameJudgement(
      judgeNaively(
        plan,
        lines.map((line) => JSON.parse(line) as RawLine),
      ),
      expected,
    );
  });
});
