import { z } from 'zod';
import { instantMs, reason, rowNumber, ruleCell, words } from './roomScalars.ts';

/**
 * What somebody who was there says of a day: from here to there something was wrong, and this trigger should have fired in
 * it. Counterfactuals are held against marks as they are against the expects of a scenario.
 */
const set = z.strictObject({
  fromAt: instantMs,
  /** The deadline: who fires later told nobody in time. */
  toAt: instantMs,
  trigger: ruleCell.id,
  cell: ruleCell.cell,
  note: words('what happened', 500),
});

export const markFacts = {
  'mark.set': set,
  'mark.withdrawn': z.strictObject({ mark: rowNumber, reason }),
};

export const markCommands = {
  'mark.set': set,
  'mark.withdraw': z.strictObject({ mark: rowNumber, reason }),
};
