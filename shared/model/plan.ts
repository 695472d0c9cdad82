import { z } from 'zod';
import { boardSchema } from './planBoards.ts';
import { experimentSchema, forecastSchema, pollSchema } from './planExperiments.ts';
import { indicatorSchema, sloSchema } from './planIndicators.ts';
import { calendarEntrySchema, launchSchema, phaseSchema, roleSchema, updatesSchema } from './planLaunch.ts';
import { liveSchema } from './planLive.ts';
import { rampSchema } from './planRamp.ts';
import { sourceSchema } from './planSources.ts';
import { capacitySchema, dependencySchema, evidenceSchema, milestoneSchema } from './planReadiness.ts';
import { byId, labelValue, list, name, strict, where } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { criterionSchema, triggerSchema } from './planTriggers.ts';

export const PLAN_FORMAT = 'holdpoint/plan@1';

/**
 * `holdpoint/plan@1`. What is written: see the formats page. What is read: durations are ms, percentages are ratios,
 * instants are epoch ms or ms against T-0, label values are lists, maps that are absent are empty. Defaults that depend
 * on other parts of the plan are left to the judge. Read files with `readPlan`, which also says where a mistake stands.
 */
export const planSchema = strict({
  format: z.literal(PLAN_FORMAT, { error: `write ${PLAN_FORMAT}` }),
  launch: launchSchema,
  roles: byId(roleSchema, 'roles').default({}),
  dimensions: z
    .record(name, list(labelValue, 'label values'), { error: 'write a map of labels to the values that they may have' })
    .default({}),
  exposed: where.optional(),
  indicators: byId(indicatorSchema, 'indicators').default({}),
  slos: byId(sloSchema, 'objectives').default({}),
  triggers: byId(triggerSchema, 'triggers').default({}),
  criteria: byId(criterionSchema, 'criteria').default({}),
  evidence: byId(evidenceSchema, 'evidence').default({}),
  ramp: rampSchema.optional(),
  dependencies: byId(dependencySchema, 'dependencies').default({}),
  milestones: byId(milestoneSchema, 'milestones').default({}),
  capacity: byId(capacitySchema, 'capacities').default({}),
  updates: updatesSchema.optional(),
  experiments: byId(experimentSchema, 'experiments').default({}),
  polls: byId(pollSchema, 'polls').default({}),
  runbook: list(phaseSchema, 'phases', 0).default([]),
  calendar: list(calendarEntrySchema, 'calendar entries', 0).default([]),
  forecasts: byId(forecastSchema, 'forecasts').default({}),
  /** The boards of the Room, in this order; chosen by what the plan has when absent. */
  boards: list(boardSchema, 'boards').optional(),
  /** Who must be heard for the launch to go on, by the name in its samples. */
  sources: z.record(name, sourceSchema, { error: 'write a map of the names of sources' }).default({}),
  live: liveSchema.optional(),
  clock: strict({ staleAfter: duration().optional() }).optional(),
});

/** A plan as it is understood. Maps keep the order in which they were written. */
export type Plan = z.output<typeof planSchema>;

/** The JSON Schema of a plan as people write it, so that editors complete and check. */
export function planJsonSchema(): object {
  return z.toJSONSchema(planSchema, { io: 'input' });
}
