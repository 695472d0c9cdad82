import { z } from 'zod';

/**
 * The bricks of what people say to the room: commands on the wire and rows of the ledger. Both are parsed by the same
 * schemas, since a row is what a command became.
 */

/** Text that a person wrote. `what` completes "write ...". */
export function words(what: string, most = 2000) {
  return z
    .string({ error: `write ${what}` })
    .trim()
    .min(1, { error: `write ${what}` })
    .max(most, { error: `write ${what} of at most ${most} characters` });
}

export const reason = words('a reason');
export const note = words('a note');

/** The id of something in the plan, as the plan writes it. */
export const planId = z
  .string({ error: 'write an id of the plan' })
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/, { error: 'write an id of the plan' });

/** What a person is called in the ledger. Two names that look the same are the same. */
export const personName = words('a name', 80).regex(/^[^\p{Cc}\p{Cf}]*$/u, {
  error: 'write a name without control characters and characters that nobody sees',
});

/** A combination of the plan's labels; `{}` is the whole launch. */
export const cell = z.record(z.string().max(128), z.string().max(256));

/** The number of a row of the ledger. */
export const rowNumber = z.int({ error: 'write the number of a row of the ledger' }).min(1);

/** Epoch ms. */
export const instantMs = z.int({ error: 'write an instant in ms since epoch' });

/** A share of traffic, 0 to 1. */
export const share = z.number({ error: 'write a share from 0 to 1' }).min(0).max(1);

/** Something of the plan in one of its cells. */
export const ruleCell = { id: planId, cell: cell.default({}) };
