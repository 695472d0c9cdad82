import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/planIndicators.ts';
import type { Labels } from '../model/series.ts';
import { quadrant } from '../stats/burn.ts';
import { exhaustion } from '../stats/exhaustion.ts';
import { endlessSpan, type IndicatorBook, windowSpan } from './indicatorBook.ts';
import type { Reading } from './reading.ts';
import { cellKey } from './selector.ts';
import { type AlertPair, alertPairs, badOf, burnOf, sloOf } from './slo.ts';

/** Exhaustion is told from the pace of the last ten minutes. */
const paceMs = 600_000;

/** What is left of the failures that a launch may have, against a number of events that is fixed beforehand. */
export interface Budget {
  readonly allowed: number;
  readonly spent: number;
  /** Signed: below zero the budget is overspent. */
  readonly left: number;
  /** The same against the traffic so far. It recovers as traffic grows; the budget above does not. */
  readonly runningLeft: number | undefined;
}

/** The whole launch's budget for one objective, read after each tick. */
export interface LiveBudget {
  readonly id: string;
  /** Undefined when the plan does not say how many events it expects. */
  readAt(tick: number): Budget | undefined;
  readonly sinceStart: Reading;
  /** Seconds until the budget is gone at the present pace, with a 90 % interval; undefined when nothing burns. */
  exhaustionAt(tick: number): { seconds: number; low: number; high: number } | undefined;
}

export interface AlertReading {
  readonly id: string;
  readonly long: number | undefined;
  readonly short: number | undefined;
  readonly factor: number;
  readonly state: 'critical' | 'recovering' | 'rising' | 'ok' | 'unknown';
}

interface LivePair {
  readonly pair: AlertPair;
  readonly long: Reading;
  readonly short: Reading;
}

/** The plan's objectives: budgets of the launch, and the state of every pair in every cell that a rule looks at. */
export class SloBook {
  private readonly plan: Plan;
  private readonly indicators: IndicatorBook;
  private readonly budgets = new Map<string, LiveBudget>();
  private readonly pairs = new Map<string, { cell: Labels; pairs: LivePair[] }[]>();

  constructor(plan: Plan, indicators: IndicatorBook) {
    this.plan = plan;
    this.indicators = indicators;
  }

  budget(id: string): LiveBudget {
    const known = this.budgets.get(id);
    if (known !== undefined) return known;
    const slo = sloOf(this.plan, id);
    const fromBucket = Math.floor(this.plan.launch.t0 / 1000);
    const sinceStart = this.indicators.reading(slo.indicator, {}, endlessSpan(fromBucket));
    const pace = this.indicators.reading(slo.indicator, {}, windowSpan(paceMs, 0));
    const made: LiveBudget = {
      id,
      sinceStart,
      readAt: (tick) => budgetOf(slo, sinceStart.readAt(tick)),
      exhaustionAt: (tick) => {
        const budget = budgetOf(slo, sinceStart.readAt(tick));
        if (budget === undefined) return undefined;
        return exhaustion(budget.allowed - budget.spent, badOf(pace.readAt(tick)), paceMs / 1000);
      },
    };
    this.budgets.set(id, made);
    return made;
  }

  /** Registers what the display needs: budgets, and the pairs in these cells. */
  watch(cells: ReadonlyMap<string, ReadonlyMap<string, Labels>>): void {
    for (const [id, slo] of Object.entries(this.plan.slos)) {
      this.budget(id);
      const delayMs = this.indicators.delayMs(slo.indicator);
      const watched = [...(cells.get(id)?.values() ?? [])].map((cell) => ({
        cell,
        pairs: alertPairs(slo).map((pair) => ({
          pair,
          long: this.indicators.reading(slo.indicator, cell, windowSpan(pair.longMs, delayMs)),
          short: this.indicators.reading(slo.indicator, cell, windowSpan(pair.shortMs, delayMs)),
        })),
      }));
      this.pairs.set(id, watched);
    }
  }

  alertsAt(id: string, tick: number): { cell: Labels; alerts: AlertReading[] }[] {
    const { objective } = sloOf(this.plan, id);
    return (this.pairs.get(id) ?? []).map(({ cell, pairs }) => ({ cell, alerts: readPairs(pairs, objective, tick) }));
  }

  /** Those of one cell; undefined where nobody looks at it. */
  alertsIn(id: string, cell: Labels, tick: number): AlertReading[] | undefined {
    const key = cellKey(cell);
    const found = this.pairs.get(id)?.find((one) => cellKey(one.cell) === key);
    return found && readPairs(found.pairs, sloOf(this.plan, id).objective, tick);
  }
}

function readPairs(pairs: readonly LivePair[], objective: number, tick: number): AlertReading[] {
  return pairs.map(({ pair, long, short }) => {
    const longBurn = burnOf(long.readAt(tick), objective);
    const shortBurn = burnOf(short.readAt(tick), objective);
    const blind = long.status(0) !== 'known' || longBurn === undefined || shortBurn === undefined;
    const state = blind ? 'unknown' : quadrant(longBurn, shortBurn, pair.factor);
    return { id: pair.id, long: longBurn, short: shortBurn, factor: pair.factor, state };
  });
}

function budgetOf(slo: Slo, sinceStart: Reading): Budget | undefined {
  if (slo.expected === undefined) return undefined;
  const allowed = slo.expected * (1 - slo.objective);
  const spent = badOf(sinceStart) + (slo.spentAtStart ?? 0) * allowed;
  const burn = burnOf(sinceStart, slo.objective);
  return { allowed, spent, left: 1 - spent / allowed, runningLeft: burn === undefined ? undefined : 1 - burn };
}
