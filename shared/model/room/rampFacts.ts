import { z } from 'zod';
import { cell, note, planId, reason, rowNumber, share, words } from './roomScalars.ts';

/** What a ramp command speaks of: the launch, one wave, or one cell. */
export const rampScope = z.union([
  z.strictObject({ launch: z.literal(true) }),
  z.strictObject({ wave: planId }),
  z.strictObject({ cell }),
]);
export type RampScope = z.output<typeof rampScope>;

/** Which users are still eligible, as labels with their values; everything else is narrowed away. */
const eligible = z.record(z.string().max(128), z.array(z.string().max(256)).max(64));

/** Orders are told apart by an id of their own: `advance-US-card-1774879200`. */
const order = words('the id of an order', 200);

export const rampFacts = {
  'order.placed': z.strictObject({
    order,
    does: z.enum(['advance', 'rollback', 'narrow']),
    /**
     * Every cell, with the share it had been commanded to and the share it shall have, and with who is left where it had been
     * narrowed: whoever carries this out may not have heard of the narrowing that it replaces.
     */
    cells: z.array(z.strictObject({ cell, from: share, to: share, eligible: eligible.optional() })).min(1),
    eligible: eligible.optional(),
    reason: reason.optional(),
    /** The trigger that asked for it. */
    because: z.strictObject({ trigger: planId, cell }).optional(),
    /** The proposal that allows it against its criteria. */
    override: rowNumber.optional(),
    actuator: z.enum(['manual', 'webhook']),
  }),
  /** One attempt of a webhook. */
  'order.attempted': z.strictObject({
    order,
    attempt: z.int().min(1),
    outcome: z.enum(['delivered', 'refused', 'failed']),
    text: words('what happened', 500),
  }),
  /** Done by a person's word, by what telemetry observes, or, where nothing observes, by the receiver's answer. */
  'order.confirmed': z.strictObject({ order, how: z.enum(['person', 'observed', 'webhook']), note: note.optional() }),
  'order.stabilized': z.strictObject({ order }),
  'order.fell_overdue': z.strictObject({ order }),
  'order.failed': z.strictObject({ order, text: words('what happened', 500) }),
  'order.cancelled': z.strictObject({ order, reason }),
  /** An advance against its criteria counts when somebody else approves. */
  'override.proposed': z.strictObject({
    scope: rampScope,
    to: share,
    reason,
    blockedBy: z.array(words('what is in the way', 500)),
  }),
  'override.refused': z.strictObject({ proposal: rowNumber, reason }),
  'ramp.held': z.strictObject({ scope: rampScope, reason, because: planId.optional() }),
  'ramp.resumed': z.strictObject({ hold: rowNumber, reason: reason.optional() }),
};

export const rampCommands = {
  /** To the next stage, or to `to`. With `override` it is only proposed. */
  'ramp.advance': z.strictObject({
    scope: rampScope,
    to: share.optional(),
    override: z.strictObject({ reason }).optional(),
  }),
  /** One step back where `to` is absent. */
  'ramp.rollback': z.strictObject({ scope: rampScope, to: share.optional(), reason }),
  'ramp.narrow': z.strictObject({ scope: rampScope, eligible, reason }),
  'ramp.hold': z.strictObject({ scope: rampScope, reason }),
  'ramp.resume': z.strictObject({ hold: rowNumber, reason: reason.optional() }),
  'override.approve': z.strictObject({ proposal: rowNumber }),
  'override.refuse': z.strictObject({ proposal: rowNumber, reason }),
  'order.confirm': z.strictObject({ order, note: note.optional() }),
  'order.cancel': z.strictObject({ order, reason }),
};
