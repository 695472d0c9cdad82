import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { sweepRecording } from '../../electron/engine/sweepRecording.ts';
import type { TriggerAnswer } from '../../shared/judge/backtest/rightAnswers.ts';
import { sweepPoints } from '../../shared/judge/backtest/sweepPoints.ts';
import { readSweep, type SweepRange } from '../../shared/judge/backtest/sweepRange.ts';
import { fromLoosest } from '../../shared/judge/backtest/strictness.ts';
import { type NumberKind, ruleNumbers } from '../../shared/judge/ruleNumbers.ts';
import { setRule } from '../../shared/judge/setRule.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { arbitraryPlan, planOfObject } from '../help/arbitraryPlan.ts';
import { arbitraryRecording } from '../help/arbitraryRecording.ts';
import { recordingOfLines } from '../help/lineRecording.ts';
import { roughLines, roughPlan } from '../help/roughLaunch.ts';
import { t0S } from '../help/tickByTick.ts';

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? 300);

const rangesOf: Readonly<Record<NumberKind, readonly string[]>> = {
  duration: ['0s..8s:2s', '1s..41s:8s', '20s..90s:14s', '30s..240s:70s'],
  threshold: ['0..1:0.2', '-1..11:2', '0..240:40', '5%..65%:10%'],
  burn: ['0..4:0.5'],
  positive: ['0.5..4:0.5'],
  confidence: ['60%..99%:6.5%', '95%..99.9%:0.7%'],
  spend: ['1%..20%:3%'],
};

class TransitionList {
  readonly transitions: Transition[] = [];
  add(transition: Transition): void {
    this.transitions.push(transition);
  }
}

/** What a sweep may be asked for of this plan: any number of any trigger or pair, over one of a few ranges. */
function sweepsOf(plan: Plan): string[] {
  return [...ruleNumbers(plan)].flatMap(([rule, numbers]) =>
    rule in plan.criteria
      ? []
      : numbers.flatMap(({ field, kind }) => rangesOf[kind].map((range) => `${rule}.${field}=${range}`)),
  );
}

function readRange(text: string): SweepRange {
  const range = readSweep(text);
  if (typeof range === 'string') throw new Error(range);
  return range;
}

const swept = arbitraryPlan.map(planOfObject).chain((plan) =>
  fc.record({
    plan: fc.constant(plan),
    sweeps: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...sweepsOf(plan)).map((text) => [text]) },
      { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...sweepsOf(plan)), { minLength: 2, maxLength: 2 }) },
    ),
  }),
);

test('each point of a sweep does what the whole plan does with that number set', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(swept, arbitraryRecording, async ({ plan, sweeps }, lines) => {
      const sweep = sweepPoints(plan, sweeps.map(readRange));
      fc.pre(typeof sweep !== 'string');
      const recording = recordingOfLines(lines.map((line) => JSON.stringify(line)));
      const given = { answers: [], createBook: () => new TransitionList() };
      const { points } = await sweepRecording(recording, plan, sweep, given).catch(() => ({ points: undefined }));
      fc.pre(points !== undefined);
      for (const [place, point] of sweep.points.entries()) {
        const told = points[place]?.book.transitions ?? [];
        const wanted = await judgeAlone(setAll(plan, point.set), recording, sweep.triggers);
        expect(told, point.set.join(' ')).toEqual(wanted);
        for (const { from, to } of told) seen.add(`${from} -> ${to}`);
      }
      for (const id of sweep.triggers) {
        const ordered = fromLoosest(plan, id, sweep.numbers, sweep.points);
        const differs = new Set(points.map(({ book }) => book.transitions.length)).size > 1;
        seen.add(`${ordered === undefined ? 'one by one' : 'ordered'}, ${differs ? 'different' : 'alike'}`);
      }
    }),
    { numRuns },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining(['ok -> firing', 'firing -> ok', 'one by one, different', 'ordered, different']),
  );
});

const aroundOf: Readonly<Record<NumberKind, readonly string[]>> = {
  duration: ['0s..9s:3s', '20s..95s:25s'],
  threshold: ['0.1..0.9:0.1', '0..90:15'],
  burn: ['0.5..3:0.5'],
  positive: ['0.5..4:0.5'],
  confidence: ['60%..99%:6.5%'],
  spend: ['0.05%..0.65%:0.1%'],
};

const rough = roughLines().map((line) => JSON.stringify(line));
const roughSweeps = Object.keys(roughPlan.triggers).flatMap((id) =>
  (ruleNumbers(roughPlan).get(id) ?? []).flatMap(({ field, kind }) =>
    aroundOf[kind].map((range) => `${id}.${field}=${range}`),
  ),
);

test.each(roughSweeps)('%s: each point does what the whole plan does', async (text) => {
  const sweep = sweepPoints(roughPlan, [readRange(text)]);
  if (typeof sweep === 'string') throw new Error(sweep);
  const recording = recordingOfLines(rough);
  const given = { answers: [], createBook: () => new TransitionList() };
  const { points } = await sweepRecording(recording, roughPlan, sweep, given);
  for (const [place, point] of sweep.points.entries()) {
    const wanted = await judgeAlone(setAll(roughPlan, point.set), recording, sweep.triggers);
    expect(points[place]?.book.transitions, point.set.join(' ')).toEqual(wanted);
  }
});

test('at a deadline every point knows what its trigger knew, also where it was passed over', async () => {
  const sweep = sweepPoints(roughPlan, [readRange('UNDER.under=0.1..0.9:0.2')]);
  if (typeof sweep === 'string') throw new Error(sweep);
  const deadlines = [100, 215, 220, 235, 290].map((second) => (t0S + second) * 1000);
  const span = { incident: undefined, beginsMs: undefined, overMs: undefined, endsMs: Infinity };
  const answers = deadlines.map((byMs): TriggerAnswer => ({ kind: 'trigger', id: 'UNDER', cell: {}, ...span, byMs }));
  const recording = recordingOfLines(rough);
  const given = { answers, createBook: () => new TransitionList() };
  const { points } = await sweepRecording(recording, roughPlan, sweep, given);
  for (const [place, point] of sweep.points.entries()) {
    const { judgements } = await judgeRecording(recording, [setAll(roughPlan, point.set)], { atMs: deadlines });
    const frozen = judgements[0]?.at.map(({ triggers }) => triggers.find(({ id }) => id === 'UNDER')?.frozen);
    expect(frozen).toEqual([false, true, true, true, false]);
    expect(answers.map((answer) => points[place]?.blind.has(answer))).toEqual(frozen);
  }
});

function setAll(plan: Plan, set: readonly string[]): Plan {
  return set.reduce((changed, assignment) => setRule(changed, assignment).plan ?? changed, plan);
}

async function judgeAlone(
  plan: Plan,
  recording: ReturnType<typeof recordingOfLines>,
  triggers: readonly string[],
): Promise<readonly Transition[]> {
  const { judgements } = await judgeRecording(recording, [plan], { atMs: [] });
  const transitions = judgements[0]?.transitions ?? [];
  return transitions.filter(({ kind, id }) => kind === 'trigger' && triggers.includes(id));
}
