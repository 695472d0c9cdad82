import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScoreReading } from '../../shared/model/scoreReading.ts';
import { expectGolden } from '../help/expectGolden.ts';
import { runHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();
const folder = join(import.meta.dirname, 'rehearsals');

/** ShopNow's launch day by these moves, until its facilitator ends it; the score is the one that is checked in. */
async function rehearse(name: string): Promise<ScoreReading> {
  const script = join(folder, `${name}.yaml`);
  const session = join(scratch, `${name}.holdpoint`);
  const { stdout, stderr, exitCode } = await runHoldpoint([
    ...['rehearse', 'shopnow-one-click', '--script', script, '--session', session, '--json'],
  ]);
  expect([exitCode, stderr]).toEqual([0, '']);
  const { score } = JSON.parse(stdout) as { readonly score: ScoreReading };
  expectGolden(join(folder, `${name}.score.json`), `${JSON.stringify(score, null, 2)}\n`);
  return score;
}

test('the launch day by a good script and by a slack one, and both beside each other', async () => {
  const [good, slack] = await Promise.all([rehearse('shopnow.good'), rehearse('shopnow.slack')]);
  expect(good.answers).toEqual({ right: 6, late: 0, wrong: 0, none: 0, unjudged: 0 });
  expect(slack.answers.right).toBe(0);
  expect(slack.answers.wrong).toBeGreaterThan(0);
  expect(slack.answers.late).toBeGreaterThan(0);
  const files = ['shopnow.good', 'shopnow.slack'].map((name) => join(scratch, `${name}.holdpoint`));
  const compared = await runHoldpoint(['rehearse', 'compare', ...files, '--json']);
  const { complications, names } = JSON.parse(compared.stdout) as {
    readonly names: object;
    readonly complications: readonly { readonly incident: string; readonly one: object; readonly other: object }[];
  };
  expect(names).toEqual({ one: 'shopnow.good.holdpoint', other: 'shopnow.slack.holdpoint' });
  expect(complications.filter(({ incident }) => incident === 'paypal-burns')[0]).toMatchObject({
    one: { answer: 'right' },
    other: { answer: 'wrong', acknowledged: null },
  });
});
