import type { Labels } from '../model/series.ts';
import type { Board } from './board.ts';
import { windowSpan } from './indicatorBook.ts';
import { cellKey, cellsOf, type Selector } from './selector.ts';

/** The newest percent that telemetry observes in a cell; undefined when there is none. */
export type PercentReader = (cell: Labels, tick: number) => number | undefined;

/** An observed percent older than this says nothing about now. */
const newestWithinMs = 300_000;

/** Follows the ramp's gauge in each cell. Gauges of one cell that tell of several are as far as the furthest. */
export function watchPercent(
  board: Board,
  gauge: Selector,
  dimensions: Readonly<Record<string, readonly string[]>>,
): PercentReader {
  const readers = new Map(
    cellsOf(Object.keys(dimensions), dimensions).map((cell) => [
      cellKey(cell),
      board.gauge(gauge, cell, windowSpan(newestWithinMs, 0)),
    ]),
  );
  // The same cells are asked for every second.
  const known = new WeakMap<Labels, ReturnType<typeof readers.get>>();
  return (cell, tick) => {
    if (!known.has(cell)) known.set(cell, readers.get(cellKey(cell)));
    const values = known.get(cell)?.(tick) ?? [];
    return values.length === 0 ? undefined : Math.max(...values);
  };
}
