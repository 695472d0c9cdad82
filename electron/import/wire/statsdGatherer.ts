import type { Sample } from '../../../shared/model/sample.ts';
import { Refusals } from './refusals.ts';
import { SeriesMemory } from './seriesMemory.ts';
import { readStatsdLine, type StatsdLine } from './statsdLine.ts';

const source = 'statsd';
const mostNumbers = 500_000;
/** So many at once, and no more until they are taken. */
const mostSeries = 20_000;
const mostLatencies = 200_000;
/** In one sample; the rest is in the next. */
const latenciesTogether = 10_000;

type Gathered = { readonly metric: string; readonly labels: Readonly<Record<string, string>> } & (
  | { readonly kind: 'count'; value: number }
  | { readonly kind: 'gauge'; value: number }
  | { readonly kind: 'latency'; readonly values: number[] }
);

/** Lines of StatsD put together by series: counters added up, timers kept one by one, gauges as they stand in the end. */
export class StatsdGatherer {
  private readonly gauges = new SeriesMemory<number>(mostNumbers);
  private gathered = new Map<string, Gathered>();
  private latencies = 0;
  private refusals = new Refusals();

  /** A datagram, or some lines of a file. */
  add(text: string, nowMs: number): void {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const read = readStatsdLine(line.trim());
      const trouble = typeof read === 'string' ? read : this.gather(read, nowMs);
      if (trouble !== undefined) this.refusals.add(trouble);
    }
  }

  get isEmpty(): boolean {
    return this.gathered.size === 0 && this.refusals.isEmpty;
  }

  /** What was gathered since it was taken last, as samples of this instant. */
  take(t: number): { readonly samples: readonly Sample[]; readonly refused: Refusals } {
    const samples: Sample[] = [];
    for (const one of this.gathered.values()) {
      const named = { t, source, metric: one.metric, labels: { ...one.labels } };
      if (one.kind !== 'latency') samples.push({ ...named, kind: one.kind, value: one.value });
      else {
        for (let from = 0; from < one.values.length; from += latenciesTogether) {
          samples.push({ ...named, kind: 'latency', values: one.values.slice(from, from + latenciesTogether) });
        }
      }
    }
    const refused = this.refusals;
    this.gathered = new Map();
    this.latencies = 0;
    this.refusals = new Refusals();
    return { samples, refused };
  }

  /** Undefined when it was taken. */
  private gather(line: StatsdLine, nowMs: number): string | undefined {
    const key = JSON.stringify([line.kind, line.metric, line.labels]);
    const known = this.gathered.get(key);
    if (known === undefined && this.gathered.size === mostSeries) return 'Too many series came at once.';
    if (line.kind === 'latency') {
      if (this.latencies + line.times > mostLatencies) return 'Too many timers came at once.';
      this.latencies += line.times;
      const values = known?.kind === 'latency' ? known.values : [];
      for (let time = 0; time < line.times; time += 1) values.push(line.ms);
      if (known === undefined) this.gathered.set(key, { ...named(line), kind: 'latency', values });
      return undefined;
    }
    const value = line.kind === 'count' ? line.value : (line.isChange ? (this.gauges.get(key) ?? 0) : 0) + line.value;
    if (line.kind === 'gauge' && !this.gauges.set(key, value, 2, nowMs))
      return 'There are more gauges than can be followed.';
    if (known === undefined) this.gathered.set(key, { ...named(line), kind: line.kind, value });
    else if (known.kind !== 'latency') known.value = line.kind === 'count' ? known.value + value : value;
    return undefined;
  }
}

function named({ metric, labels }: StatsdLine): Pick<StatsdLine, 'metric' | 'labels'> {
  return { metric, labels };
}
