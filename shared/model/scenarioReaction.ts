import { z } from 'zod';
import { id, list, name, strict, word } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { seriesChoice } from './scenarioScalars.ts';

/** How long after an order the world has heard it. Nothing reaches it in less than two seconds. */
const after = duration('20s').default(0);
/** How long it then takes. */
const over = duration('1m').default(0);

const doing = {
  to: word('ramp', 'rollback', 'narrow', 'hold', 'step'),
  /** The step of the runbook, with `to: step`. */
  step: id.optional(),
  incidents: list(name, 'incidents'),
  after,
};

function namesStep(it: { readonly to: string; readonly step?: string | undefined }): boolean {
  return (it.to === 'step') === (it.step !== undefined);
}
const stepError = { error: 'write the step of the runbook with to: step, and with nothing else' };

/**
 * What the simulated world does when the room orders something. A recording is made without orders, so it does not
 * depend on these; in a rehearsal they take the place of the ramp's history that `steps` and incidents tell.
 */
export const reactionSchema = z.discriminatedUnion(
  'kind',
  [
    /** A gauge takes the percent that was ordered for its cell; one that several cells share takes their mean. */
    strict({ kind: z.literal('sets'), to: word('ramp', 'rollback'), metric: name, after, over }),
    /** The factor that `steps` would give becomes the share that was ordered for the cell: 5 % is a factor of 0.05. */
    strict({ kind: z.literal('scales'), to: word('ramp', 'rollback'), where: seriesChoice.default({}), after, over }),
    /** Incidents that are there come to an end. A rollback must touch the cells that they name. */
    strict({ kind: z.literal('ends'), ...doing }).refine(namesStep, stepError),
    /**
     * Incidents begin: what a measure does to the world. They come in no other way, and last as long as they say; those
     * of a narrowing, as long as it stands.
     */
    strict({ kind: z.literal('begins'), ...doing }).refine(namesStep, stepError),
  ],
  { error: 'write a kind: sets, scales, ends or begins' },
);

export type Reaction = z.output<typeof reactionSchema>;
export type ReactionOf<Kind extends Reaction['kind']> = Extract<Reaction, { kind: Kind }>;
