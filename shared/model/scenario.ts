import { z } from 'zod';
import { id, labelValue, list, name, strict, text, wholeNumber, word } from './planScalars.ts';
import { duration, instant } from './planUnits.ts';
import { incidentSchema } from './scenarioIncident.ts';
import { reactionSchema } from './scenarioReaction.ts';
import { moment, seconds } from './scenarioScalars.ts';
import { trafficSchema } from './scenarioTraffic.ts';

export const SCENARIO_FORMAT = 'holdpoint/scenario@1';

/** A message to the room: something that telemetry does not say. It is not part of the recording. */
const inject = strict({
  id: name,
  at: moment,
  /** Who says it: a role of the plan, or someone outside the room in words. */
  from: text('who says it'),
  /** The roles that hear it. */
  to: list(id, 'roles'),
  says: text('what is said'),
});

/** A right answer: which trigger has fired by when, and which call was made by whom, within how long. */
const expected = strict({
  incident: name.optional(),
  trigger: id.optional(),
  cell: z.record(name, labelValue, { error: 'write a map of labels, such as { market: US }' }).default({}),
  call: word('GO', 'HOLD', 'NO-GO', 'ROLLBACK').optional(),
  /** When what is to be found begins; else when its incident does, else nothing says so and no time to it is told. */
  from: moment.optional(),
  /** The last moment at which the trigger has fired; without a trigger, at which the call stands. */
  by: moment,
  /** Who decides, and how long they may take after that. */
  role: id.optional(),
  within: duration('2m').optional(),
}).refine((it) => it.trigger !== undefined || it.call !== undefined, { error: 'write a trigger, a call, or both' });

/**
 * `holdpoint/scenario@1`: from what a recording is made, the same bytes for the same seed. As read: durations in ms,
 * shares as ratios, one value where a list may stand as a list of one.
 */
export const scenarioSchema = strict({
  format: z.literal(SCENARIO_FORMAT, { error: `write ${SCENARIO_FORMAT}` }),
  id,
  /** What people call the day, where they choose one to rehearse. */
  name: text('a name').optional(),
  /** What it teaches, in one or two sentences. */
  teaches: text('what it teaches').optional(),
  /** The plan's file, beside the scenario: the scenario speaks of its T-0, roles and triggers. */
  plan: z.string({ error: 'write the name of the plan file' }).regex(/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/, {
    error: 'write the name of a file beside the scenario, such as plan.yaml',
  }),
  seed: wholeNumber('a whole number such as 20260330', 0),
  starts: instant,
  lasts: seconds('24h'),
  /** A source that has had nothing to send for so long sends a mark. */
  marks: seconds('1s or 5s').default(1000),
  traffic: list(trafficSchema, 'what is sent'),
  incidents: list(incidentSchema, 'incidents', 0).default([]),
  injects: list(inject, 'messages', 0).default([]),
  reacts: list(reactionSchema, 'reactions', 0).default([]),
  expects: list(expected, 'right answers', 0).default([]),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type Inject = z.output<typeof inject>;
export type Expected = z.output<typeof expected>;

/** The JSON Schema of scenario files, for editors that complete and check as people type. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { io: 'input' });
}
