import type { EvidenceAsked } from './evidenceReading.ts';

/** Of what nothing outside of the paper speaks, somebody else has to. */
export const nothingToCompare = '; nothing in the plan to compare with';

/** The end of a sentence on what a paper says that passes: whether its commit was held against the one of the plan. */
export function commitWords(commit: string | undefined, asked: EvidenceAsked): string {
  if (asked.commit === undefined) return nothingToCompare;
  return commit === undefined ? '; it names no commit, so none was compared' : ', which the plan names';
}
