import type { Problem } from '../../model/problem.ts';
import { readPlan } from '../../model/readPlan.ts';
import { lintPlan, placeFindings } from './lintPlan.ts';
import { lintWriting } from './writing.ts';

/** Everything that is said of a plan's text, in the order of its lines. */
export function lintText(text: string, fileName: string): readonly Problem[] {
  const read = readPlan(text, fileName);
  if (read.plan === undefined) return read.problems;
  const findings = [...lintPlan(read.plan), ...lintWriting(read.plan, read.writtenAt)];
  return placeFindings(findings, fileName, read.positionOf);
}
