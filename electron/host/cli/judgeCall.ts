import { instantAt, parseInstant } from '../../../shared/base/instant.ts';
import { lintPlan } from '../../../shared/judge/lint/lintPlan.ts';
import { setRule } from '../../../shared/judge/setRule.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { printable, showPath } from '../../../shared/model/problem.ts';
import { CallError, Refusal } from './command.ts';
import { readCall } from './readCall.ts';

/** What `holdpoint judge` is asked. */
export interface JudgeCall {
  /** Undefined: that of the session. */
  readonly plan: string | undefined;
  /** Or a session. */
  readonly recording: string;
  readonly at: readonly string[];
  readonly set: readonly string[];
  readonly json: boolean;
}

export function readJudgeCall(argv: string[]): JudgeCall {
  const { options } = readCall(argv, {
    options: { plan: 'value', recording: 'value', at: 'values', set: 'values', json: 'flag' },
    words: [],
  });
  const { plan, recording, at, set, json } = options;
  if (recording === undefined) throw new CallError('Name the recording or the session with --recording.');
  return { plan, recording, at, set, json };
}

/** The instants in ms, as they were asked. */
export function readInstants(texts: readonly string[], t0Ms: number): number[] {
  return texts.map((text) => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instantAt(instant, t0Ms);
    throw new Refusal(
      2,
      `--at ${printable(text, 60)} is no instant: write 2026-03-30T14:00:00Z, or T+30m against T-0.`,
    );
  });
}

/** A plan with other numbers in it. */
export interface ChangedPlan {
  readonly plan: Plan;
  /** Each change as it was asked: `RB-2.over=300`. */
  readonly set: readonly string[];
  /** Each change in words, with what the number is in the plan. */
  readonly words: readonly string[];
  /** What lint has against the changed plan and not against the plan: it can be judged all the same. */
  readonly doubts: readonly string[];
}

/** Undefined when nothing is set. */
export function changePlan(plan: Plan, set: readonly string[]): ChangedPlan | undefined {
  if (set.length === 0) return undefined;
  let changed = plan;
  const words: string[] = [];
  for (const assignment of set) {
    const answer = setRule(changed, assignment);
    if (answer.plan === undefined) throw new Refusal(2, `--set: ${answer.problem}`);
    changed = answer.plan;
    words.push(changeWords(assignment, answer.was, answer.pair));
  }
  const doubts = lintPlan(changed)
    .filter((finding) => finding.level === 'error')
    .map(({ path, text }) => `${showPath(path)} ${text}`);
  return { plan: changed, set, words, doubts };
}

function changeWords(assignment: string, was: string | undefined, pair: string | undefined): string {
  const before = was === undefined ? 'the default in the plan' : `${was} in the plan`;
  const shared = pair === undefined ? '' : `; a number of ${pair}, for every rule on it`;
  return `${printable(assignment, 80)} (${before}${shared})`;
}
