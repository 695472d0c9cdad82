import type { Condition } from '../../model/planConditions.ts';
import type { Plan } from '../../model/plan.ts';
import type { RampCost } from '../../model/room/rampReading.ts';
import { clopperPearson } from '../../stats/proportion.ts';
import { windowSpan } from '../indicatorBook.ts';
import { leaves } from '../planWindows.ts';
import type { Reading } from '../reading.ts';
import { cellKey } from '../selector.ts';
import { alertPairs, badOf } from '../slo.ts';
import type { World } from './book.ts';
import type { RampCell } from './rampCell.ts';

const wantedWindowMs = 900_000;
const budgetPaceMs = 600_000;
const hourS = 3600;

/** What the next step of a cell costs, if its events grow as its share does. A word where nothing can be told. */
export function costOf(world: World, one: RampCell, to: number): RampCost | string {
  const { tick, nowMs } = world;
  const { share, before, sinceAt } = one.command;
  if (share === 0) return `${nobodyWords(world, one)}: nothing to reckon the cost of the first step from.`;
  const basis = basisOf(world, one);
  if (basis === undefined || tick === undefined) return 'No objective is judged in this cell, so no cost can be told.';
  const { slo, reading } = basis;
  reading.readAt(tick);
  if (reading.status(0) !== 'known') return 'The cell shows no fresh traffic to reckon from.';
  const seenS = reading.span.windowS * reading.coverage;
  // The share that the cell had on average while these events were counted.
  const sinceS = sinceAt === undefined ? Infinity : Math.max(0, (nowMs - sinceAt) / 1000);
  const atNew = Math.min(1, sinceS / seenS);
  const meanShare = share * atNew + before * (1 - atNew);
  if (!(seenS > 0) || !(meanShare > 0)) return 'The cell shows no fresh traffic to reckon from.';
  const perShareS = reading.n / seenS / meanShare;
  const ratio = badOf(reading) / reading.n;
  const { low, high } = clopperPearson(badOf(reading), reading.n, 0.95);
  const eventsS = perShareS * to;
  const anHour = (ratioOfBad: number): number => tidy(ratioOfBad * eventsS * hourS);
  const budget = world.slos.budget(slo).readAt(tick);
  const allowed = budget?.allowed;
  const shareOfBudget = allowed === undefined ? null : tidy((ratio * eventsS * hourS) / allowed);
  return {
    slo,
    eventsS: tidy(eventsS),
    badAnHour: anHour(ratio),
    low: anHour(low),
    high: anHour(high),
    budgetAnHour: shareOfBudget,
    exhaustedInS:
      budget === undefined
        ? null
        : exhaustion(world, slo, budget.allowed - budget.spent, ratio * perShareS * (to - share), tick),
    peakFactor: world.plan.ramp?.peak ?? 1,
  };
}

/** Nobody is in only where telemetry says so. */
function nobodyWords(world: World, { cell }: RampCell): string {
  return world.observedPercentOf(cell) === 0 ? 'Nobody is in yet' : 'Nothing is commanded yet';
}

/** Seconds until the launch's budget is gone when this cell's step is added to the pace of now; null when never. */
function exhaustion(world: World, slo: string, left: number, addedBadS: number, tick: number): number | null {
  const indicator = world.plan.slos[slo]?.indicator;
  if (indicator === undefined) return null;
  const pace = world.indicators.reading(indicator, {}, windowSpan(budgetPaceMs, 0)).readAt(tick);
  const seenS = pace.span.windowS * pace.coverage;
  const badS = (seenS > 0 ? badOf(pace) / seenS : 0) + addedBadS;
  if (left <= 0) return 0;
  return badS > 0 ? Math.round(left / badS) : null;
}

/** The objective that the wave needs, or that a trigger of the cell guards, over what is judged nearest to 15 min. */
function basisOf(world: World, one: RampCell): { slo: string; reading: Reading } | undefined {
  const { plan, indicators } = world;
  const found: { slo: string; windowMs: number }[] = [];
  for (const id of one.wave.needs) {
    for (const live of world.criteria) {
      if (live.id === id && cellKey(live.cell) === one.key && live.criterion.holds !== undefined) {
        found.push(...windowsOf(plan, live.criterion.holds));
      }
    }
  }
  for (const live of world.triggers) {
    if (cellKey(live.cell) === one.key) found.push(...windowsOf(plan, live.trigger.when));
  }
  const slo = found[0]?.slo;
  const indicator = slo === undefined ? undefined : plan.slos[slo]?.indicator;
  if (slo === undefined || indicator === undefined) return undefined;
  const distance = ({ windowMs }: { windowMs: number }): number => Math.abs(Math.log(windowMs / wantedWindowMs));
  // Only windows of rules are counted at all: what is not asked for is not on the board.
  const [nearest] = found.filter((other) => other.slo === slo).sort((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return undefined;
  return {
    slo,
    reading: indicators.reading(indicator, one.cell, windowSpan(nearest.windowMs, indicators.delayMs(indicator))),
  };
}

function windowsOf(plan: Plan, condition: Condition): { slo: string; windowMs: number }[] {
  return leaves(condition).flatMap((leaf) => {
    if (leaf.kind === 'burn') return [{ slo: leaf.slo, windowMs: leaf.window }];
    if (leaf.kind !== 'alert') return [];
    const slo = plan.slos[leaf.slo];
    const pair = slo === undefined ? undefined : alertPairs(slo).find(({ id }) => id === leaf.alert);
    return pair === undefined ? [] : [{ slo: leaf.slo, windowMs: pair.longMs }];
  });
}

/** A reading is for people: more digits than these are noise, and room in a snapshot. */
function tidy(value: number): number {
  return Number(value.toPrecision(4));
}
