import type { BucketSpan } from '../../../shared/judge/hydration.ts';
import type { SecondRow } from '../../../shared/model/tickInput.ts';
import type { BlockReader } from './blockReader.ts';

export interface RowRange {
  /** Ascending, none touching another. */
  readonly spans: readonly BucketSpan[];
  readonly upToTick: number;
}

/**
 * Visits every row of the range in order of arrival, with one row object for all of them, filled anew each time. A block
 * is gone through once, however many spans it has rows of.
 */
export function scanRows(
  reader: BlockReader,
  { spans, upToTick }: RowRange,
  visit: (row: Readonly<SecondRow>, tick: number) => void,
): void {
  const spansById = new Map<number, BucketSpan[]>();
  for (const span of spans) {
    for (const { id } of reader.findByBucket(1, span.fromBucket, span.toBucket, upToTick)) {
      const own = spansById.get(id);
      if (own === undefined) spansById.set(id, [span]);
      else own.push(span);
    }
  }
  for (const [id, own] of [...spansById].sort(([one], [other]) => one - other)) {
    const isWanted = (bucket: number): boolean =>
      own.some(({ fromBucket, toBucket }) => bucket >= fromBucket && bucket <= toBucket);
    reader.scanBlock(id, { tallies: true }, (row, tick) => {
      if (tick <= upToTick && isWanted(row.bucket)) visit(row, tick);
    });
  }
}
