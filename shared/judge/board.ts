import { type DoubleDouble, addDoubleDouble } from '../base/doubleDouble.ts';
import type { Labels, Series } from '../model/series.ts';
import type { LatencyLimits, SecondRow } from '../model/tickInput.ts';
import { GaugeTrack, type GaugePoint } from './gaugeTrack.ts';
import { LatencyWindow } from './latencyWindow.ts';
import { PeakTree } from './peakTree.ts';
import { RunningSum } from './runningSum.ts';
import { cellKey, isInCell, matchesSeries, type Selector } from './selector.ts';
import { type SavedSums, type Span, TallyBlock } from './tallyBlock.ts';

/** What of a row is added up: its sum, its number of observations, or those within (straddling) a latency limit. */
export type Measure =
  { readonly kind: 'sum' | 'n' | 'bucketed' } | { readonly kind: 'within' | 'straddling'; readonly limitMs: number };

interface Tally {
  readonly kind: Series['kind'];
  readonly selector: Selector;
  readonly cell: Labels;
  readonly measure: Measure;
  readonly spans: Map<string, Span>;
  /** By the keys of `spans`. */
  readonly sums: Map<string, RunningSum>;
  block: TallyBlock | undefined;
  column: number;
}

interface PeakWatch {
  readonly selector: Selector;
  readonly cell: Labels;
  reachS: number;
  tree: PeakTree | undefined;
}

interface LatencyWatch {
  readonly selector: Selector;
  readonly cell: Labels;
  readonly window: LatencyWindow;
}

/** Counts by arrival instead of by time of happening: what came since the last tick, and all that ever came. */
export interface ArrivalCount {
  now: number;
  readonly total: DoubleDouble;
}

interface GaugeWatch {
  readonly selector: Selector;
  readonly cell: Labels;
  delayS: number;
  readonly tracks: Map<number, GaugeTrack>;
}

interface Taps {
  readonly tallies: readonly Tally[];
  readonly limitIndexes: readonly number[];
  readonly peaks: readonly PeakWatch[];
  readonly latencies: readonly LatencyWatch[];
  readonly arrivals: readonly ArrivalCount[];
  readonly gauges: readonly GaugeTrack[];
}

/** What a board holds of the past besides its buckets. */
export interface SavedBoard {
  readonly blocks: SavedSums[];
  readonly latencies: ReturnType<LatencyWindow['save']>[];
  readonly arrivals: { high: number; low: number }[];
  readonly gauges: [seriesId: number, points: readonly GaugePoint[]][][];
}

/**
 * Every number that the rules ask for, each kept once however many rules ask. Rules say what they need while the plan is
 * compiled; `build` then lays the tallies out in blocks; after that rows come in and sums are read.
 */
export class Board {
  readonly limits: LatencyLimits;
  private readonly tallies = new Map<string, Tally>();
  private readonly peaks = new Map<string, PeakWatch>();
  private readonly latencies = new Map<string, LatencyWatch>();
  private readonly arrivals = new Map<string, ArrivalCount & { selector: Selector; cell: Labels }>();
  private readonly gauges = new Map<string, GaugeWatch>();
  /** By series id. */
  private readonly taps: (Taps | undefined)[] = [];
  private blocks: TallyBlock[] = [];

  /** `limits`: the latency limits that rows are counted against, which `within` and `straddling` may ask for. */
  constructor(limits: LatencyLimits) {
    this.limits = limits;
  }

  sum(kind: Series['kind'], selector: Selector, cell: Labels, measure: Measure, span: Span): RunningSum {
    const key = `${kind} ${selectorKey(selector)} ${cellKey(cell)} ${JSON.stringify(measure)}`;
    const fresh = { kind, selector, cell, measure, spans: new Map(), sums: new Map(), block: undefined, column: 0 };
    const tally = getOrAdd<Tally>(this.tallies, key, () => fresh);
    tally.spans.set(spanKey(span), span);
    return getOrAdd(tally.sums, spanKey(span), () => new RunningSum());
  }

  /** The largest one-second count of the span that ends `delayS` before the tick. */
  peak(selector: Selector, cell: Labels, span: Span): (tick: number) => number {
    const key = `${selectorKey(selector)} ${cellKey(cell)}`;
    const watch = getOrAdd<PeakWatch>(this.peaks, key, () => ({ selector, cell, reachS: 0, tree: undefined }));
    watch.reachS = Math.max(watch.reachS, span.delayS + span.windowS);
    return (tick) => watch.tree?.peak(tick - span.delayS - span.windowS, tick - span.delayS - 1) ?? 0;
  }

  latency(selector: Selector, cell: Labels, span: Span): LatencyWindow {
    const key = `${selectorKey(selector)} ${cellKey(cell)} ${spanKey(span)}`;
    return getOrAdd(this.latencies, key, () => ({ selector, cell, window: new LatencyWindow(span) })).window;
  }

  arrivalCount(selector: Selector, cell: Labels): ArrivalCount {
    const key = `${selectorKey(selector)} ${cellKey(cell)}`;
    return getOrAdd(this.arrivals, key, () => ({ selector, cell, now: 0, total: { high: 0, low: 0 } }));
  }

  /** The newest value of each series in the span, by order of the series' first appearance. */
  gauge(selector: Selector, cell: Labels, span: Span): (tick: number) => number[] {
    const key = `${selectorKey(selector)} ${cellKey(cell)}`;
    const watch = getOrAdd<GaugeWatch>(this.gauges, key, () => ({ selector, cell, delayS: 0, tracks: new Map() }));
    watch.delayS = Math.max(watch.delayS, span.delayS);
    return (tick) => {
      const values: number[] = [];
      const from = tick - span.delayS - span.windowS;
      for (const track of watch.tracks.values()) {
        const point = track.newest(from, tick - span.delayS - 1);
        if (point !== undefined) values.push(point.value);
      }
      return values;
    };
  }

  /** The longest any finite span reaches back, in seconds. */
  reachS(): number {
    let reach = 0;
    for (const block of this.blocks) reach = Math.max(reach, block.reachS);
    for (const watch of this.peaks.values()) reach = Math.max(reach, watch.reachS);
    for (const { window } of this.latencies.values()) reach = Math.max(reach, window.span.delayS + window.span.windowS);
    return reach;
  }

  /** The offsets behind the tick at which buckets enter or leave a span: what a restored board must have at hand. */
  edgesS(): number[] {
    const edges = new Set<number>([0]);
    const note = (span: Span): void => {
      edges.add(span.delayS);
      if (span.windowS !== Infinity) edges.add(span.delayS + span.windowS);
    };
    for (const block of this.blocks) block.spans.forEach(note);
    for (const { window } of this.latencies.values()) note(window.span);
    return [...edges];
  }

  /** Peaks look at whole windows, not at their edges. */
  peakReachS(): number {
    return Math.max(0, ...[...this.peaks.values()].map((watch) => watch.reachS));
  }

  build(): void {
    const groups = new Map<string, Tally[]>();
    for (const tally of this.tallies.values()) {
      const key = [...tally.spans.keys()].sort().join(' ');
      getOrAdd<Tally[]>(groups, key, () => []).push(tally);
    }
    for (const tallies of groups.values()) {
      const block = new TallyBlock([...(tallies[0]?.spans.values() ?? [])], tallies.length);
      tallies.forEach((tally, column) => {
        tally.block = block;
        tally.column = column;
        block.spans.forEach((span, index) => tally.sums.get(spanKey(span))?.settle(block.sumsOf(index), column));
      });
      this.blocks.push(block);
    }
    for (const watch of this.peaks.values()) watch.tree = new PeakTree(watch.reachS);
  }

  startAt(tick: number): void {
    for (const block of this.blocks) block.startAt(tick);
    for (const watch of this.peaks.values()) watch.tree?.startAt(tick);
    for (const { window } of this.latencies.values()) window.startAt(tick);
  }

  apply(row: SecondRow): void {
    // A count of nothing adds nothing, and in most seconds most counts are of nothing.
    if (row.sum === 0 && row.series.kind === 'count') return;
    const taps = this.tapsOf(row.series);
    for (let index = 0; index < taps.tallies.length; index += 1) {
      const tally = taps.tallies[index];
      if (tally?.block === undefined) continue;
      const value = measured(row, tally.measure, taps.limitIndexes[index] ?? 0);
      if (value !== 0) tally.block.add(row.bucket, tally.column, value, tally.measure.kind === 'sum' ? row.sumLow : 0);
    }
    for (const watch of taps.peaks) watch.tree?.add(row.bucket, row.sum);
    for (const { window } of taps.latencies) window.add(row.bucket, row.bins, row.bounds);
    for (const arrival of taps.arrivals) {
      arrival.now += row.sum;
      addDoubleDouble(arrival.total.high, arrival.total.low, row.sum, row.sumLow, arrival.total);
    }
    for (const track of taps.gauges) track.add({ bucket: row.bucket, t: row.lastAt, value: row.last });
  }

  /** Puts a row's buckets back whose share in the running sums was restored already. */
  refill(row: Readonly<SecondRow>): void {
    const taps = this.tapsOf(row.series);
    for (let index = 0; index < taps.tallies.length; index += 1) {
      const tally = taps.tallies[index];
      if (tally?.block === undefined) continue;
      const value = measured(row, tally.measure, taps.limitIndexes[index] ?? 0);
      const low = tally.measure.kind === 'sum' ? row.sumLow : 0;
      if (value !== 0) tally.block.addToBucket(row.bucket, tally.column, value, low);
    }
    for (const watch of taps.peaks) watch.tree?.add(row.bucket, row.sum);
    for (const { window } of taps.latencies) window.addToBucket(row.bucket, row.bins, row.bounds);
  }

  advance(tick: number): void {
    for (const block of this.blocks) block.advance(tick);
    for (const watch of this.peaks.values()) watch.tree?.advance(tick);
    for (const { window } of this.latencies.values()) window.advance(tick);
    for (const watch of this.gauges.values()) for (const track of watch.tracks.values()) track.advance(tick);
  }

  /** Forgets what arrived with this tick, once everything that asks has been judged. */
  endTick(): void {
    for (const arrival of this.arrivals.values()) arrival.now = 0;
  }

  save(): SavedBoard {
    return {
      blocks: this.blocks.map((block) => block.saveSums()),
      latencies: [...this.latencies.values()].map(({ window }) => window.save()),
      arrivals: [...this.arrivals.values()].map(({ total }) => ({ high: total.high, low: total.low })),
      gauges: [...this.gauges.values()].map(({ tracks }) => [...tracks].map(([id, track]) => [id, track.save()])),
    };
  }

  /** `known`: the series that had been applied when this was saved. Buckets come back by `refill`. */
  load(saved: SavedBoard, known: readonly Series[]): void {
    for (const series of known) this.tapsOf(series);
    saved.blocks.forEach((sums, index) => this.blocks[index]?.loadSums(sums));
    [...this.latencies.values()].forEach(({ window }, index) => {
      const one = saved.latencies[index];
      if (one !== undefined) window.load(one);
    });
    [...this.arrivals.values()].forEach(({ total }, index) => Object.assign(total, saved.arrivals[index]));
    [...this.gauges.values()].forEach(({ tracks }, index) => {
      for (const [id, points] of saved.gauges[index] ?? []) tracks.get(id)?.load(points);
    });
  }

  private tapsOf(series: Series): Taps {
    return (this.taps[series.id] ??= this.findTaps(series));
  }

  private findTaps(series: Series): Taps {
    const fits = ({ selector, cell }: { selector: Selector; cell: Labels }): boolean =>
      matchesSeries(selector, series) && isInCell(series.labels, cell);
    const tallies = [...this.tallies.values()].filter((tally) => tally.kind === series.kind && fits(tally));
    const of = <Watch extends { selector: Selector; cell: Labels }>(
      kind: Series['kind'],
      watches: ReadonlyMap<string, Watch>,
    ): Watch[] => (series.kind === kind ? [...watches.values()].filter(fits) : []);
    return {
      tallies,
      limitIndexes: tallies.map(({ measure }) => ('limitMs' in measure ? this.limits.indexOf(measure.limitMs) : 0)),
      peaks: of('count', this.peaks),
      latencies: of('latency', this.latencies),
      arrivals: of('count', this.arrivals),
      gauges: of('gauge', this.gauges).map(({ tracks, delayS }) =>
        getOrAdd(tracks, series.id, () => new GaugeTrack(delayS)),
      ),
    };
  }
}

function measured(row: Readonly<SecondRow>, measure: Measure, limitIndex: number): number {
  switch (measure.kind) {
    case 'sum':
      return row.sum;
    case 'n':
      return row.n;
    case 'within':
      return row.within[limitIndex] ?? 0;
    case 'straddling':
      return row.straddling[limitIndex] ?? 0;
    case 'bucketed': {
      let count = 0;
      for (const each of row.bounds?.values() ?? []) count += each;
      return count;
    }
  }
}

function selectorKey(selector: Selector): string {
  return JSON.stringify([selector.metric, Object.entries(selector.where ?? {}).sort()]);
}

function spanKey(span: Span): string {
  return `${span.windowS}/${span.delayS}/${span.fromBucket}`;
}

function getOrAdd<T>(map: Map<string, T>, key: string, make: () => T): T;
function getOrAdd<T>(map: Map<number, T>, key: number, make: () => T): T;
function getOrAdd<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
