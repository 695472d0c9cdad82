import { formatDuration } from '../base/duration.ts';
import type { Labels } from '../model/series.ts';
import { quantileError } from '../stats/sketch.ts';
import { windowSpan } from './indicatorBook.ts';
import type { Judge } from './judge.ts';
import type { Reading, Status } from './reading.ts';
import { cellKey } from './selector.ts';
import { readIndicator, shownWindows } from './snapshot.ts';
import type { AlertReading } from './sloBook.ts';

// One number of the many that a snapshot shows, without making the rest: a chart asks for a thousand seconds of it.

export interface IndicatorPoint {
  readonly window: string;
  readonly value: number | null;
  readonly n: number;
  readonly count: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly status: Status;
  readonly exact: boolean;
  readonly delayMs: number;
  readonly error: number | null;
}

export interface IndicatorAsked {
  readonly indicator: string;
  readonly cell: Labels;
  /** As a snapshot writes it; the shortest when absent. */
  readonly window?: string | undefined;
  readonly mature: boolean;
}

/** The reading that a snapshot shows, not brought up to any tick; undefined where it shows none such. */
export function findReading(
  { rules, indicators }: Judge,
  asked: IndicatorAsked,
): { readonly reading: Reading; readonly windowMs: number } | undefined {
  const known = rules.asked.get(asked.indicator);
  const cell = known?.cells.get(cellKey(asked.cell));
  if (known === undefined || cell === undefined) return undefined;
  const shown = shownWindows(known);
  const windowMs = asked.window === undefined ? shown[0] : shown.find((ms) => formatDuration(ms) === asked.window);
  const delayMs = indicators.delayMs(asked.indicator);
  if (windowMs === undefined || (!asked.mature && delayMs === 0)) return undefined;
  const span = windowSpan(windowMs, asked.mature ? delayMs : 0);
  return { reading: indicators.reading(asked.indicator, cell, span), windowMs };
}

export function indicatorPoint(judge: Judge, asked: IndicatorAsked): IndicatorPoint | undefined {
  const found = findReading(judge, asked);
  if (found === undefined || judge.tick === undefined) return undefined;
  const { reading, windowMs } = found;
  const {
    window,
    value,
    n,
    low = null,
    high = null,
    status,
    exact = true,
  } = readIndicator(reading.readAt(judge.tick), windowMs);
  const { kind } = reading.of.indicator;
  const isCounted = kind !== 'gauge' && kind !== 'quantile' && kind !== 'mean';
  const counted = isCounted ? reading.numerator : null;
  const error = kind === 'quantile' ? quantileError : null;
  return { window, value, n, count: counted, low, high, status, exact, delayMs: reading.span.delayS * 1000, error };
}

export interface SloPoint {
  readonly alerts: readonly AlertReading[];
  readonly left: number | null;
}

export function sloPoint({ tick, plan, slos }: Judge, id: string, cell: Labels): SloPoint | undefined {
  if (tick === undefined || !Object.hasOwn(plan.slos, id)) return undefined;
  const alerts = slos.alertsIn(id, cell, tick);
  if (alerts === undefined) return undefined;
  return { alerts, left: cellKey(cell) === '' ? (slos.budget(id).readAt(tick)?.left ?? null) : null };
}

export interface RulePoint {
  readonly value: number | null;
  readonly n: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly state: string;
}

export function rulePoint(
  judge: Judge,
  kind: 'trigger' | 'criterion',
  id: string,
  cell: Labels,
): RulePoint | undefined {
  const rules = kind === 'trigger' ? judge.rules.triggers : judge.rules.criteria;
  const key = cellKey(cell);
  const rule = rules.find((one) => one.id === id && cellKey(one.cell) === key);
  if (rule === undefined) return undefined;
  const { value, n, interval } = rule.condition;
  return {
    value: finite(value),
    n: n ?? null,
    low: finite(interval?.low),
    high: finite(interval?.high),
    state: rule.state,
  };
}

export interface RampPoint {
  readonly commanded: number;
  readonly observed: number | null;
}

export function rampPoint(judge: Judge, cell: Labels): RampPoint | undefined {
  const { room } = judge;
  if (room === undefined || !room.ramp.hasCell(cell)) return undefined;
  const percent = judge.observedPercentOf(cell);
  return { commanded: room.ramp.commandedOf(cell), observed: percent === undefined ? null : percent / 100 };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
