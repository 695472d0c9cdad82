import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScoreReading } from '../../shared/model/scoreReading.ts';
import { expectGolden } from '../help/expectGolden.ts';
import { callHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();
const folder = join(import.meta.dirname, 'ticket-sale');

test('the day of the sale, rehearsed by a room that watches the line and the stock, is answered right', async () => {
  const script = ['--script', join(folder, 'moves.yaml'), '--session', join(scratch, 'good.holdpoint')];
  const { stdout, stderr } = await callHoldpoint(['rehearse', 'ticket-sale/scenario', ...script, '--json']);
  expect(stderr).toBe('');
  const { moves, score } = JSON.parse(stdout) as {
    readonly moves: readonly { readonly outcome: string }[];
    readonly score: ScoreReading;
  };
  expect(moves.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
  expectGolden(join(folder, 'good.score.json'), `${JSON.stringify(score, null, 2)}\n`);
  expect(score.answers).toMatchObject({ right: 7, late: 0, wrong: 0, none: 0 });
  expect(score.calls).toMatchObject({ right: 5, late: 0, wrong: 0 });
});
