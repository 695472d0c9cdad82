import { isSeriesSelector, type PrometheusMetric, type PrometheusPlan } from '../../../../../shared/model/planLive.ts';
import type { Sample } from '../../../../../shared/model/sample.ts';
import { type ScrapedPoint, scrapedPoints } from './mappedMetric.ts';
import type { PrometheusClient } from './prometheusClient.ts';
import { type MissedScrapes, ScrapeLog } from './scrapeLog.ts';
import { type Gained, SeriesMemory } from './seriesMemory.ts';
import type { Target } from './target.ts';

/** A series that was not scraped for so long is forgotten: Prometheus itself looks back no further. */
const lookBackMs = 5 * 60_000;

/** What was read of a stretch of time. */
export interface ReadStretch {
  /** Samples as JSON, in the order of their time. */
  readonly samples: readonly string[];
  readonly missed: readonly MissedScrapes[];
  /** Targets that cannot be scraped now. */
  readonly down: readonly { readonly target: Target; readonly sinceMs: number }[];
}

type GaugeSample = Extract<Sample, { readonly kind: 'gauge' }>;
type Stamp = Pick<Sample, 't' | 'source'>;

/** Reads the server's series in stretches that follow on each other, from some instant on. */
export class PrometheusReader {
  private readonly client: PrometheusClient;
  private readonly plan: PrometheusPlan;
  private readonly memory: SeriesMemory;
  private readonly log: ScrapeLog;
  /** Whose samples the session has, by source. */
  private readonly feeding = new Map<string, Target>();
  /** Until when each target is known to be well. */
  private readonly markedMs = new Map<string, number>();
  private readonly startMs: number;
  /** Up to where it has read. A scrape that began before may come in after it. */
  private reachedMs: number;

  constructor(client: PrometheusClient, plan: PrometheusPlan, startMs: number) {
    this.client = client;
    this.plan = plan;
    this.memory = new SeriesMemory(Math.max(lookBackMs, 4 * plan.every));
    this.log = new ScrapeLog(plan.every);
    [this.startMs, this.reachedMs] = [startMs, startMs];
  }

  /** Where everything stands at the start. `isTold`: the session has samples of what was there. */
  async begin(isTold: boolean, signal: AbortSignal): Promise<void> {
    const fromMs = this.startMs - Math.max(lookBackMs, 4 * this.plan.every);
    this.log.take(await this.client.stored('up', fromMs, this.startMs, signal));
    for (const [place, metric] of this.plan.metrics.entries()) {
      if (metric.kind === 'gauge') continue;
      const series = await this.client.stored(metric.from, fromMs, this.startMs, signal);
      for (const { key, t, standing, target } of scrapedPoints(metric, place, series)) {
        if (target !== undefined) this.feeding.set(target.source, target);
        this.memory.begin(key, t, standing, isTold);
      }
    }
  }

  /** Everything up to `toMs` that was not read yet. Where it fails, nothing was taken and it may be called again. */
  async read(toMs: number, isNow: boolean, signal: AbortSignal): Promise<ReadStretch> {
    const up = await this.client.stored('up', this.reachedMs - this.plan.every, toMs, signal);
    const standing = isNow ? await this.client.standing('up', toMs, signal) : undefined;
    const points: ScrapedPoint[][] = [];
    for (const [place, metric] of this.plan.metrics.entries())
      points.push(await this.fetch(metric, place, toMs, signal));

    const missed = this.log.take(up).filter(({ target }) => this.feeding.has(target.source));
    const resets = new Map<string, Sample>();
    const gained = this.plan.metrics.flatMap((metric, place) => this.toSamples(metric, points[place] ?? [], resets));
    const marks = this.toMarks();
    const left = standing === undefined ? [] : this.log.leave(standing, toMs);
    const ends = left.filter(({ target }) => this.feeding.delete(target.source));
    const last = ends.map(({ target, lastMs }): Sample => ({
      kind: 'mark',
      source: target.source,
      t: lastMs,
      end: true,
    }));
    this.reachedMs = toMs;
    this.memory.forget(toMs);
    this.log.forget(toMs - lookBackMs);
    const down = this.log.down().filter(({ target }) => this.feeding.has(target.source));
    return { samples: inOrder([...resets.values(), ...gained, ...marks, ...last]), missed, down };
  }

  private async fetch(metric: PrometheusMetric, place: number, toMs: number, signal: AbortSignal) {
    const { every } = this.plan;
    if (isSeriesSelector(metric.from)) {
      const series = await this.client.stored(metric.from, this.reachedMs - every, toMs, signal);
      return scrapedPoints(metric, place, series);
    }
    const fromMs = (Math.floor(this.reachedMs / every) + 1) * every;
    if (fromMs > toMs) return [];
    const range = { fromMs, toMs: Math.floor(toMs / every) * every, stepMs: every };
    return scrapedPoints(metric, place, await this.client.stepped(metric.from, range, signal));
  }

  /** `resets`: those that were found, one for each process and scrape. */
  private toSamples(metric: PrometheusMetric, points: readonly ScrapedPoint[], resets: Map<string, Sample>): Sample[] {
    const fresh = points.filter(({ key, t }) => !this.memory.has(key, t)).sort((one, other) => one.t - other.t);
    for (const { target } of fresh) if (target !== undefined) this.feeding.set(target.source, target);
    if (metric.kind === 'gauge') return this.toGauges(metric, fresh);
    return fresh.flatMap(({ key, source, target, labels, t, standing }): Sample[] => {
      const isBorn = target !== undefined && this.log.wasScrapedBefore(target, t);
      const { gained, isReset } = this.memory.take(key, t, standing, isBorn);
      if (isReset) resets.set(`${source} ${t}`, resetOf(source, t));
      return gained === undefined ? [] : [toSample({ source, t }, metric.metric, labels, gained)];
    });
  }

  /** Series of one target that get the same labels here are one gauge: their sum. */
  private toGauges({ metric, from }: PrometheusMetric, fresh: readonly ScrapedPoint[]): Sample[] {
    const sums = new Map<string, GaugeSample>();
    for (const { key, source, labels, t, standing } of fresh) {
      if (t <= this.startMs || (!isSeriesSelector(from) && !this.log.wasAtWork(t))) continue;
      this.memory.begin(key, t, standing, true);
      const at = JSON.stringify([source, t, labels]);
      const value = Number(standing) + (sums.get(at)?.value ?? 0);
      sums.set(at, { t, source, kind: 'gauge', metric, labels, value });
    }
    return [...sums.values()];
  }

  /** A target that was scraped is well, whatever it counted; and so is its job. */
  private toMarks(): Sample[] {
    const marks = new Map<string, Sample>();
    for (const target of this.feeding.values()) {
      const t = this.log.lastGoodMs(target);
      if (t === undefined || t <= (this.markedMs.get(target.source) ?? this.startMs)) continue;
      this.markedMs.set(target.source, t);
      for (const source of [target.source, target.job]) {
        marks.set(source, { kind: 'mark', source, t: Math.max(t, marks.get(source)?.t ?? 0) });
      }
    }
    return [...marks.values()];
  }
}

/** A process that begins again is something that happened. */
function resetOf(source: string, t: number): Sample {
  const text = `${source} counts from nothing again: it was started anew.`;
  return { kind: 'event', t, source, type: 'counter.reset', labels: {}, text };
}

function toSample(at: Stamp, metric: string, labels: Record<string, string>, gained: Gained): Sample {
  if (gained.kind === 'count') return { ...at, kind: 'count', metric, labels, value: gained.value };
  const buckets = gained.buckets.map(([bound, count]): [number | '+Inf', number] => [
    bound === Infinity ? '+Inf' : bound,
    count,
  ]);
  return { ...at, kind: 'latency', metric, labels, buckets };
}

/** A number that is none is written as a text: the decoder sets it aside, and counts it. */
function inOrder(samples: readonly Sample[]): string[] {
  const exact = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return [...samples].sort((one, other) => one.t - other.t).map((sample) => JSON.stringify(sample, exact));
}
