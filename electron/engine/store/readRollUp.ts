import type { RollUpQuery, SeriesRollUp } from '../../../shared/model/session.ts';
import type { SecondRow } from '../../../shared/model/tickInput.ts';
import type { BlockReader, ScannedTallies } from './blockReader.ts';
import { chartSteps } from './chartSteps.ts';
import { resolutions } from './coarseRollUp.ts';
import { RollUpLine } from './rollUpLine.ts';
import { TallyList } from './tallyList.ts';

/**
 * Lines of a chart as columns of at most `maxPoints` steps, the first and the last of them whole too. Where coarser blocks
 * do not reach yet (the last minutes of a session), finer ones fill in, and then what is not sealed: so the answer is whole
 * up to the last second that was judged.
 */
export function readRollUp(reader: BlockReader, query: RollUpQuery): SeriesRollUp {
  const { quantiles = [], upToTick = Infinity, unsealed = [] } = query;
  const grid = chartSteps(query.fromBucket, query.toBucket, query.maxPoints);
  const { resolution, stepSeconds, fromBucket: start, steps } = grid;
  const lastBucket = start + steps * stepSeconds - 1;
  const lines = query.lines.map((series) => new RollUpLine(series, steps, quantiles));
  const linesOf: RollUpLine[][] = [];
  for (const line of lines) for (const id of line.series) (linesOf[id] ??= []).push(line);
  const tallies = quantiles.length === 0 ? false : new Set(query.lines.flat());

  let covered = -Infinity;
  for (const finer of resolutions) {
    if (finer > resolution) continue;
    const until = finer === 1 ? upToTick : reader.findCoveredTick(finer, upToTick);
    for (const block of reader.findByBucket(finer, start, lastBucket, until)) {
      if (block.lastTick <= covered) continue;
      // Blocks of seconds know when each row arrived; coarser ones begin and end where the next finer ones do.
      reader.scanBlock(block.id, { tallies }, (row, tick, scanned) => {
        if (finer > 1 || (tick > covered && tick <= until)) addRow(row, scanned);
      });
    }
    covered = Math.max(covered, until);
  }
  for (const { tick, rows } of unsealed) if (tick <= upToTick) for (const row of rows) addRow(row, talliesOf(row));
  return { fromBucket: start, stepSeconds, steps, columns: lines.map((line) => line.finish()) };

  function addRow(row: Readonly<SecondRow>, scanned: ScannedTallies): void {
    const own = linesOf[row.series.id];
    if (own === undefined || row.n === 0) return;
    const step = Math.floor((row.bucket - start) / stepSeconds);
    if (step >= 0 && step < steps) for (const line of own) line.add(step, row, scanned);
  }
}

function talliesOf({ bins, bounds }: SecondRow): ScannedTallies {
  const lists = { bins: new TallyList(), bounds: new TallyList() };
  lists.bins.pushAll(bins);
  lists.bounds.pushAll(bounds);
  return lists;
}
