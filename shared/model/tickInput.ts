import type { Labels, Series } from './series.ts';

/**
 * What the samples of one series that arrived during one tick say about one second of event time. This is the only
 * thing that the judge reads of telemetry, and it is what the session's one-second roll-up keeps: a second judged from
 * the roll-up is the second that was judged when it arrived.
 *
 * Sums are double-doubles (`sum + sumLow`), so that they do not depend on the order of adding.
 */
export interface SecondRow {
  readonly series: Series;
  /** Second of event time, `floor(t / 1000)`, epoch seconds. */
  bucket: number;
  /** Number of samples (count, gauge) or of observed latencies (latency). */
  n: number;
  /** Sum of count values, of gauge values, or of latencies in ms (a bucketed latency counts as its upper bound). */
  sum: number;
  sumLow: number;
  min: number;
  max: number;
  /** Gauge only: the sample with the greatest `t` (ties: the last arrived), and that `t` in ms. */
  last: number;
  lastAt: number;
  /** Latency only: observations at or under each of the plan's limits, in the order of `LatencyLimits`. */
  within: number[];
  /** Latency only: observations whose bucket straddles the limit, in the same order. They count as over. */
  straddling: number[];
  /** Latency only: DDSketch bin to count, for exact values; undefined when there are none. */
  bins: Map<number, number> | undefined;
  /** Latency only: upper bound to count, for observations that arrived in buckets; undefined when there are none. */
  bounds: Map<number, number> | undefined;
}

/** The latency limits in ms, ascending, that the plan's `share` indicators ask for. Rows count against each of them. */
export type LatencyLimits = readonly number[];

/** An event that arrived during the tick. */
export interface EventRow {
  readonly t: number;
  readonly source: string;
  readonly type: string;
  readonly labels: Labels;
  readonly text: string;
}

/** A source was heard during the tick (by any line of it, whatever became of that line). */
export interface Heard {
  readonly source: string;
  /** Arrival of its last line in the tick, ms. */
  readonly at: number;
  /** True when that line was a mark that says the source is leaving. */
  readonly ended: boolean;
}

/** Everything that arrived with `arrived < tick * 1000` and not before the previous tick. */
export interface TickInput {
  /** The judged second S, epoch seconds. */
  readonly tick: number;
  readonly rows: readonly SecondRow[];
  readonly events: readonly EventRow[];
  readonly heard: readonly Heard[];
}
