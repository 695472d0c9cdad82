import { z } from 'zod';
import { attentionReading } from './attentionReading.ts';
import { clockReading } from './clockReading.ts';
import { deskReading } from './deskReading.ts';
import { evidenceReading } from './evidenceReading.ts';
import { injectReading } from './injectReading.ts';
import { milestoneReading } from './milestoneReading.ts';
import { noteReading } from './noteReading.ts';
import { planReading } from './planReading.ts';
import { pollReading } from './pollReading.ts';
import { rampReading } from './rampReading.ts';
import { roleReading } from './roleReading.ts';
import { runbookReading } from './runbookReading.ts';
import { updateReading } from './updateReading.ts';
import { waiverReading } from './waiverReading.ts';

/** Everything that the room says of people's doings, after one second and the rows since. */
export const roomReading = z.strictObject({
  /** False while nobody has joined: then telemetry alone decides the call. */
  isStaffed: z.boolean(),
  /** The last row of the ledger that is in this picture. */
  seq: z.int(),
  /** What each of the call's reasons, in their order, asks for, which rule gives it, and where. */
  because: z.array(z.strictObject({ word: z.string(), rule: z.string(), cell: z.record(z.string(), z.string()) })),
  plan: planReading,
  roles: z.array(roleReading),
  attention: attentionReading,
  waivers: waiverReading,
  evidence: evidenceReading,
  polls: pollReading,
  ramp: rampReading,
  clock: clockReading,
  runbook: runbookReading,
  milestones: milestoneReading,
  notes: noteReading,
  updates: updateReading,
  injects: injectReading,
  desks: deskReading,
});
export type RoomReading = z.output<typeof roomReading>;
