import { LatencyCounts } from '../../../shared/judge/latencyCounts.ts';
import type { SeriesColumns } from '../../../shared/model/session.ts';
import type { SecondRow } from '../../../shared/model/tickInput.ts';
import type { ScannedTallies } from './blockReader.ts';

/** One line of a chart while its rows come in: one series, or several that are taken as one. */
export class RollUpLine {
  readonly series: readonly number[];
  private readonly n: Float64Array;
  private readonly sum: Float64Array;
  private readonly min: Float64Array;
  private readonly max: Float64Array;
  private readonly last: Float64Array;
  private readonly lastAt: Float64Array;
  private readonly quantiles: readonly number[];
  private readonly counts: (LatencyCounts | undefined)[];

  constructor(series: readonly number[], steps: number, quantiles: readonly number[]) {
    const holes = (): Float64Array => new Float64Array(steps).fill(NaN);
    this.series = series;
    this.n = new Float64Array(steps);
    this.sum = holes();
    this.min = holes();
    this.max = holes();
    this.last = holes();
    this.lastAt = new Float64Array(steps).fill(-Infinity);
    this.quantiles = quantiles;
    this.counts = new Array<LatencyCounts | undefined>(quantiles.length === 0 ? 0 : steps).fill(undefined);
  }

  /** Only rows that observed something. */
  add(step: number, row: Readonly<SecondRow>, tallies: ScannedTallies): void {
    const { n, sum, min, max, last, lastAt } = this;
    const isFirst = n[step] === 0;
    n[step] = (n[step] ?? 0) + row.n;
    sum[step] = isFirst ? row.sum : (sum[step] ?? 0) + row.sum;
    min[step] = isFirst ? row.min : Math.min(min[step] ?? Infinity, row.min);
    max[step] = isFirst ? row.max : Math.max(max[step] ?? -Infinity, row.max);
    if (this.quantiles.length > 0 && row.series.kind === 'latency') this.count(step, tallies);
    if (row.lastAt === -Infinity || row.lastAt < (lastAt[step] ?? -Infinity)) return;
    lastAt[step] = row.lastAt;
    last[step] = row.last;
  }

  finish(): SeriesColumns {
    const { series, n, sum, min, max, last, counts } = this;
    return {
      series,
      n,
      sum,
      min,
      max,
      last,
      quantiles: this.quantiles.map((q) => ({
        q,
        values: Float64Array.from(counts, (own) => own?.quantile(q).value ?? NaN),
      })),
      isExact: counts.map((own) => own?.isExact ?? true),
    };
  }

  private count(step: number, { bins, bounds }: ScannedTallies): void {
    const own = (this.counts[step] ??= new LatencyCounts());
    for (let place = 0; place < bins.size; place += 1) own.addBin(bins.key(place), bins.count(place));
    for (let place = 0; place < bounds.size; place += 1) own.addBound(bounds.key(place), bounds.count(place));
  }
}
