import type { DurablePosition } from '../../../shared/model/session.ts';
import type { JsonValue } from '../../../shared/model/arrival.ts';
import { sha256, zeroHash } from './chainHash.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';

/** Where a chain ends: the number and hash of its last row, 0 and zeros when it is empty. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The ends of everything that grows, as the file has them. */
export interface SessionHeads {
  readonly chunk: ChainHead;
  /** Parts of the last seal's contents that are carried over when a seal does not change them. */
  readonly contents: string | undefined;
  readonly position: string | undefined;
  readonly sealedLine: number;
  readonly tail: ChainHead;
  readonly tailLine: number;
  /** Last tick in the file, and the last that is whole: the same, unless the last is a part. */
  readonly tick: number | undefined;
  readonly wholeTick: number | undefined;
  readonly seriesCount: number;
  readonly transition: ChainHead;
  readonly plan: ChainHead;
  readonly ledger: ChainHead;
}

export function readHeads(db: Connection): SessionHeads {
  const chunk = prepared<{
    seq: number;
    hash: string;
    first_line: number;
    lines: number;
    position: string;
    contents: string;
    last_tick: number | null;
    whole_tick: number | null;
  }>(
    db,
    `SELECT seq, hash, first_line, lines, position, contents, last_tick, whole_tick
     FROM chunk ORDER BY seq DESC LIMIT 1`,
  ).get();
  const tail = prepared<{ seq: number; hash: string; first_line: number; lines: number }>(
    db,
    'SELECT seq, hash, first_line, lines FROM tail ORDER BY seq DESC LIMIT 1',
  ).get();
  const sealedLine = chunk === undefined ? 0 : chunk.first_line + chunk.lines - 1;
  const chunkHead = chunk === undefined ? { seq: 0, hash: readGenesisHash(db) } : { seq: chunk.seq, hash: chunk.hash };
  return {
    chunk: chunkHead,
    contents: chunk?.contents,
    position: chunk?.position,
    sealedLine,
    // A tail hangs on the chunk before it.
    tail: tail === undefined ? { seq: 0, hash: chunkHead.hash } : { seq: tail.seq, hash: tail.hash },
    tailLine: tail === undefined ? sealedLine : tail.first_line + tail.lines - 1,
    tick: chunk?.last_tick ?? undefined,
    wholeTick: chunk?.whole_tick ?? undefined,
    seriesCount: prepared<number>(db, 'SELECT count(*) FROM series').pluck().get() ?? 0,
    transition: readHead(db, 'transition'),
    plan: readHead(db, 'plan'),
    ledger: readHead(db, 'ledger'),
  };
}

export function toDurablePosition(heads: SessionHeads): DurablePosition {
  return {
    sealedLine: heads.sealedLine,
    tailLine: heads.tailLine,
    chunks: heads.chunk.seq,
    lastTick: heads.wholeTick,
    ledgerSeq: heads.ledger.seq,
    position: heads.position === undefined ? undefined : (JSON.parse(heads.position) as JsonValue),
  };
}

/** What the first chunk hangs on: the session's identity, which is so proven with it. */
export function readGenesisHash(db: Connection): string {
  return sha256(prepared<string>(db, `SELECT value FROM meta WHERE key = 'identity'`).pluck().get() ?? '');
}

function readHead(db: Connection, table: 'transition' | 'plan' | 'ledger'): ChainHead {
  return prepared<ChainHead>(db, `SELECT seq, hash FROM "${table}" ORDER BY seq DESC LIMIT 1`).get() ?? emptyHead;
}

const emptyHead: ChainHead = { seq: 0, hash: zeroHash };
