import { canonicalJson } from '../base/canonicalJson.ts';
import type { JsonValue } from './arrival.ts';
import type { Plan } from './plan.ts';
import type { PlanDifference } from './room/planFacts.ts';

/** What differs between two plans, part by part in the order of the plan; ids where a part is a map of them. */
export function comparePlans(before: Plan, after: Plan): PlanDifference[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return parts.flatMap((part): PlanDifference[] => {
    const [one, other] = [partOf(before, part), partOf(after, part)];
    if (isSame(one, other)) return [];
    if (!isMap(one) || !isMap(other)) return [{ part, ids: [] }];
    const ids = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return [{ part, ids: ids.filter((id) => !isSame(one[id], other[id])) }];
  });
}

/** `triggers RB-1, RB-2; criteria LCC-4; ramp`. */
export function differenceWords(differences: readonly PlanDifference[]): string {
  return differences.map(({ part, ids }) => [part, ids.join(', ')].filter((word) => word !== '').join(' ')).join('; ');
}

function partOf(plan: Plan, part: string): unknown {
  return (plan as unknown as Readonly<Record<string, unknown>>)[part];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Absent members and those that say `undefined` are the same. */
function isSame(one: unknown, other: unknown): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue);
}
