import { counterBegan, type CounterMemory, firstOfCounter } from '../counterMemory.ts';
import type { Converted } from '../foreignFormat.ts';
import type { HistogramMemory } from './histogramMemory.ts';

const mostPoints = 4_000_000;
const mostSeries = 50_000;
const mostTypes = 20_000;

interface PointSeries {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly row: number;
  readonly stamps: number[];
  readonly values: number[];
}

interface Memory {
  readonly counters: CounterMemory;
  readonly histograms: HistogramMemory;
}

/** What was read of one file of Prometheus, held until the file is over: histograms stand in it series by series. */
export class PointBook {
  private readonly source: string;
  private readonly memory: Memory;
  private readonly types = new Map<string, string>();
  private readonly series = new Map<string, PointSeries>();
  private points = 0;

  constructor(source: string, memory: Memory) {
    this.source = source;
    this.memory = memory;
  }

  setType(name: string, type: string): void {
    if (this.types.size < mostTypes) this.types.set(name, type);
  }

  /** What is not taken is said. */
  add(name: string, labels: ReadonlyMap<string, string>, t: number, value: number, row: number): Converted | undefined {
    const refuse = (text: string): Converted => ({ kind: 'refused', row, text, excerpt: name.slice(0, 80) });
    if (Number.isNaN(value))
      return {
        kind: 'counted',
        row,
        text: 'The value is NaN: the series had ended, or there was nothing to divide by.',
      };
    if (!Number.isFinite(value)) return refuse('The value is not finite.');
    if (this.points >= mostPoints)
      return refuse('There are more than 4,000,000 values in the file: ask for less time at once.');
    const key = keyOf(name, labels);
    let series = this.series.get(key);
    if (series === undefined) {
      if (this.series.size >= mostSeries)
        return refuse('There are more than 50,000 series in the file: ask for fewer at once.');
      series = { name, labels: new Map(labels), row, stamps: [], values: [] };
      this.series.set(key, series);
    }
    series.stamps.push(t);
    series.values.push(value);
    this.points += 1;
    return undefined;
  }

  *samples(): Generator<Converted> {
    const histograms = new Map<string, PointSeries[]>();
    for (const series of this.series.values()) {
      const bucketOf = series.labels.has('le') ? baseOf(series.name, '_bucket') : undefined;
      if (bucketOf === undefined) continue;
      const rest = new Map(series.labels);
      rest.delete('le');
      const key = keyOf(bucketOf, rest);
      const group = histograms.get(key);
      if (group === undefined) histograms.set(key, [series]);
      else group.push(series);
    }
    for (const [key, series] of this.series) {
      const base = baseOf(series.name, '_bucket');
      if (base !== undefined && series.labels.has('le')) continue;
      yield* this.plain(key, series, histograms);
    }
    for (const [key, buckets] of histograms) yield* this.histogram(key, buckets);
    this.series.clear();
  }

  private *plain(key: string, series: PointSeries, histograms: ReadonlyMap<string, unknown>): Generator<Converted> {
    const { name, labels, row, stamps, values } = series;
    const beside = baseOf(name, '_count') ?? baseOf(name, '_sum');
    const told = beside !== undefined && histograms.has(keyOf(beside, labels));
    const isBirth = baseOf(name, '_created') !== undefined && this.types.has(baseOf(name, '_created') ?? '');
    for (const place of inOrder(stamps)) {
      const [t = 0, value = 0] = [stamps[place], values[place]];
      if (told) yield { kind: 'counted', row, text: 'The count or sum of a histogram, whose buckets are read.' };
      else if (isBirth) yield { kind: 'counted', row, text: 'It says when a counter began, and is no value.' };
      else if (!this.isCounter(name))
        yield { kind: 'sample', row, sample: this.sampleOf(t, 'gauge', name, labels, { value }) };
      else {
        const growth = this.memory.counters.isFull(key) ? 'older' : this.memory.counters.note(key, t, value);
        if (growth === 'first') yield { kind: 'counted', row, text: firstOfCounter };
        else if (growth === 'older') yield older(row, name);
        else {
          if (growth.isReset) yield { kind: 'counted', row, text: counterBegan };
          yield { kind: 'sample', row, sample: this.sampleOf(t, 'count', name, labels, { value: growth.added }) };
        }
      }
    }
  }

  private isCounter(name: string): boolean {
    const type = this.types.get(name) ?? this.types.get(baseOf(name, '_total') ?? '');
    if (type !== undefined && type !== 'unknown' && type !== 'untyped') return type === 'counter';
    return /_(?:total|count|sum)$/.test(name);
  }

  private *histogram(key: string, buckets: readonly PointSeries[]): Generator<Converted> {
    const [first] = buckets;
    if (first === undefined) return;
    const name = baseOf(first.name, '_bucket') ?? first.name;
    const perUnit = /_(?:milliseconds|ms)$/.test(name) ? 1 : /_(?:seconds|s)$/.test(name) ? 1000 : undefined;
    const byStamp = new Map<number, [bound: number, count: number][]>();
    for (const { labels, stamps, values, row } of buckets) {
      const bound = toBound(labels.get('le') ?? '');
      for (const [place, t] of stamps.entries()) {
        if (perUnit === undefined) {
          const text = 'A histogram of no time (its name does not end in _seconds or _milliseconds) is not read.';
          yield { kind: 'counted', row, text };
          continue;
        }
        if (bound === undefined) {
          yield { kind: 'refused', row, text: 'A bucket has no bound.', excerpt: first.name.slice(0, 80) };
          continue;
        }
        const at = byStamp.get(t) ?? [];
        if (at.length === 0) byStamp.set(t, at);
        at.push([bound === Infinity ? bound : Number((bound * perUnit).toPrecision(12)), values[place] ?? 0]);
      }
    }
    const labels = new Map(first.labels);
    labels.delete('le');
    const { row } = first;
    for (const t of [...byStamp.keys()].sort((one, other) => one - other)) {
      const pairs = (byStamp.get(t) ?? []).sort(([one], [other]) => one - other);
      const bounds = pairs.map(([bound]) => bound);
      const growth = this.memory.histograms.note(
        key,
        t,
        bounds,
        pairs.map(([, count]) => count),
      );
      if (growth === 'first')
        yield {
          kind: 'counted',
          row,
          text: 'They are the first buckets of a histogram, from which the next are counted.',
        };
      else if (growth === 'older') yield older(row, name);
      else {
        if (growth.isReset) yield { kind: 'counted', row, text: counterBegan };
        const filled = growth.added.map((count, place) => [bounds[place] === Infinity ? '+Inf' : bounds[place], count]);
        yield { kind: 'sample', row, sample: this.sampleOf(t, 'latency', name, labels, { buckets: filled }) };
      }
    }
  }

  private sampleOf(t: number, kind: string, metric: string, labels: ReadonlyMap<string, string>, value: object) {
    const written = Object.create(null) as Record<string, string>;
    // An empty label is a label that is not there.
    for (const [label, text] of labels) if (text !== '') written[label] = text;
    return { t, source: this.source, kind, metric, labels: written, ...value };
  }
}

function older(row: number, name: string): Converted {
  const text =
    'A counter comes twice at one time, or from before what was read of it: give the files in the order of time.';
  return { kind: 'refused', row, text, excerpt: name.slice(0, 80) };
}

function keyOf(name: string, labels: ReadonlyMap<string, string>): string {
  return JSON.stringify([name, ...[...labels].sort(([one], [other]) => (one < other ? -1 : 1))]);
}

function baseOf(name: string, ending: string): string | undefined {
  return name.endsWith(ending) && name.length > ending.length ? name.slice(0, -ending.length) : undefined;
}

function toBound(text: string): number | undefined {
  if (/^\+?Inf$/i.test(text)) return Infinity;
  const bound = text.trim() === '' ? Number.NaN : Number(text);
  return bound >= 0 ? bound : undefined;
}

/** Places of stamps, the earliest first. */
function inOrder(stamps: readonly number[]): number[] {
  return stamps.map((_, place) => place).sort((one, other) => (stamps[one] ?? 0) - (stamps[other] ?? 0));
}
