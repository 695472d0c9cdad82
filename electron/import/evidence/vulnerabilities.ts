import { valueAt } from '../../../shared/model/valueAt.ts';
import { isObject, listAt, textAt } from './jsonDocument.ts';

export interface VulnerabilityCounts {
  readonly all: number;
  /** Of those that no analysis has closed. */
  readonly critical: number;
  readonly high: number;
  readonly unrated: number;
  readonly closed: number;
  /** The id of the first open one that is critical or high. */
  readonly firstGrave: string | undefined;
}

/** What an analysis may find that leaves nothing to do; `exploitable`, `in_triage` and words unknown here leave it open. */
const closedStates: readonly string[] = ['resolved', 'resolved_with_pedigree', 'not_affected', 'false_positive'];
const severities = ['none', 'info', 'low', 'medium', 'high', 'critical'] as const;

/** Counts a list of vulnerabilities; undefined where it holds what cannot be one, for that might hide a grave one. */
export function countVulnerabilities(list: readonly unknown[]): VulnerabilityCounts | undefined {
  const counts = { critical: 0, high: 0, unrated: 0, closed: 0 };
  let firstGrave: string | undefined;
  for (const one of list) {
    const ratings = listAt(one, 'ratings');
    if (!isObject(one) || ratings === 'wrong') return undefined;
    const state = textAt(one, 'analysis', 'state');
    if (state !== undefined && closedStates.includes(state)) {
      counts.closed += 1;
      continue;
    }
    const gravest = (ratings ?? []).reduce<number>((most, rating) => Math.max(most, severityOf(rating)), -1);
    if (gravest === -1) counts.unrated += 1;
    const severity = severities[gravest];
    if (severity !== 'high' && severity !== 'critical') continue;
    counts[severity] += 1;
    firstGrave ??= textAt(one, 'id') ?? 'one without an id';
  }
  return { all: list.length, ...counts, firstGrave };
}

/** The place of a rating among the severities, by its word or else by its CVSS score; -1 where it has neither. */
function severityOf(rating: unknown): number {
  const word = textAt(rating, 'severity')?.toLowerCase();
  const named = severities.findIndex((severity) => severity === word);
  const score: unknown = valueAt(rating, ['score']);
  const isCvss = textAt(rating, 'method')?.toUpperCase().startsWith('CVSS') === true;
  if (named !== -1 || !isCvss || typeof score !== 'number') return named;
  const floors = [0, 0, 0.1, 4, 7, 9];
  return floors.findLastIndex((floor) => score >= floor);
}
