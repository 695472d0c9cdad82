import { z } from 'zod';
import type { JsonValue } from '../model/arrival.ts';
import { postureReading } from '../model/room/postureReading.ts';
import { rowNumber } from '../model/room/roomScalars.ts';
import { instant, tick } from './queryScalars.ts';
import { readingQueries } from './readingQueries.ts';
import { rehearsalQueries } from './rehearsalQueries.ts';
import { seriesQueries } from './seriesQueries.ts';
import { sourceQueries } from './sourceQueries.ts';
import { sweepQueries } from './sweepQueries.ts';
import { wholeRoom } from './wireRoom.ts';

const nothing = z.strictObject({});
const json: z.ZodType<JsonValue> = z.json();

const ledgerRow = z.strictObject({
  seq: z.int().min(1),
  at: z.int(),
  actor: z.strictObject({ role: z.string(), name: z.string() }),
  kind: z.string(),
  body: z.record(z.string(), json),
  prev: z.string(),
  hash: z.string(),
});

const transition = z.strictObject({
  at: z.int(),
  kind: z.enum(['trigger', 'criterion', 'call']),
  id: z.string(),
  cell: z.record(z.string(), z.string()),
  from: z.string(),
  to: z.string(),
  value: z.number().exactOptional(),
  n: z.number().exactOptional(),
  why: z.string(),
});

/** Everything that can be asked. A question changes nothing, and is answered from what the engine knows at that moment. */
export const queries = {
  /** The whole room as it is shown now. */
  'room.now': { args: nothing, answer: wholeRoom },
  /**
   * The whole room as of a judged second, as it was shown at its end. Rows of the ledger after `toSeq` are left out, so that
   * a decision is seen with the room on which it was taken. What is shown does not move.
   */
  'room.at': { args: z.strictObject({ tick, toSeq: z.int().min(0).optional() }), answer: wholeRoom },
  /** What the session is, and whether anybody can act in it. */
  'session.read': {
    args: nothing,
    answer: z.strictObject({
      kind: z.enum(['replay', 'live', 'rehearsal']),
      createdBy: z.string(),
      writable: z.boolean(),
      /** Why it cannot be written, where that is not what was asked. */
      notice: z.string().nullable(),
      /** What is sealed: the last whole second, and the last row of the ledger. */
      lastTick: z.int().nullable(),
      ledgerSeq: z.int(),
    }),
  },
  /** The plan in force, as it was written. */
  'plan.read': {
    args: z.strictObject({ row: z.int().min(0).optional() }),
    answer: z.strictObject({
      /** The row of the ledger from which it is in force; 0 for the one that the session began with. */
      row: z.int().min(0),
      digest: z.string(),
      text: z.string(),
    }),
  },
  /** What lint says of that plan, in the order of its lines: what will surprise somebody on the day, and what rules need. */
  'plan.lint': {
    args: z.strictObject({ row: z.int().min(0).optional() }),
    answer: z.strictObject({
      row: z.int().min(0),
      /** The first of them are in `findings`. */
      total: z.int().min(0),
      findings: z.array(
        z.strictObject({
          level: z.enum(['error', 'warning', 'note']),
          code: z.string(),
          /** As people write it: `triggers.RB-1.when.window`; empty for the whole plan. */
          path: z.string(),
          line: z.int().min(1),
          column: z.int().min(1),
          text: z.string(),
        }),
      ),
    }),
  },
  ...seriesQueries,
  ...readingQueries,
  /**
   * Transitions of `fromAt <= at <= toAt` in order. Each has its place in that order, from 0. `after` asks for those after a
   * place, `before` for the last ones before it; without either come the newest.
   */
  'transitions.read': {
    args: z
      .strictObject({
        fromAt: instant.optional(),
        toAt: instant.optional(),
        limit: z.int().min(1).max(2000).default(500),
        after: z.int().min(-1).optional(),
        before: z.int().min(0).optional(),
      })
      .refine(({ after, before }) => after === undefined || before === undefined, {
        error: 'give after or before, not both',
      }),
    answer: z.strictObject({
      /** The place of the first of `transitions`. */
      firstPlace: z.int(),
      total: z.int(),
      /** The newest judged second: theirs are the last. Null before the first. */
      judgedTick: z.int().nullable(),
      transitions: z.array(transition),
    }),
  },
  /** Rows `fromSeq <= seq <= toSeq`: the first `limit` from `fromSeq` on where it is given, else the last ones. */
  'ledger.read': {
    args: z.strictObject({
      fromSeq: z.int().min(1).optional(),
      toSeq: z.int().min(1).optional(),
      limit: z.int().min(1).max(500).default(200),
    }),
    answer: z.strictObject({ rows: z.array(ledgerRow), lastSeq: z.int() }),
  },
  /** Sessions that can be laid over this one: those that lie beside it, and the one that whoever opened the room named. */
  'overlay.list': {
    args: nothing,
    answer: z.strictObject({ first: z.string().nullable(), names: z.array(z.string()) }),
  },
  /**
   * Another session, laid over this one at T-0: what its rules did that is marked on a timeline, and what people did. Null
   * where no name is asked for and whoever opened the room named none.
   */
  'overlay.read': {
    args: z.strictObject({ name: z.string().min(1).max(255).optional() }),
    answer: z.strictObject({
      overlay: z
        .strictObject({
          /** Its file, without its folder. */
          name: z.string(),
          /** Its T-0: the one that came, where lift-off was confirmed. */
          t0At: z.int(),
          /** Its first and last judged second, ms; null where none was. */
          firstAt: z.int().nullable(),
          lastAt: z.int().nullable(),
          transitions: z.array(transition),
          rows: z.array(ledgerRow),
        })
        .nullable(),
    }),
  },
  ...sourceQueries,
  ...rehearsalQueries,
  ...sweepQueries,
  /** What stands behind each service, as of a second, or of the newest that is sealed. */
  'posture.read': {
    args: z.strictObject({ tick: tick.optional() }),
    answer: z.strictObject({ asOfTick: z.int(), posture: postureReading }),
  },
  /** The row that attached a piece of evidence. */
  'evidence.read': { args: z.strictObject({ row: rowNumber }), answer: z.strictObject({ row: ledgerRow }) },
} as const;
