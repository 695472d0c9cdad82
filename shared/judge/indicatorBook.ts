import type { Indicator } from '../model/planIndicators.ts';
import type { Plan } from '../model/plan.ts';
import type { Labels, Series } from '../model/series.ts';
import type { Board } from './board.ts';
import { compareMeasured, measureIndicator } from './measureIndicator.ts';
import { Feed } from './feed.ts';
import { indicatorParts } from './indicatorParts.ts';
import { type IndicatorCell, type Measured, Reading } from './reading.ts';
import { cellKey, isInCell, matchesLabels, matchesSeries, type Selector } from './selector.ts';
import type { SourceState } from './sourceBook.ts';
import type { Span } from './tallyBlock.ts';

/** How long a source may be silent where the plan does not say. */
export const defaultStaleAfterMs = 30_000;
export const defaultFreshAfterMs = 5_000;

/** A window that ends with the tick, or `delayMs` before it; whole seconds, rounded down, at least one. */
export function windowSpan(windowMs: number, delayMs: number): Span {
  return {
    windowS: Math.max(1, Math.floor(windowMs / 1000)),
    delayS: Math.floor(delayMs / 1000),
    fromBucket: -Infinity,
  };
}

/** Everything since an instant, for good. */
export function endlessSpan(fromBucket: number): Span {
  return { windowS: Infinity, delayS: 0, fromBucket };
}

/** What the always-valid comparison of two rates counts: by arrival, not by second. */
export interface ArrivalSides {
  readonly k1: ArrivalReading;
  readonly n1: ArrivalReading;
  readonly k0: ArrivalReading;
  readonly n0: ArrivalReading;
}

/** A count by arrival: what came with this tick, and all that ever came. */
export interface ArrivalReading {
  now(): number;
  soFar(): number;
}

function readArrival(board: Board, selector: Selector, cell: Labels): ArrivalReading {
  const count = board.arrivalCount(selector, cell);
  return { now: () => count.now, soFar: () => count.total.high };
}

/** The plan's indicators, made readable for any cell and span, and the sources that feed them. */
export class IndicatorBook {
  private readonly plan: Plan;
  private readonly board: Board;
  private readonly cells = new Map<string, IndicatorCell>();
  private readonly readings = new Map<string, Reading>();
  private readonly followed: Feed[] = [];
  /** Rises whenever another source feeds an indicator. */
  fed = 0;

  constructor(plan: Plan, board: Board) {
    this.plan = plan;
    this.board = board;
  }

  indicator(id: string): Indicator {
    const indicator = this.plan.indicators[id];
    if (indicator === undefined) throw new Error(`The plan has no indicator ${id}; lint says so before judging.`);
    return indicator;
  }

  reading(id: string, cell: Labels, span: Span): Reading {
    const key = `${id} ${cellKey(cell)} ${span.windowS}/${span.delayS}/${span.fromBucket}`;
    const known = this.readings.get(key);
    if (known !== undefined) return known;
    const made = this.make(id, cell, span);
    this.readings.set(key, made);
    return made;
  }

  /** How far the windows of rules on this indicator are moved back: fraud labels mature late. */
  delayMs(id: string): number {
    const indicator = this.indicator(id);
    if (indicator.matures !== undefined) return indicator.matures;
    if (indicator.kind !== 'compare') return 0;
    return Math.max(this.delayMs(indicator.treatment), this.delayMs(indicator.baseline));
  }

  arrivalSides(id: string, cell: Labels): ArrivalSides {
    const indicator = this.indicator(id);
    if (indicator.kind !== 'compare') throw new Error(`${id} compares nothing; lint says so before judging.`);
    const [k1, n1] = this.arrivalsOf(this.indicator(indicator.treatment), cell);
    const [k0, n0] = this.arrivalsOf(this.indicator(indicator.baseline), cell);
    return { k1, n1, k0, n0 };
  }

  /** The sources of counts that are no indicator; how long they may be silent is the plan's. */
  follow(selectors: readonly Selector[]): Feed {
    const staleAfterMs = this.plan.clock?.staleAfter ?? defaultStaleAfterMs;
    const feed = new Feed('count', selectors, staleAfterMs, defaultFreshAfterMs);
    this.followed.push(feed);
    return feed;
  }

  /** A series was judged for the first time, or with an earlier second than before. */
  feed(series: Series, firstBucket: number, source: SourceState): void {
    for (const followed of this.followed) followed.meet(series, firstBucket, source);
    for (const cell of this.cells.values()) {
      if (!this.isMatched(cell.id, cell.cell, series)) continue;
      cell.firstBucket = Math.min(cell.firstBucket, firstBucket);
      this.addFeed(cell, source);
    }
  }

  /** A source was heard for the first time: it may be one that an indicator names as its sign of life. */
  meet(source: SourceState): void {
    for (const cell of this.cells.values()) if (this.isNamedAlive(cell.id, source.name)) this.addFeed(cell, source);
  }

  /** An event can be a sign of life too. */
  feedEvent(type: string, labels: Labels, source: SourceState): void {
    for (const cell of this.cells.values()) {
      const { alive } = cell.indicator;
      if (alive !== undefined && 'metric' in alive && alive.metric === type && matchesLabels(labels, alive.where)) {
        this.addFeed(cell, source);
      }
    }
  }

  private addFeed(cell: IndicatorCell, source: SourceState): void {
    if (cell.feeds.includes(source)) return;
    cell.feeds.push(source);
    this.fed += 1;
  }

  /** Numerator and denominator of a rate or a ratio, by arrival. */
  private arrivalsOf(indicator: Indicator, cell: Labels): [numerator: ArrivalReading, denominator: ArrivalReading] {
    if (indicator.kind === 'rate') {
      return [readArrival(this.board, indicator.count, cell), readArrival(this.board, indicator.per, cell)];
    }
    if (indicator.kind !== 'ratio')
      throw new Error('A comparison needs two rates or two ratios; lint says so before judging.');
    const total = readArrival(this.board, indicator.total, cell);
    const part = readArrival(this.board, indicator.bad ?? indicator.of ?? indicator.good ?? indicator.total, cell);
    if (indicator.good === undefined) return [part, total];
    return [{ now: () => total.now() - part.now(), soFar: () => total.soFar() - part.soFar() }, total];
  }

  private make(id: string, cell: Labels, span: Span): Reading {
    const of = this.cellOf(id, cell);
    const { indicator } = of;
    if (indicator.kind === 'compare') {
      const treatment = this.reading(indicator.treatment, cell, span);
      const baseline = this.reading(indicator.baseline, cell, span);
      const measure = (into: Measured, tick: number): void => {
        compareMeasured(into, treatment.readAt(tick), baseline.readAt(tick));
      };
      return new Reading(of, span, measure, { treatment, baseline });
    }
    return new Reading(of, span, measureIndicator(this.board, indicator, cell, span));
  }

  private cellOf(id: string, cell: Labels): IndicatorCell {
    const key = `${id} ${cellKey(cell)}`;
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    const indicator = this.indicator(id);
    const made: IndicatorCell = {
      id,
      indicator,
      cell,
      feeds: [],
      firstBucket: Infinity,
      staleAfterMs: indicator.staleAfter ?? this.plan.clock?.staleAfter ?? defaultStaleAfterMs,
      freshAfterMs: indicator.interval ?? defaultFreshAfterMs,
    };
    this.cells.set(key, made);
    return made;
  }

  private isMatched(id: string, cell: Labels, series: Series): boolean {
    const indicator = this.indicator(id);
    const { alive } = indicator;
    if (alive !== undefined && 'metric' in alive && matchesSeries(alive, series)) return true;
    if (indicator.kind === 'compare') {
      return this.isMatched(indicator.treatment, cell, series) || this.isMatched(indicator.baseline, cell, series);
    }
    if (!isInCell(series.labels, cell)) return false;
    return indicatorParts(indicator).some(
      ({ kind, selector }) => series.kind === kind && matchesSeries(selector, series),
    );
  }

  private isNamedAlive(id: string, source: string): boolean {
    const indicator = this.indicator(id);
    const { alive } = indicator;
    if (alive !== undefined && 'source' in alive && alive.source === source) return true;
    return (
      indicator.kind === 'compare' &&
      (this.isNamedAlive(indicator.treatment, source) || this.isNamedAlive(indicator.baseline, source))
    );
  }
}
