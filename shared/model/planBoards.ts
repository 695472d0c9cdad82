import type { z } from 'zod';
import { idOf, list, strict, text, word } from './planScalars.ts';

/**
 * A board of the Room. What `of` names goes by the kind: an objective (`burn`), indicators (`latency`, `levels`), indicators
 * and triggers (`fraud`), a forecast, an experiment; the ramp and the posture name nothing.
 */
export const boardSchema = strict({
  kind: word('burn', 'latency', 'fraud', 'forecast', 'experiment', 'levels', 'posture', 'ramp'),
  /** Its name; the board's own when absent. */
  says: text('the name of a board').optional(),
  of: list(idOf('what it shows'), 'ids of what it shows', 0).default([]),
});
export type PlannedBoard = z.output<typeof boardSchema>;
