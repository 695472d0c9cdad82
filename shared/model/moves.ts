import { z } from 'zod';
import { list, name, strict, text } from './planScalars.ts';
import { instant } from './planUnits.ts';
import { personName, planId } from './room/roomScalars.ts';

export const MOVES_FORMAT = 'holdpoint/moves@1';

/** What somebody does at an instant of a rehearsal. */
const move = strict({
  /** On the clock or against the planned T-0. It is done at the end of that second, on what is seen there. */
  at: instant,
  /** A role of the plan, or `facilitator`. */
  role: planId,
  /** What the person is called in the ledger; the name of the role when absent. */
  name: personName.optional(),
  /** As the command line writes it, without `holdpoint`: `ack RB-1 --cell market=US`. */
  do: text('a command such as ack RB-1'),
  /** A name for the row that it becomes: a later move writes `approve $pci` where this one has `row: pci`. */
  row: name.optional(),
});

/** `holdpoint/moves@1`: what people do in a rehearsal that nobody attends. */
export const movesSchema = strict({
  format: z.literal(MOVES_FORMAT, { error: `write ${MOVES_FORMAT}` }),
  /** In the order of time. */
  moves: list(move, 'moves', 0),
});
export type Moves = z.output<typeof movesSchema>;
export type Move = Moves['moves'][number];

export function movesJsonSchema(): object {
  return z.toJSONSchema(movesSchema, { io: 'input' });
}
