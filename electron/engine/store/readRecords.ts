import type { JsonValue } from '../../../shared/model/arrival.ts';
import type {
  GapRow,
  JudgeCheckpoint,
  PlanRow,
  QuarantineRow,
  SessionIdentity,
} from '../../../shared/model/session.ts';
import type { Series } from '../../../shared/model/series.ts';
import type { Transition } from '../../../shared/model/transition.ts';
import { decompress } from './compress.ts';
import type { Connection } from './open.ts';
import { orUndefined, prepared } from './prepared.ts';
import { toLabels } from './toLabels.ts';

export function readIdentity(db: Connection): SessionIdentity {
  const text = prepared<string>(db, `SELECT value FROM meta WHERE key = 'identity'`).pluck().get() ?? '{}';
  return JSON.parse(text) as SessionIdentity;
}

/** Series from `fromId` on, by id. */
export function readSeries(db: Connection, fromId = 0): Series[] {
  return prepared<{ id: number; source: string; kind: Series['kind']; metric: string; labels: string }>(
    db,
    'SELECT id, source, kind, metric, labels FROM series WHERE id >= ? ORDER BY id',
  )
    .all(fromId)
    .map((row) => Object.freeze({ ...row, labels: toLabels(JSON.parse(row.labels) as object) }));
}

export interface TransitionRow {
  readonly seq: number;
  readonly at: number;
  readonly kind: Transition['kind'];
  readonly id: string;
  readonly cell: string;
  readonly from_state: string;
  readonly to_state: string;
  readonly value: number | null;
  readonly n: number | null;
  readonly why: string;
}

export function readTransitions(db: Connection, fromAt = -Infinity, toAt = Infinity): Transition[] {
  return prepared<TransitionRow>(
    db,
    `SELECT seq, at, kind, id, cell, from_state, to_state, value, n, why FROM transition
     WHERE at >= ? AND at <= ? ORDER BY seq`,
  )
    .all(fromAt, toAt)
    .map(toTransition);
}

export function toTransition(row: TransitionRow): Transition {
  return {
    at: row.at,
    kind: row.kind,
    id: row.id,
    cell: toLabels(JSON.parse(row.cell) as object),
    from: row.from_state,
    to: row.to_state,
    ...(row.value === null ? {} : { value: row.value }),
    ...(row.n === null ? {} : { n: row.n }),
    why: row.why,
  };
}

export function readGaps(db: Connection): GapRow[] {
  return prepared<Omit<GapRow, 'closedAt'> & { closedAt: number | null }>(
    db,
    `SELECT source, epoch, from_seq AS fromSeq, to_seq AS toSeq, opened_at AS openedAt, closed_at AS closedAt
     FROM gap ORDER BY source, epoch, from_seq`,
  )
    .all()
    .map((row) => ({ ...row, closedAt: orUndefined(row.closedAt) }));
}

/** Of one source, of whoever could not be read (null), or of all. */
export function readQuarantine(
  db: Connection,
  limit: number,
  offset: number,
  source: string | null | undefined,
): QuarantineRow[] {
  const [where, of] = ofSource(source);
  return prepared<Omit<QuarantineRow, 'at' | 'source'> & { at: number | null; source: string | null }>(
    db,
    `SELECT line, at, reason, text, excerpt, source FROM quarantine ${where} ORDER BY seq LIMIT ? OFFSET ?`,
  )
    .all(...of, limit, offset)
    .map((row) => ({ ...row, at: orUndefined(row.at), source: orUndefined(row.source) }));
}

export function readQuarantineCount(db: Connection, source: string | null | undefined): number {
  const [where, of] = ofSource(source);
  return (
    prepared<number>(db, `SELECT count(*) FROM quarantine ${where}`)
      .pluck()
      .get(...of) ?? 0
  );
}

function ofSource(source: string | null | undefined): [where: string, of: (string | null)[]] {
  return source === undefined ? ['', []] : ['WHERE source IS ?', [source]];
}

export function readQuarantinedLines(db: Connection, fromLine: number, toLine: number): Set<number> {
  const lines = prepared<number>(db, 'SELECT line FROM quarantine WHERE line >= ? AND line <= ?').pluck();
  return new Set(lines.all(fromLine, toLine));
}

export function readSourceStates(db: Connection): Map<string, JsonValue> {
  const rows = prepared<{ source: string; state: string }>(
    db,
    'SELECT source, state FROM source_state ORDER BY source',
  );
  return new Map(rows.all().map(({ source, state }) => [source, JSON.parse(state) as JsonValue]));
}

/** The plan that the session began with, or the one with that digest. */
export function readPlan(db: Connection, digest?: string): PlanRow | undefined {
  return prepared<PlanRow>(
    db,
    'SELECT seq, at, digest, text FROM plan WHERE digest = coalesce(?, digest) ORDER BY seq LIMIT 1',
  ).get(digest ?? null);
}

export function readCheckpointAtOrBefore(db: Connection, tick: number): JudgeCheckpoint | undefined {
  const row = prepared<{ tick: number; raw_bytes: number; body: Buffer }>(
    db,
    'SELECT tick, raw_bytes, body FROM judge_checkpoint WHERE tick <= ? ORDER BY tick DESC LIMIT 1',
  ).get(tick);
  return row && { tick: row.tick, body: decompress(row.body, row.raw_bytes).toString() };
}
