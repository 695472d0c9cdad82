import { finish, type Steps } from '../../base/steps.ts';
import type { Plan } from '../../model/plan.ts';
import { showPath } from '../../model/problem.ts';
import { lintPlan } from '../lint/lintPlan.ts';
import { reducePlan } from './reducePlan.ts';
import type { TriggerScore } from './scoreTriggers.ts';
import type { SweepPoint, SweepPoints } from './sweepPoints.ts';

/** What one point came to, over all recordings. */
export interface CurvePoint {
  readonly point: SweepPoint;
  readonly expected: number;
  readonly found: number;
  readonly falseAlarms: number;
  /** How long the false alarms lasted in all. */
  readonly falseMs: number;
  /** Ascending, of the answers that were found and say when they begin. */
  readonly detectMs: readonly number[];
  /** Why lint refuses a plan with these values; undefined where it does not. */
  readonly refusal: string | undefined;
}

/** `scores`: of each point, one for each recording. */
export function buildCurve(plan: Plan, sweep: SweepPoints, scores: readonly (readonly TriggerScore[])[]): CurvePoint[] {
  return finish(curveSteps(plan, sweep, scores));
}

/** The same, a point at a step. */
export function* curveSteps(
  plan: Plan,
  sweep: SweepPoints,
  scores: readonly (readonly TriggerScore[])[],
): Steps<CurvePoint[]> {
  const known = new Set(refusalsOf(plan, sweep));
  const curve: CurvePoint[] = [];
  for (const [place, point] of sweep.points.entries()) {
    const refusal = refusalsOf(point.plan, sweep).find((text) => !known.has(text));
    curve.push({ point, ...sumScores(scores[place] ?? []), refusal });
    yield;
  }
  return curve;
}

export function sumScores(scores: readonly TriggerScore[]): Omit<CurvePoint, 'point' | 'refusal'> {
  const answers = scores.flatMap((score) => score.answers);
  const falseAlarms = scores.flatMap((score) => score.falseAlarms);
  return {
    expected: answers.length,
    found: answers.filter(({ outcome }) => outcome === 'found').length,
    falseAlarms: falseAlarms.length,
    falseMs: falseAlarms.reduce((sum, { lastsMs }) => sum + lastsMs, 0),
    detectMs: answers.flatMap(({ detectMs }) => detectMs ?? []).sort((one, other) => one - other),
  };
}

/** The middle one, the earlier of two; undefined of none. */
export function medianMs(ascending: readonly number[]): number | undefined {
  return ascending[Math.floor((ascending.length - 1) / 2)];
}

/** Everything is found and nothing else fires, by a plan that lint lets pass. */
export function isClean({ expected, found, falseAlarms, refusal }: CurvePoint): boolean {
  return found === expected && falseAlarms === 0 && refusal === undefined;
}

/** Errors of the swept triggers and of the objectives that they rest on; the rest of the plan is as it was. */
function refusalsOf(plan: Plan, { triggers }: SweepPoints): string[] {
  const own = Object.fromEntries(Object.entries(plan.triggers).filter(([id]) => triggers.includes(id)));
  return lintPlan(reducePlan(plan, own))
    .filter(({ level, path }) => level === 'error' && (path[0] === 'slos' || path[0] === 'triggers'))
    .map(({ path, text }) => `${showPath(path)} ${text}`);
}
