import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeProposedPlan } from '../../electron/host/proposedPlan.ts';
import { ruleNumbers } from '../../shared/judge/ruleNumbers.ts';
import { sliderRange } from '../../shared/judge/backtest/sliderRange.ts';
import { readSweep } from '../../shared/judge/backtest/sweepRange.ts';
import { setRule } from '../../shared/judge/setRule.ts';
import { comparePlans } from '../../shared/model/comparePlans.ts';
import { readPlan } from '../../shared/model/readPlan.ts';

const launches = ['../golden/cell-burn', '../golden/noisy-restart', '../../data/shopnow-one-click'].map((folder) => {
  const text = readFileSync(join(import.meta.dirname, folder, 'plan.yaml'), 'utf8');
  return { folder, text, plan: readPlan(text, 'plan.yaml').plan };
});

describe.each(launches)('the plan of $folder', ({ text, plan }) => {
  if (plan === undefined) throw new Error('It cannot be read.');
  const numbers = [...ruleNumbers(plan)].flatMap(([rule, all]) => all.map((number) => ({ rule, number })));

  test('any number that a slider offers is written into its text, and the plan says then what was swept', () => {
    let written = 0;
    for (const { rule, number } of numbers) {
      const range = sliderRange(number);
      const sweep = range === undefined ? undefined : readSweep(`${rule}.${number.field}=${range}`);
      if (sweep === undefined) continue;
      if (typeof sweep === 'string') throw new Error(sweep);
      expect(sweep.values.length, sweep.key).toBeGreaterThan(4);
      expect(sweep.values.length, sweep.key).toBeLessThanOrEqual(200);
      const set = `${sweep.key}=${sweep.values[1]?.text ?? ''}`;
      const wanted = setRule(plan, set).plan;
      const answer = writeProposedPlan(text, plan, [set]);
      if ('problem' in answer) {
        // Alert pairs by default stand nowhere in the text.
        expect(answer.problem, set).toContain('write the plan yourself');
        continue;
      }
      written += 1;
      const read = readPlan(answer.text, 'plan.yaml').plan;
      expect(read === undefined || wanted === undefined ? [set] : comparePlans(wanted, read), set).toEqual([]);
    }
    expect(written).toBeGreaterThan(numbers.length / 3);
  });
});

test('only the number changes: comments, layout and all else stay', () => {
  const { text = '', plan } = launches[0] ?? {};
  if (plan === undefined) throw new Error('It cannot be read.');
  const answer = writeProposedPlan(`# Ours\n${text}`, plan, ['RB-3.under=90%', 'RB-3.for=30s']);
  expect(answer).toEqual({
    text: `# Ours\n${text.replace('window: 1m, under: 80% }, for: 10s', 'window: 1m, under: 90% }, for: 30s')}`,
  });
  expect(writeProposedPlan(text, plan, ['RB-3.ander=1'])).toMatchObject({ problem: expect.stringContaining('under') });
});
