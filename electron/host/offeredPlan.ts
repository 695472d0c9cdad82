import { lintPlan, placeFindings } from '../../shared/judge/lint/lintPlan.ts';
import { comparePlans } from '../../shared/model/comparePlans.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { type Problem, showProblem } from '../../shared/model/problem.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import type { CommandArgs } from '../../shared/model/room/roomFact.ts';
import { planDigest } from '../engine/judgementDigest.ts';

/** A plan that somebody wants the launch to be judged by from now on. */
export interface OfferedPlan {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly reason: string;
}

interface ReadOffer {
  readonly text: string;
  readonly args: CommandArgs<'plan.change'>;
}

const shownProblems = 3;

/** What the command `plan.change` carries, and the text to be kept; or what keeps the plan from judging, in sentences. */
export function readOfferedPlan({ name, bytes, reason }: OfferedPlan, inForce: Plan): ReadOffer | string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return `${name} is no text in UTF-8: hand over a plan, in YAML or JSON.`;
  }
  const read = readPlan(text, name);
  if (read.plan === undefined) return tell(name, read.problems);
  const errors = lintPlan(read.plan).filter((finding) => finding.level === 'error');
  if (errors.length > 0) return tell(name, placeFindings(errors, name, read.positionOf));
  const differences = comparePlans(inForce, read.plan);
  return { text, args: { digest: planDigest(text), reason, differences } };
}

function tell(name: string, problems: readonly Problem[]): string {
  const more = problems.length - shownProblems;
  const shown = problems
    .slice(0, shownProblems)
    .map((problem) => showProblem(problem).replace(/^error /, ''))
    .join(' ');
  const rest = more > 0 ? ` And ${more} more: \`holdpoint lint\` says them all.` : '';
  return `${name} cannot be judged by. ${shown}${rest}`.slice(0, 1500);
}
