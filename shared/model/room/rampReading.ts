import { z } from 'zod';
import { cell } from './roomScalars.ts';
import { rampScope } from './rampFacts.ts';

const actor = z.strictObject({ role: z.string(), name: z.string() });
/** 0 to 1. */
const share = z.number();
/** Places in `sentences`: what many cells share is told once. */
const places = z.array(z.int());

/** After the next step, if events grow as the share does. At the forecast peak all rates are `peakFactor` times these. */
const cost = z.strictObject({
  slo: z.string(),
  eventsS: z.number(),
  badAnHour: z.number(),
  /** Bad events an hour, with 95 % confidence. */
  low: z.number(),
  high: z.number(),
  /** Share of the launch's event budget; null where the plan expects no number of events. */
  budgetAnHour: z.number().nullable(),
  /** Until the budget is gone if nothing else changes; null when it never is. */
  exhaustedInS: z.number().nullable(),
  peakFactor: z.number(),
});
export type RampCost = z.output<typeof cost>;

const rampCell = z.strictObject({
  cell,
  wave: z.string(),
  commanded: share,
  /** What telemetry observes; null when it says nothing. */
  observed: share.nullable(),
  /** Ms; null while it was never ordered. */
  since: z.int().nullable(),
  /** Commanded and observed differ for more than a minute. */
  drift: z.strictObject({ since: z.int() }).nullable(),
  verdict: z.enum(['ok', 'holding', 'blocked', 'firing', 'unknown']),
  /** Null at the last stage. */
  next: z
    .strictObject({
      to: share,
      /** Ms; now or before where nothing is in the way, null where nobody can say. */
      allowedAt: z.int().nullable(),
      /** At most three, worst first. */
      blockedBy: places,
      /** Null where there is no ground for it; `costSays` tells why. */
      cost: cost.nullable(),
      costSays: z.int().nullable(),
    })
    .nullable(),
  /** The order that is not done yet. */
  order: z.string().nullable(),
  /** What may be said of the cell, and until when: `Early Access until 50 %`. */
  label: z.string().nullable(),
  eligible: z.record(z.string(), z.array(z.string())).nullable(),
});
export type RampCellReading = z.output<typeof rampCell>;

const order = z.strictObject({
  order: z.string(),
  does: z.enum(['advance', 'rollback', 'narrow']),
  state: z.enum(['placed', 'confirmed', 'stable', 'failed', 'cancelled', 'replaced']),
  /** The cells in words, with where they go: `US card to 0 %`. */
  says: z.string(),
  by: actor,
  placedAt: z.int(),
  reason: z.string().nullable(),
  because: z.strictObject({ trigger: z.string(), cell }).nullable(),
  override: z.int().nullable(),
  actuator: z.enum(['manual', 'webhook']),
  /** The receiver of the webhook has taken it. */
  isAccepted: z.boolean(),
  /** What the last attempt came to, or why it failed. */
  text: z.string().nullable(),
  /** How long it has been waiting for its confirmation; null when it does not wait. */
  waitingS: z.int().nullable(),
  isOverdue: z.boolean(),
  confirmed: z.strictObject({ at: z.int(), how: z.enum(['person', 'observed', 'webhook']), by: actor }).nullable(),
});
export type RampOrderReading = z.output<typeof order>;

/** Cells, orders and holds of the ramp. */
export const rampReading = z.strictObject({
  cells: z.array(rampCell),
  /** Cells that are not in `cells`. */
  unlisted: z.int(),
  sentences: z.array(z.string()),
  /** Those that are not done, and the last few that are; newest first. */
  orders: z.array(order),
  holds: z.array(z.strictObject({ hold: z.int(), scope: rampScope, says: z.string(), by: actor, sinceAt: z.int() })),
  proposals: z.array(
    z.strictObject({
      proposal: z.int(),
      scope: rampScope,
      to: share,
      says: z.string(),
      blockedBy: z.array(z.string()),
      by: actor,
      proposedAt: z.int(),
    }),
  ),
});
export type RampReading = z.output<typeof rampReading>;
