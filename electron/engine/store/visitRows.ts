import type { SecondRow } from '../../../shared/model/tickInput.ts';
import type { BlockReader } from './blockReader.ts';

export interface BucketRange {
  readonly fromBucket: number;
  readonly toBucket: number;
  readonly upToTick: number;
}

/** Visits every row of the range in order of arrival, each an object of its own. */
export function visitRows(
  reader: BlockReader,
  range: BucketRange,
  visit: (row: SecondRow, tick: number) => void,
): void {
  scanRows(reader, { ...range, tallies: true }, (row, tick) => {
    visit(copyOf(row), tick);
  });
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

/** Lists and tallies are made anew for each row that is scanned, so the copy may have them. */
function copyOf(row: Readonly<SecondRow>): SecondRow {
  const { series, bucket, n, sum, sumLow, min, max, last, lastAt, within, straddling, bins, bounds } = row;
  return { series, bucket, n, sum, sumLow, min, max, last, lastAt, within, straddling, bins, bounds };
}
