import type { SecondRow } from '../../../shared/model/tickInput.ts';
import type { BlockReader } from './blockReader.ts';

export interface BucketRange {
  readonly fromBucket: number;
  readonly toBucket: number;
  readonly upToTick: number;
}

/** Visits every row of the range in order of arrival. */
export function visitRows(
  reader: BlockReader,
  { fromBucket, toBucket, upToTick }: BucketRange,
  visit: (row: SecondRow, tick: number) => void,
): void {
  for (const { id } of reader.findByBucket(1, fromBucket, toBucket, upToTick)) {
    for (const { tick, rows } of reader.readBlock(id)) {
      if (tick > upToTick) break;
      for (const row of rows) if (row.bucket >= fromBucket && row.bucket <= toBucket) visit(row, tick);
    }
  }
}

/** The same with one row object for all of them, filled anew each time. */
export function scanRows(
  reader: BlockReader,
  { fromBucket, toBucket, upToTick, tallies }: BucketRange & { readonly tallies: boolean },
  visit: (row: Readonly<SecondRow>, tick: number) => void,
): void {
  for (const { id } of reader.findByBucket(1, fromBucket, toBucket, upToTick)) {
    reader.scanBlock(id, { tallies }, (row, tick) => {
      if (tick <= upToTick && row.bucket >= fromBucket && row.bucket <= toBucket) visit(row, tick);
    });
  }
}
