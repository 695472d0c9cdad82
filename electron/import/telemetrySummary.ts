import type { Arrival } from '../../shared/model/arrival.ts';
import type { Series } from '../../shared/model/series.ts';

/** What the samples of one metric amount to. */
export interface MetricSummary {
  readonly kind: Series['kind'] | 'event';
  /** The metric's name, or the event's type. */
  readonly metric: string;
  readonly series: number;
  readonly samples: number;
}

/** What is in a file of telemetry, gathered line by line. Only lines that were accepted are told to it. */
export class TelemetrySummary {
  /** Samples by series id. */
  private readonly samples: number[] = [];
  private readonly series: (Series | undefined)[] = [];
  private readonly events = new Map<string, number>();
  private readonly bySource = new Map<string, number>();
  private firstMs = Infinity;
  private lastMs = -Infinity;
  private marks = 0;

  add(arrival: Arrival): void {
    this.bySource.set(arrival.source, (this.bySource.get(arrival.source) ?? 0) + 1);
    if (arrival.t < this.firstMs) this.firstMs = arrival.t;
    if (arrival.t > this.lastMs) this.lastMs = arrival.t;
    if (arrival.kind === 'mark') this.marks += 1;
    else if (arrival.kind === 'event') this.events.set(arrival.type, (this.events.get(arrival.type) ?? 0) + 1);
    else {
      const { series } = arrival;
      this.series[series.id] = series;
      this.samples[series.id] = (this.samples[series.id] ?? 0) + 1;
    }
  }

  /** Lines by source, in order of appearance. */
  sources(): ReadonlyMap<string, number> {
    return this.bySource;
  }

  markCount(): number {
    return this.marks;
  }

  sampleCount(): number {
    return this.samples.reduce((sum, count) => sum + count, 0) + this.eventCount();
  }

  eventCount(): number {
    return [...this.events.values()].reduce((sum, count) => sum + count, 0);
  }

  /** From the earliest to the latest `t`, ms; undefined before the first line. */
  span(): { readonly firstMs: number; readonly lastMs: number } | undefined {
    return this.firstMs === Infinity ? undefined : { firstMs: this.firstMs, lastMs: this.lastMs };
  }

  /** In order of appearance, events last. */
  metrics(): MetricSummary[] {
    const found = new Map<string, { kind: Series['kind']; metric: string; series: number; samples: number }>();
    this.series.forEach((series, id) => {
      if (series === undefined) return;
      const { kind, metric } = series;
      const known = found.get(`${kind} ${metric}`) ?? { kind, metric, series: 0, samples: 0 };
      known.series += 1;
      known.samples += this.samples[id] ?? 0;
      found.set(`${kind} ${metric}`, known);
    });
    const events = [...this.events].map(([metric, samples]): MetricSummary => ({
      kind: 'event',
      metric,
      series: 0,
      samples,
    }));
    return [...found.values(), ...events];
  }
}
