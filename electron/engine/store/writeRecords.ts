import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import type { GapRow, JudgeCheckpoint, QuarantineRow, SealBatch } from '../../../shared/model/session.ts';
import type { Series } from '../../../shared/model/series.ts';
import type { Transition } from '../../../shared/model/transition.ts';
import { rowHash, sha256 } from './chainHash.ts';
import { compressBlock } from './compress.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';
import { SessionError } from './sessionError.ts';
import type { ChainHead } from './sessionHeads.ts';

// What a seal writes beside its lines and blocks. All of it runs inside the seal's transaction.

export function writeSeries(db: Connection, chunk: number, series: readonly Series[], known: number): void {
  const insert = prepared(db, 'INSERT INTO series (id, chunk, source, kind, metric, labels) VALUES (?, ?, ?, ?, ?, ?)');
  series.forEach(({ id, source, kind, metric, labels }, place) => {
    if (id !== known + place) {
      throw new SessionError('out_of_order', `Series ${known + place} is next, and series ${id} was handed in.`);
    }
    insert.run(id, chunk, source, kind, metric, canonicalJson(labels));
  });
}

export function writeTransitions(
  db: Connection,
  chunk: number,
  transitions: readonly Transition[],
  head: ChainHead,
): ChainHead {
  const insert = prepared(
    db,
    `INSERT INTO transition (seq, chunk, at, kind, id, cell, from_state, to_state, value, n, why, prev, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let { seq, hash } = head;
  for (const transition of transitions) {
    const { at, kind, id, cell, from, to, value, n, why } = transition;
    const prev = hash;
    seq += 1;
    hash = transitionHash(seq, transition, prev);
    insert.run(seq, chunk, at, kind, id, canonicalJson(cell), from, to, value ?? null, n ?? null, why, prev, hash);
  }
  return { seq, hash };
}

export function transitionHash(seq: number, transition: Transition, prev: string): string {
  const { at, kind, id, cell, from, to, value, n, why } = transition;
  const numbers = { ...(value === undefined ? {} : { value }), ...(n === undefined ? {} : { n }) };
  return rowHash({ seq, at, kind, id, cell, from, to, ...numbers, why }, prev);
}

export function writeQuarantine(db: Connection, chunk: number, rows: readonly QuarantineRow[]): void {
  if (rows.length === 0) return;
  const next = prepared<number>(db, 'SELECT coalesce(max(seq), 0) + 1 FROM quarantine').pluck();
  const first = next.get() ?? 1;
  const insert = prepared(
    db,
    'INSERT INTO quarantine (seq, chunk, line, at, reason, text, excerpt, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  rows.forEach(({ line, at, reason, text, excerpt, source }, place) => {
    insert.run(first + place, chunk, line, at ?? null, reason, text, excerpt, source ?? null);
  });
}

export function writeGaps(db: Connection, gaps: readonly GapRow[]): void {
  const remove = prepared(db, 'DELETE FROM gap WHERE source = ? AND epoch = ? AND from_seq = ?');
  const upsert = prepared(
    db,
    `INSERT INTO gap (source, epoch, from_seq, to_seq, opened_at, closed_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (source, epoch, from_seq)
     DO UPDATE SET to_seq = excluded.to_seq, opened_at = excluded.opened_at, closed_at = excluded.closed_at`,
  );
  for (const { source, epoch, fromSeq, toSeq, openedAt, closedAt } of gaps) {
    if (toSeq === fromSeq) remove.run(source, epoch, fromSeq);
    else upsert.run(source, epoch, fromSeq, toSeq, openedAt, closedAt ?? null);
  }
}

export function writeSourceStates(db: Connection, states: SealBatch['sourceStates']): void {
  const upsert = prepared(
    db,
    'INSERT INTO source_state (source, state) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET state = excluded.state',
  );
  for (const { source, state } of states) upsert.run(source, canonicalJson(state));
}

export function writeJudgeCheckpoint(db: Connection, chunk: number, checkpoint: JudgeCheckpoint | undefined): void {
  if (checkpoint === undefined) return;
  const raw = Buffer.from(checkpoint.body);
  const body = compressBlock(raw);
  prepared(db, 'INSERT INTO judge_checkpoint (tick, chunk, raw_bytes, sha256, body) VALUES (?, ?, ?, ?, ?)').run(
    checkpoint.tick,
    chunk,
    raw.length,
    sha256(body),
    body,
  );
}
