import type { Labels, Series } from './series.ts';

/** A value as JSON carries it; objects have no prototype keys and no key twice, numbers are finite. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

interface Stamped {
  /** When it happened, whole ms since epoch. */
  readonly t: number;
  /** The line's own stamp of arrival, whole ms; undefined says that it arrived at `t`. Arrivals may still go back here. */
  readonly arrived: number | undefined;
  readonly source: string;
  /** `''` unless the line says otherwise. */
  readonly epoch: string;
}

/** `seq` is -1 when the line has none: such a sample is judged, but cannot be told from its duplicate. */
interface Numbered extends Stamped {
  readonly seq: number;
}

/** Events since the last sample (a delta, >= 0). `series.source` is the source. */
export interface CountArrival extends Numbered {
  readonly kind: 'count';
  readonly series: Series;
  readonly value: number;
}

export interface GaugeArrival extends Numbered {
  readonly kind: 'gauge';
  readonly series: Series;
  readonly value: number;
}

/** Exactly one of `values` (ms, >= 0) and `buckets` is there. */
export interface LatencyArrival extends Numbered {
  readonly kind: 'latency';
  readonly series: Series;
  readonly values: readonly number[] | undefined;
  /** Upper bound in ms (`Infinity` for "+Inf"), strictly ascending, to the number of observations in that bucket. */
  readonly buckets: readonly (readonly [bound: number, count: number])[] | undefined;
}

export interface EventArrival extends Numbered {
  readonly kind: 'event';
  readonly type: string;
  readonly labels: Labels;
  /** `''` when the line has none. */
  readonly text: string;
  readonly data: JsonValue | undefined;
}

/** "All well, read up to here." */
export interface MarkArrival extends Stamped {
  readonly kind: 'mark';
  /** True when the source says that it is leaving. */
  readonly end: boolean;
  /** Position to acknowledge, on marks that end a live frame. */
  readonly pos: string | number | undefined;
}

/** One line of telemetry, decoded and checked: every rule of `holdpoint/telemetry@1` holds. */
export type Arrival = CountArrival | GaugeArrival | LatencyArrival | EventArrival | MarkArrival;
