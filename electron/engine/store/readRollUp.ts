import type { SeriesColumns, SeriesRollUp } from '../../../shared/model/session.ts';
import type { SecondRow } from '../../../shared/model/tickInput.ts';
import type { BlockReader } from './blockReader.ts';
import { resolutions } from './coarseRollUp.ts';

export interface RollUpQuery {
  readonly series: readonly number[];
  readonly fromBucket: number;
  readonly toBucket: number;
  readonly maxPoints: number;
  readonly upToTick?: number;
}

/**
 * Series as columns of at most `maxPoints` steps, the first and the last of them whole too. Where coarser blocks do not reach yet (the last minutes of a session),
 * finer ones fill in, so the answer is whole up to the last second sealed.
 */
export function readRollUp(reader: BlockReader, query: RollUpQuery): SeriesRollUp {
  const { fromBucket, toBucket, upToTick = Infinity } = query;
  const { resolution, stepSeconds } = chooseStep(fromBucket, toBucket, query.maxPoints);
  const start = Math.floor(fromBucket / stepSeconds) * stepSeconds;
  const steps = countSteps(fromBucket, toBucket, stepSeconds);
  const lastBucket = start + steps * stepSeconds - 1;
  const columns = new Map(query.series.map((series) => [series, emptyColumns(series, steps)]));
  const lastAt = new Map(query.series.map((series) => [series, new Float64Array(steps).fill(-Infinity)]));

  let covered = -Infinity;
  for (const finer of resolutions) {
    if (finer > resolution) continue;
    const until = finer === 1 ? upToTick : reader.findCoveredTick(finer, upToTick);
    for (const block of reader.findByBucket(finer, start, lastBucket, until)) {
      if (block.lastTick <= covered) continue;
      // Blocks of seconds know when each row arrived; coarser ones begin and end where the next finer ones do.
      reader.scanBlock(block.id, { tallies: false }, (row, tick) => {
        if (finer > 1 || (tick > covered && tick <= until)) addRow(row);
      });
    }
    covered = Math.max(covered, until);
  }
  return { fromBucket: start, stepSeconds, steps, columns: [...columns.values()] };

  function addRow(row: SecondRow): void {
    const own = columns.get(row.series.id);
    const step = Math.floor((row.bucket - start) / stepSeconds);
    if (own === undefined || step < 0 || step >= steps || row.n === 0) return;
    const isFirst = own.n[step] === 0;
    own.n[step] = (own.n[step] ?? 0) + row.n;
    own.sum[step] = isFirst ? row.sum : (own.sum[step] ?? 0) + row.sum;
    own.min[step] = isFirst ? row.min : Math.min(own.min[step] ?? Infinity, row.min);
    own.max[step] = isFirst ? row.max : Math.max(own.max[step] ?? -Infinity, row.max);
    const times = lastAt.get(row.series.id);
    if (times === undefined || row.lastAt === -Infinity || row.lastAt < (times[step] ?? -Infinity)) return;
    times[step] = row.lastAt;
    own.last[step] = row.last;
  }
}

function emptyColumns(series: number, steps: number): SeriesColumns {
  const holes = (): Float64Array => new Float64Array(steps).fill(NaN);
  return { series, n: new Float64Array(steps), sum: holes(), min: holes(), max: holes(), last: holes() };
}

/** The coarsest roll-up that is fine enough, and the least multiple of it that keeps to `maxPoints` steps (at least 2). */
function chooseStep(
  fromBucket: number,
  toBucket: number,
  maxPoints: number,
): { resolution: number; stepSeconds: number } {
  const most = Math.max(2, Math.floor(maxPoints));
  const least = Math.max(1, (toBucket - fromBucket) / most);
  const resolution = resolutions.find((candidate) => candidate <= least) ?? 1;
  let stepSeconds = Math.ceil(least / resolution) * resolution;
  // Steps begin on multiples of their length, so the first may begin early, which can make one too many.
  while (countSteps(fromBucket, toBucket, stepSeconds) > most) stepSeconds += resolution;
  return { resolution, stepSeconds };
}

function countSteps(fromBucket: number, toBucket: number, stepSeconds: number): number {
  return Math.max(0, Math.ceil(toBucket / stepSeconds) - Math.floor(fromBucket / stepSeconds));
}
