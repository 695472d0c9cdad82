import type { LeafCondition } from '../../model/planConditions.ts';
import type { Indicator } from '../../model/planIndicators.ts';
import { valueWords } from '../words.ts';
import { isShareKind } from './ruleBook.ts';

/** Why a level is never or always passed, whatever comes. */
export interface IdleLevel {
  readonly code: 'never_true' | 'always_true';
  readonly text: string;
}

/** What is wrong with a level that no value of the indicator can pass, or that each does; undefined for others. */
export function idleLevel(indicator: Indicator, { indicator: id, over, under }: Level): IdleLevel | undefined {
  const threshold = over ?? under ?? 0;
  const is = `is ${valueWords(indicator, threshold)}, and ${id} is`;
  if (isShareKind(indicator)) {
    const share = `${is} a share of at most 100 %`;
    if (over !== undefined && threshold >= 1)
      return { code: 'never_true', text: `${share}; write ${lessThan(threshold, 'a percentage below 100%')}.` };
    if (under !== undefined && threshold > 1)
      return { code: 'always_true', text: `${share}; write ${lessThan(threshold, 'a percentage up to 100%')}.` };
  }
  if (indicator.kind === 'gauge' && indicator.over !== 'sumAbs') return undefined;
  if (under !== undefined && threshold <= 0) return { code: 'never_true', text: `${is} never below 0; write more.` };
  if (over !== undefined && threshold < 0)
    return { code: 'always_true', text: `${is} never below 0; write 0 or more.` };
  return undefined;
}

type Level = LeafCondition & { kind: 'level' };

/** A whole number up to 100 was probably meant in percent. */
function lessThan(threshold: number, other: string): string {
  return threshold > 1 && threshold <= 100 && Number.isInteger(threshold) ? `${threshold}%, or ${other}` : other;
}
