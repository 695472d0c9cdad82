import type { Plan } from '../../model/plan.ts';
import type { Trigger } from '../../model/planTriggers.ts';
import { numberWords, valueWords } from '../words.ts';
import { error, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { leavesOf, takesBound } from './ruleBook.ts';
import type { Rule } from './ruleBook.ts';

/** Proof, confidence and clear levels that do not belong to the condition. */
export function lintProof(plan: Plan, rule: Rule, trigger: Trigger): Finding[] {
  const findings: Finding[] = [];
  const leaves = leavesOf(rule);
  const canBeProven = leaves.some((leaf) => takesBound(plan, leaf.condition));
  if (trigger.evidence === 'bound' && !canBeProven) {
    findings.push(
      warning(
        'bound_cannot_apply',
        [...rule.path, 'evidence'],
        'asks for proof that this condition cannot give; bound is for alerts, burnOver, and over or under on a ratio or a share: write point, or leave it out.',
      ),
    );
  }
  if (
    trigger.confidence !== undefined &&
    trigger.evidence !== 'bound' &&
    !(rule.isBound && canBeProven) &&
    !leaves.some((leaf) => leaf.condition.kind === 'ratio')
  ) {
    findings.push(
      warning(
        'unused',
        [...rule.path, 'confidence'],
        'is used by nothing: this trigger compares the value itself; write evidence: bound, or leave it out.',
      ),
    );
  }
  return [...findings, ...lintClear(plan, rule, trigger)];
}

function lintClear(plan: Plan, { condition, path }: Rule, trigger: Trigger): Finding[] {
  const findings: Finding[] = [];
  const indicator = condition.kind === 'level' ? plan.indicators[condition.indicator] : undefined;
  const shown = (level: number): string =>
    indicator === undefined ? numberWords(level) : valueWords(indicator, level);
  for (const side of ['under', 'over'] as const) {
    const level = trigger.clear?.[side];
    if (level === undefined) continue;
    const at = [...path, 'clear', side];
    const thresholds = clearedBy(condition);
    if (condition.kind === 'all' || condition.kind === 'any' || condition.kind === 'not') {
      findings.push(
        error(
          'clear_on_composite',
          at,
          `stands on all, any or not; a clear level belongs to a trigger with one condition: leave it out.`,
        ),
      );
      continue;
    }
    const threshold = thresholds[side];
    if (threshold === undefined) {
      const other =
        thresholds.under !== undefined
          ? 'write clear: { under: ... }'
          : thresholds.over !== undefined
            ? 'write clear: { over: ... }'
            : 'leave it out';
      findings.push(warning('clear_unused', at, `does nothing for this condition; ${other}.`));
    } else if (side === 'under' ? level > threshold : level < threshold) {
      findings.push(
        error(
          'clear_wrong_side',
          at,
          `is ${shown(level)}, ${side === 'under' ? 'above' : 'below'} the threshold of ${shown(threshold)}: it would be off while it fires; write ${side === 'under' ? 'less' : 'more'}.`,
        ),
      );
    } else if (level === threshold) {
      findings.push(
        warning(
          'clear_at_threshold',
          at,
          `is the threshold itself, so the trigger may come and go; write ${side === 'under' ? 'less' : 'more'}.`,
        ),
      );
    }
  }
  return findings;
}

/** The threshold that each clear level takes the place of. */
function clearedBy(condition: Rule['condition']): { under?: number | undefined; over?: number | undefined } {
  if (condition.kind === 'level') return { under: condition.over, over: condition.under };
  return condition.kind === 'burn' ? { under: condition.burnOver, over: condition.burnUnder } : {};
}
