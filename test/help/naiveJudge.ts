import type { Plan } from '../../shared/model/plan.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { readNaively, type Gap, type NaiveIntake, type RawLine } from './naiveIntake.ts';
import { createCriterion, createTrigger, type NaiveRule } from './naiveRules.ts';
import { longestSeconds } from './naiveWindows.ts';
import type { World } from './naiveWorld.ts';

/** As `judge --json` prints it, without the words. */
export interface NaiveJudgement {
  readonly recording: NaiveIntake['counters'] & { readonly gaps: readonly Gap[] };
  readonly ticks: { readonly first: number; readonly last: number; readonly count: number } | undefined;
  readonly transitions: readonly Omit<Transition, 'why'>[];
}

/**
 * A second reading of the judgement page: slow, obvious, and without a line of the judge's own. Every tick goes through
 * every sample again. Nothing is asked of a person, so polls, evidence and the ramp are left out of the call.
 */
export function judgeNaively(plan: Plan, lines: readonly RawLine[]): NaiveJudgement {
  const intake = readNaively(lines, longestSeconds(plan));
  const rules = createRules({ plan, intake, matches: new Map() });
  const transitions: Omit<Transition, 'why'>[] = [];
  let call = 'HOLD';
  const { first, last } = intake.ticks ?? { first: 0, last: -1 };
  for (let tick = first; tick <= last; tick += 1) {
    const effects = rules.map((rule) => {
      const from = rule.state();
      const { effect, view } = rule.judge(tick);
      const to = rule.state();
      if (from !== to) {
        const value = view.value !== undefined && Number.isFinite(view.value) ? { value: view.value } : {};
        const n = view.n === undefined ? {} : { n: view.n };
        transitions.push({ at: tick * 1000, kind: rule.kind, id: rule.id, cell: rule.cell, from, to, ...value, ...n });
      }
      return effect;
    });
    const next = (['ROLLBACK', 'NO-GO', 'HOLD'] as const).find((word) => effects.includes(word)) ?? 'GO';
    if (next !== call) transitions.push({ at: tick * 1000, kind: 'call', id: 'call', cell: {}, from: call, to: next });
    call = next;
  }
  const ticks = intake.ticks && { ...intake.ticks, count: last - first + 1 };
  return { recording: { ...intake.counters, gaps: intake.gaps }, ticks, transitions };
}

/** In the order in which they are judged. */
function createRules(world: World): NaiveRule[] {
  const { plan } = world;
  return [
    ...Object.entries(plan.triggers).flatMap(([id, trigger]) =>
      cellsOf(plan, trigger.scope.each).map((cell) => createTrigger(world, id, trigger, cell)),
    ),
    ...Object.entries(plan.criteria).flatMap(([id, criterion]) => {
      const { holds } = criterion;
      if (holds === undefined) return [];
      return cellsOf(plan, criterion.scope.each).map((cell) => createCriterion(world, id, criterion, holds, cell));
    }),
  ];
}

/** Every combination of the labels, in the order of `dimensions`; the launch is one cell without labels. */
function cellsOf(plan: Plan, labels: readonly string[]): Labels[] {
  return Object.entries(plan.dimensions)
    .filter(([label]) => labels.includes(label))
    .reduce<Labels[]>(
      (cells, [label, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [label]: value }))),
      [{}],
    );
}
