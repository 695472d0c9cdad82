import type { CountArrival, GaugeArrival, LatencyArrival, MarkArrival } from '../../../shared/model/arrival.ts';
import type { Series } from '../../../shared/model/series.ts';

// Both ways of reading a line end here, so that an arrival has one layout in memory whichever way it came.

export function buildValue(
  kind: 'count' | 'gauge',
  t: number,
  arrived: number | undefined,
  epoch: string,
  seq: number,
  series: Series,
  value: number,
): CountArrival | GaugeArrival {
  return { kind, t, arrived, source: series.source, epoch, seq, series, value };
}

export function buildLatency(
  t: number,
  arrived: number | undefined,
  epoch: string,
  seq: number,
  series: Series,
  values: readonly number[] | undefined,
  buckets: LatencyArrival['buckets'],
): LatencyArrival {
  return { kind: 'latency', t, arrived, source: series.source, epoch, seq, series, values, buckets };
}

export function buildMark(
  t: number,
  arrived: number | undefined,
  source: string,
  epoch: string,
  end: boolean,
  pos: string | number | undefined,
): MarkArrival {
  return { kind: 'mark', t, arrived, source, epoch, end, pos };
}
