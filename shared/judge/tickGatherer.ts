import { addDoubleDouble, type DoubleDouble } from '../base/doubleDouble.ts';
import type { Series } from '../model/series.ts';
import type { EventRow, Heard, LatencyLimits, SecondRow, TickInput } from '../model/tickInput.ts';
import { binOf } from '../stats/sketch.ts';

/** Counts of latencies by upper bound in ms, ascending, the last of them perhaps `Infinity`. Not cumulative. */
export type LatencyBuckets = readonly (readonly [bound: number, count: number])[];

type HeardSoFar = { -readonly [Field in keyof Heard]: Heard[Field] };

/** A source as it was heard last; of an earlier gathering unless `gathering` says otherwise. */
interface KnownSource {
  heard: HeardSoFar;
  gathering: number;
}

/** The rows of one series: nearly always one. */
interface Gathered {
  row: SecondRow;
  /** Those before it, for other seconds. */
  earlier: SecondRow[] | undefined;
  gathering: number;
}

/**
 * Gathers the samples that arrive during one tick into the rows that the judge reads, one for each series and second.
 *
 * With `reuse`, what `take` gives is good until the next sample comes, and its rows are written over then.
 */
export class TickGatherer {
  private readonly limits: LatencyLimits;
  private readonly reuse: boolean;
  private rows: SecondRow[] = [];
  private events: EventRow[] = [];
  private heard: HeardSoFar[] = [];
  private readonly sources = new Map<string, KnownSource>();
  /** The source of the last line: the next is often of the same. */
  private lastHeard: HeardSoFar | undefined;
  /** The rows of each series, by series id; those of an earlier gathering are stale. */
  private readonly bySeries: Gathered[] = [];
  private gathering = 0;
  private readonly scratch: DoubleDouble = { high: 0, low: 0 };

  constructor(limits: LatencyLimits, options: { readonly reuse?: boolean } = {}) {
    this.limits = limits;
    this.reuse = options.reuse === true;
  }

  addCount(series: Series, t: number, value: number): void {
    const row = this.rowFor(series, Math.floor(t / 1000));
    row.n += 1;
    this.addValue(row, value, 1);
  }

  addGauge(series: Series, t: number, value: number): void {
    const row = this.rowFor(series, Math.floor(t / 1000));
    row.n += 1;
    this.addValue(row, value, 1);
    if (t < row.lastAt) return;
    row.last = value;
    row.lastAt = t;
  }

  addLatencies(series: Series, t: number, latenciesMs: readonly number[]): void {
    const row = this.rowFor(series, Math.floor(t / 1000));
    row.n += latenciesMs.length;
    if (latenciesMs.length > 0) row.bins ??= new Map();
    for (const latencyMs of latenciesMs) {
      this.addValue(row, latencyMs, 1);
      const bin = binOf(latencyMs);
      row.bins?.set(bin, (row.bins.get(bin) ?? 0) + 1);
      for (let index = 0; index < this.limits.length; index += 1) {
        if (latencyMs <= (this.limits[index] ?? 0)) row.within[index] = (row.within[index] ?? 0) + 1;
      }
    }
  }

  addLatencyBuckets(series: Series, t: number, buckets: LatencyBuckets): void {
    const row = this.rowFor(series, Math.floor(t / 1000));
    let below = 0;
    for (const [bound, count] of buckets) {
      if (count > 0) {
        row.n += count;
        row.bounds ??= new Map();
        row.bounds.set(bound, (row.bounds.get(bound) ?? 0) + count);
        // An endless bucket has no upper bound to count with; its lower one keeps sums and charts finite.
        this.addValue(row, bound === Infinity ? below : bound, count);
        for (let index = 0; index < this.limits.length; index += 1) {
          const limit = this.limits[index] ?? 0;
          if (bound <= limit) row.within[index] = (row.within[index] ?? 0) + count;
          else if (below < limit) row.straddling[index] = (row.straddling[index] ?? 0) + count;
        }
      }
      below = bound;
    }
  }

  addEvent(event: EventRow): void {
    this.events.push(event);
  }

  hear(source: string, at: number, ended: boolean): void {
    const last = this.lastHeard;
    const known = last !== undefined && last.source === source ? last : this.heardOf(source, at);
    known.at = Math.max(known.at, at);
    known.ended = ended;
  }

  /** Everything gathered since the last take. */
  take(tick: number): TickInput {
    const input: TickInput = { tick, rows: this.rows, events: this.events, heard: this.heard };
    this.rows = [];
    this.events = [];
    this.heard = [];
    this.lastHeard = undefined;
    this.gathering += 1;
    return input;
  }

  private heardOf(source: string, at: number): HeardSoFar {
    let known = this.sources.get(source);
    if (known?.gathering !== this.gathering) {
      known = this.hearAnew(known, source, at);
      this.heard.push(known.heard);
    }
    this.lastHeard = known.heard;
    return known.heard;
  }

  private hearAnew(known: KnownSource | undefined, source: string, at: number): KnownSource {
    if (known === undefined) {
      const first = { heard: { source, at, ended: false }, gathering: this.gathering };
      this.sources.set(source, first);
      return first;
    }
    if (this.reuse) {
      known.heard.at = at;
      known.heard.ended = false;
    } else known.heard = { source, at, ended: false };
    known.gathering = this.gathering;
    return known;
  }

  private rowFor(series: Series, bucket: number): SecondRow {
    const gathered = this.bySeries[series.id];
    if (gathered?.gathering !== this.gathering) return this.firstRow(series, bucket, gathered);
    return gathered.row.bucket === bucket ? gathered.row : this.rowOfOther(series, bucket, gathered);
  }

  /** The row of another second than that of the sample before: what came late brings several. */
  private rowOfOther(series: Series, bucket: number, gathered: Gathered): SecondRow {
    const earlier = gathered.earlier?.findLast((row) => row.bucket === bucket);
    if (earlier !== undefined) return earlier;
    (gathered.earlier ??= []).push(gathered.row);
    gathered.row = this.addRow(series, bucket);
    return gathered.row;
  }

  /** The first row of a series in this gathering. */
  private firstRow(series: Series, bucket: number, gathered: Gathered | undefined): SecondRow {
    if (this.reuse && gathered !== undefined) {
      gathered.earlier = undefined;
      gathered.gathering = this.gathering;
      empty(gathered.row, bucket);
      this.rows.push(gathered.row);
      return gathered.row;
    }
    const row = this.addRow(series, bucket);
    if (gathered === undefined) this.bySeries[series.id] = { row, earlier: undefined, gathering: this.gathering };
    else {
      gathered.row = row;
      gathered.earlier = undefined;
      gathered.gathering = this.gathering;
    }
    return row;
  }

  private addRow(series: Series, bucket: number): SecondRow {
    const isLatency = series.kind === 'latency';
    const row: SecondRow = {
      series,
      bucket,
      n: 0,
      sum: 0,
      sumLow: 0,
      min: Infinity,
      max: -Infinity,
      last: 0,
      lastAt: -Infinity,
      within: isLatency ? this.limits.map(() => 0) : none,
      straddling: isLatency ? this.limits.map(() => 0) : none,
      bins: undefined,
      bounds: undefined,
    };
    this.rows.push(row);
    return row;
  }

  private addValue(row: SecondRow, value: number, times: number): void {
    if (value < row.min) row.min = value;
    if (value > row.max) row.max = value;
    if (row.n === times && row.sum === 0) row.sum = value * times;
    else {
      addDoubleDouble(row.sum, row.sumLow, value * times, 0, this.scratch);
      row.sum = this.scratch.high;
      row.sumLow = this.scratch.low;
    }
  }
}

const none: number[] = [];

function empty(row: SecondRow, bucket: number): void {
  row.bucket = bucket;
  row.n = 0;
  row.sum = 0;
  row.sumLow = 0;
  row.min = Infinity;
  row.max = -Infinity;
  row.last = 0;
  row.lastAt = -Infinity;
  if (row.series.kind !== 'latency') return;
  row.within.fill(0);
  row.straddling.fill(0);
  row.bins?.clear();
  row.bounds?.clear();
}

/** One input from the parts of a tick that was stored before all of it had arrived. */
export function joinParts(parts: readonly TickInput[], tick: number): TickInput {
  const heard = new Map<string, Heard>();
  for (const part of parts) for (const one of part.heard) heard.set(one.source, one);
  return {
    tick,
    rows: parts.flatMap((part) => part.rows),
    events: parts.flatMap((part) => part.events),
    heard: [...heard.values()],
  };
}
