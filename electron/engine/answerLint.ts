import { ContractError, type ParsedQueryArgs, type QueryAnswer } from '../../shared/contract/contract.ts';
import { lintText } from '../../shared/judge/lint/lintText.ts';
import type { Engine } from './engineDoor.ts';

/** A plan can be wrong in more places than anybody reads, or an answer holds. */
const mostFindings = 500;

/** What lint says of a plan that was in force, as of the text that the session keeps. */
export function answerLint(
  { plans, session }: Engine,
  { row: asked }: ParsedQueryArgs<'plan.lint'>,
): QueryAnswer<'plan.lint'> {
  const { row, digest } = asked === undefined ? plans.newest : plans.ofRow(asked);
  const kept = session.readPlan(digest);
  if (kept === undefined) throw new ContractError('not_found', 'The session has no such plan.');
  const findings = lintText(kept.text, 'plan');
  return {
    row,
    total: findings.length,
    findings: findings
      .slice(0, mostFindings)
      .map(({ level, code, path, line, column, text }) => ({ level, code, path, line, column, text })),
  };
}
