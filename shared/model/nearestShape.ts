import type { z } from 'zod';
import { NO_NEAR_KEY } from './planScalars.ts';
import { valueAt } from './valueAt.ts';

type Issues = readonly z.core.$ZodIssue[];

/**
 * Of the shapes that a value may have, what was said of the one that it comes nearest to: the fewest unknown and missing
 * keys, then the fewest problems, then the first. Undefined where none takes such a value at all, or has a key near to
 * one of it.
 */
export function nearestShape(shapes: readonly Issues[], found: object): Issues | undefined {
  let nearest: Issues | undefined;
  let least = Infinity;
  for (const issues of shapes) {
    const isOther = issues.some(
      ({ path, code }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'),
    );
    const advice = adviceOnKeys(issues);
    const isNear =
      advice.length < Object.keys(found).length ||
      advice.some((line) => line.startsWith('write ') && !line.startsWith(NO_NEAR_KEY));
    if (isOther || !isNear) continue;
    const missing = issues.filter(({ path }) => path.length === 1 && valueAt(found, path) === undefined);
    // A misspelt key and the missing one that was meant are one slip.
    const slips = missing.filter(({ path }) => advice.includes(`write ${String(path[0])}`));
    const distance = (advice.length + missing.length - slips.length) * 1000 + Math.min(issues.length, 999);
    if (distance < least) {
      nearest = issues;
      least = distance;
    }
  }
  return nearest;
}

/** A line for each key that the shape does not have. */
function adviceOnKeys(issues: Issues): string[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.message.split('\n') : [],
  );
}
