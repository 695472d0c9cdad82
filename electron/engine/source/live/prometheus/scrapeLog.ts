import type { RawSeries } from './prometheusAnswer.ts';
import { type Target, toTarget } from './target.ts';

/** Scrapes of a target that are not there. */
export interface MissedScrapes {
  readonly target: Target;
  readonly count: number;
  /** The good ones around them. */
  readonly fromMs: number;
  readonly toMs: number;
}

interface TargetLog {
  readonly target: Target;
  /** When it was scraped well, the newest last. */
  readonly good: number[];
  /** Of the last attempt. */
  lastMs: number;
  /** Attempts that failed since it was last scraped well. */
  failed: number;
}

/** By so many the space between scrapes is told. */
const measured = 10;

/** A little less than how long Prometheus shows a series that nothing has ended. */
const standingMs = 4 * 60_000;

/** When each target was scraped, by the series `up` that Prometheus writes with every attempt. */
export class ScrapeLog {
  private readonly everyMs: number;
  private readonly logs = new Map<string, TargetLog>();

  constructor(everyMs: number) {
    this.everyMs = everyMs;
  }

  /** Takes what is new of `up`; tells what was missed once a target is heard again. */
  take(series: readonly RawSeries[]): MissedScrapes[] {
    return series.flatMap(({ labels, points }) => {
      const target = toTarget(labels);
      if (target === undefined) return [];
      return points.flatMap(({ t, value }) => this.attempt(target, t, value === 1) ?? []);
    });
  }

  /** It was scraped well shortly before: a series of it that was not there then is new. */
  wasScrapedBefore(target: Target, t: number): boolean {
    const log = this.logs.get(target.source);
    if (log === undefined) return false;
    const sinceMs = t - 2.5 * this.spaceOf(log);
    return log.good.some((good) => good < t && good >= sinceMs);
  }

  /** Some target was scraped shortly before: the server was at work. */
  wasAtWork(t: number): boolean {
    for (const log of this.logs.values()) {
      const sinceMs = t - 2.5 * this.spaceOf(log);
      if (log.good.some((good) => good <= t && good >= sinceMs)) return true;
    }
    return false;
  }

  lastGoodMs(target: Target): number | undefined {
    return this.logs.get(target.source)?.good.at(-1);
  }

  /** Targets whose last attempts failed. */
  down(): { readonly target: Target; readonly sinceMs: number }[] {
    return [...this.logs.values()].flatMap(({ target, good, failed, lastMs }) =>
      failed > 0 ? [{ target, sinceMs: good.at(-1) ?? lastMs }] : [],
    );
  }

  /** Those that Prometheus knows no longer although it was asked about them a moment ago: nobody expects them any more. */
  leave(standing: readonly RawSeries[], atMs: number): { readonly target: Target; readonly lastMs: number }[] {
    const there = new Set(standing.map(({ labels }) => toTarget(labels)?.source));
    // What was not attempted for longer is not there either way: it was the server that was not at work.
    const left = [...this.logs.values()].filter(
      ({ target, lastMs }) => !there.has(target.source) && lastMs > atMs - standingMs,
    );
    for (const { target } of left) this.logs.delete(target.source);
    return left.map(({ target, lastMs }) => ({ target, lastMs }));
  }

  /** What is older is asked about no more. */
  forget(beforeMs: number): void {
    for (const { good } of this.logs.values()) {
      const older = good.findIndex((t) => t >= beforeMs);
      good.splice(0, Math.min(older < 0 ? good.length : older, Math.max(0, good.length - measured)));
    }
  }

  private attempt(target: Target, t: number, isGood: boolean): MissedScrapes | undefined {
    const log = this.logs.get(target.source) ?? { target, good: [], lastMs: t, failed: 0 };
    if (t <= log.lastMs && this.logs.has(target.source)) return undefined;
    this.logs.set(target.source, log);
    // Attempts that left no trace: the server itself was not there.
    const space = this.spaceOf(log);
    log.failed += Math.max(0, Math.round((t - log.lastMs) / space) - 1) + (isGood ? 0 : 1);
    log.lastMs = t;
    if (!isGood) return undefined;
    const missed = { target, count: log.failed, fromMs: log.good.at(-1) ?? t, toMs: t };
    log.failed = 0;
    log.good.push(t);
    return missed.count > 0 ? missed : undefined;
  }

  /** How often it is scraped: the middle of what was seen, for jobs have times of their own. */
  private spaceOf({ good }: TargetLog): number {
    const last = good.slice(-measured);
    const spaces = last
      .slice(1)
      .map((t, index) => t - (last[index] ?? t))
      .sort((one, other) => one - other);
    return spaces.length < 3 ? this.everyMs : (spaces[Math.floor(spaces.length / 2)] ?? this.everyMs);
  }
}
