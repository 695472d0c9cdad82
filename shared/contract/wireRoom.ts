import { z } from 'zod';
import { deskState } from '../model/deskState.ts';
import { criterionReading, judgedReading, triggerReading } from '../model/judgedReading.ts';
import { roomReading } from '../model/room/roomReading.ts';
import type { Plain } from './plain.ts';

/** So many bytes of JSON a snapshot has at most. */
export const mostSnapshotBytes = 65_536;
/** So many bytes of JSON any other answer has at most. */
export const mostAnswerBytes = 1_048_576;

/** JSON has no word for as fast as possible. */
export const wireSpeed = z.union([z.number().min(0).max(1000), z.literal('fastest')]);
export type WireSpeed = z.output<typeof wireSpeed>;

/** What the engine is doing. Null stands for what is not there yet. */
export const wireState = z.strictObject({
  /** Rises when the room is moved to another second: whatever a view has gathered before is of another time. */
  epoch: z.int(),
  /** The second that is shown, epoch seconds, and the newest one that has been judged. */
  tick: z.int().nullable(),
  headTick: z.int().nullable(),
  speed: z.union([z.number().min(0), z.literal('fastest')]),
  isFinished: z.boolean(),
  counters: z.strictObject({
    lines: z.int(),
    accepted: z.int(),
    duplicates: z.int(),
    conflicts: z.int(),
    late: z.int(),
    tooLate: z.int(),
    quarantined: z.int(),
  }),
  durableLine: z.int(),
  /** What stopped the engine, in a sentence. */
  trouble: z.string().nullable(),
  /** How this desk stands to the others; null where one desk decides alone. */
  desk: deskState.nullable(),
});

/** The room as of one second, nothing left out. */
export const wholeRoom = z.strictObject({
  number: z.int(),
  state: wireState,
  judged: judgedReading.nullable(),
  room: roomReading.nullable(),
});
export type WholeRoom = Plain<z.output<typeof wholeRoom>>;

/**
 * One picture of the stream. It keeps to its size, so a large room comes shortened: where `why` is absent there is more to
 * say, lists may be cut, and `leftOut` says in words what was. `room.now` has all of it.
 */
export const wireSnapshot = z.strictObject({
  ...wholeRoom.shape,
  judged: z
    .strictObject({
      ...judgedReading.shape,
      triggers: z.array(triggerReading.extend({ why: z.string().exactOptional() })),
      criteria: z.array(criterionReading.extend({ why: z.string().exactOptional() })),
    })
    .nullable(),
  leftOut: z.array(z.string()),
});
export type WireSnapshot = Plain<z.output<typeof wireSnapshot>>;
