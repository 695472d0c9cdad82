import type { TickInput } from '../../../shared/model/tickInput.ts';
import { sha256 } from './chainHash.ts';
import type { CoarseRollUp } from './coarseRollUp.ts';
import { compressBlock } from './compress.ts';
import { encodeBlock } from './encodeBlock.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';

/** A block that is ready to be written: rows of one resolution that arrived from `firstTick` to `lastTick`. */
export interface ReadyBlock {
  readonly resolution: number;
  readonly firstTick: number;
  readonly lastTick: number;
  readonly minBucket: number | undefined;
  readonly maxBucket: number | undefined;
  readonly rows: number;
  readonly rawBytes: number;
  readonly body: Buffer;
}

/** The blocks of a seal: its ticks second by second, then what became due of the coarser resolutions. */
export function buildBlocks(ticks: readonly TickInput[], coarse: CoarseRollUp): ReadyBlock[] {
  const first = ticks[0];
  const last = ticks.at(-1);
  if (first === undefined || last === undefined) return [];
  const blocks = [buildBlock(ticks, 1, first.tick, last.tick)];
  for (const due of ticks.flatMap((input) => coarse.add(input))) {
    blocks.push(buildBlock(due.ticks, due.resolution, due.firstTick, due.lastTick));
  }
  return blocks;
}

export function writeBlocks(db: Connection, chunk: number, blocks: readonly ReadyBlock[]): void {
  const insert = prepared(
    db,
    `INSERT INTO block (chunk, resolution, first_tick, last_tick, min_bucket, max_bucket, rows, raw_bytes, sha256, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { resolution, firstTick, lastTick, minBucket, maxBucket, rows, rawBytes, body } of blocks) {
    const buckets = [minBucket ?? null, maxBucket ?? null];
    insert.run(chunk, resolution, firstTick, lastTick, ...buckets, rows, rawBytes, sha256(body), body);
  }
}

function buildBlock(ticks: readonly TickInput[], resolution: number, firstTick: number, lastTick: number): ReadyBlock {
  let minBucket = Infinity;
  let maxBucket = -Infinity;
  let rows = 0;
  for (const input of ticks) {
    rows += input.rows.length;
    for (const { bucket } of input.rows) {
      if (bucket < minBucket) minBucket = bucket;
      if (bucket > maxBucket) maxBucket = bucket;
    }
  }
  const raw = encodeBlock(ticks, resolution);
  return {
    resolution,
    firstTick,
    lastTick,
    minBucket: rows === 0 ? undefined : minBucket,
    maxBucket: rows === 0 ? undefined : maxBucket,
    rows,
    rawBytes: raw.length,
    body: compressBlock(raw),
  };
}
