import type { Plan } from '../../model/plan.ts';
import type { PlanPath, Problem } from '../../model/problem.ts';

/** Something that lint says about a plan that can be read. */
export interface Finding {
  /**
   * `error`: the plan cannot be judged, or what it asks for is refused. `warning`: it can be judged, but it will surprise
   * somebody on the day. `note`: worth knowing.
   */
  readonly level: Problem['level'];
  readonly code: string;
  readonly path: PlanPath;
  readonly text: string;
}

/** One room of lint. It may not rely on the others: references may lead to nothing, numbers may make no sense. */
export type LintRoom = (plan: Plan) => Finding[];

export function error(code: string, path: PlanPath, text: string): Finding {
  return { level: 'error', code, path, text };
}

export function warning(code: string, path: PlanPath, text: string): Finding {
  return { level: 'warning', code, path, text };
}

export function note(code: string, path: PlanPath, text: string): Finding {
  return { level: 'note', code, path, text };
}

/** `a`, `a and b`, `a, b and c`; more than six are counted. */
export function listWords(words: readonly string[]): string {
  const shown = words.length > 6 ? [...words.slice(0, 5), `${words.length - 5} more`] : words;
  const last = shown.at(-1) ?? 'none';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
