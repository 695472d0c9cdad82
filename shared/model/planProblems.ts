import type { z } from 'zod';
import { hintOnKey, hintOnShape } from './planHints.ts';
import { nearestShape } from './nearestShape.ts';
import { MOST_UNKNOWN } from './planScalars.ts';
import { printable } from './problem.ts';
import { valueAt } from './valueAt.ts';
import type { PlanPath } from './problem.ts';

/** A zod issue in words. `at` tells whether the key or the value of the path is meant. */
export interface SchemaProblem {
  readonly code: string;
  readonly path: PlanPath;
  readonly at: 'key' | 'value';
  readonly text: string;
}

/** Keys whose values may be secrets: never shown, even where they are wrong. */
const SECRET_KEYS: readonly unknown[] = ['secret', 'url'];

/** Everything that the schema says of `value`, in the order of the schema. */
export function toProblems(issues: readonly z.core.$ZodIssue[], value: unknown): SchemaProblem[] {
  const problems = issues.flatMap((issue) => fromIssue(issue, value, []));
  return problems.filter((problem) => problem.code !== 'missing' || !problems.some((other) => names(other, problem)));
}

/** A misspelt key says already that the key which was meant is missing. */
function names(stranger: SchemaProblem, missing: SchemaProblem): boolean {
  if (stranger.code !== 'unknown_key' || stranger.path.length !== missing.path.length) return false;
  const last = missing.path.length - 1;
  return (
    stranger.text.endsWith(`; write ${missing.path[last]}.`) &&
    stranger.path.every((step, index) => index === last || step === missing.path[index])
  );
}

function fromIssue(issue: z.core.$ZodIssue, root: unknown, prefix: PlanPath): SchemaProblem[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const found = valueAt(root, path);
  if (issue.code === 'unrecognized_keys') {
    const advice = issue.message.split('\n');
    return issue.keys.slice(0, MOST_UNKNOWN).map((key, index) => ({
      code: 'unknown_key',
      path: [...path, key],
      at: 'key',
      text: `found ${printable(key, 60)}; ${hintOnKey(key, valueAt(found, [key])) ?? advice[index] ?? 'leave it out'}.`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    return [
      {
        code: 'invalid_key',
        path,
        at: 'key',
        text: `found the key ${quoted(key)}; ${issue.issues[0]?.message ?? issue.message}.`,
      },
    ];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const shape = typeof found === 'object' && found !== null ? nearestShape(issue.errors, found) : undefined;
    if (shape !== undefined) return shape.flatMap((inner) => fromIssue(inner, root, path));
  }
  if (found === undefined) return [{ code: 'missing', path, at: 'value', text: `is missing; ${issue.message}.` }];
  if (path.some((step) => SECRET_KEYS.includes(step)))
    return [{ code: 'invalid_value', path, at: 'value', text: `found something else; ${issue.message}.` }];
  const hint = issue.code === 'invalid_type' ? hintOnShape(issue.expected, found) : '';
  return [{ code: 'invalid_value', path, at: 'value', text: `found ${show(found)}; ${issue.message}${hint}.` }];
}

function quoted(text: string): string {
  return `'${printable(text, 60)}'`;
}

/** A value as it stands in a sentence. */
function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') return typeof value;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty map';
  return `{ ${keys
    .slice(0, 5)
    .map((key) => printable(key, 40))
    .join(', ')}${keys.length > 5 ? ', …' : ''} }`;
}
