import type { Condition, LeafCondition } from '../../shared/model/planConditions.ts';
import type { Trigger } from '../../shared/model/planTriggers.ts';
import { createRatioProcess, isProven, stepRatioProcess, type RatioProcess } from '../../shared/stats/alwaysValid.ts';
import { defaultAlerts } from '../../shared/stats/burn.ts';
import { cusumReference, stepCusum } from '../../shared/stats/cusum.ts';
import { lowerBound, upperBound } from '../../shared/stats/proportion.ts';
import { pGreater } from '../../shared/stats/rateRatio.ts';
import {
  compare,
  countsOf,
  delaySecondsOf,
  indicatorOf,
  readNaiveIndicator,
  statusOf,
  sumCounts,
} from './naiveReading.ts';
import type { Reading, Status } from './naiveReading.ts';
import { eventsOf, matching, spanOf, wholeSeconds, within, type Place, type World } from './naiveWorld.ts';

/** Unknown is undefined. */
export type Truth = boolean | undefined;

/** What a condition says at one tick. */
export interface View {
  readonly truth: Truth;
  /** The truth with clear levels in the place of the thresholds: a trigger is off where this is false. */
  readonly clearTruth: Truth;
  /** Something in it is stale or never seen. */
  readonly isBlind: boolean;
  /** Something in it has never been seen, and nothing is stale. */
  readonly isNever: boolean;
  readonly isFresh: boolean;
  /** Age of the most silent leaf. */
  readonly ageMs: number | undefined;
  readonly value: number | undefined;
  readonly n: number | undefined;
}

/** How a rule asks. */
export interface Asking {
  readonly evidence: 'point' | 'bound';
  readonly confidence: number;
  readonly minimumN: number | undefined;
  /** For a rule of one condition. */
  readonly clear: Trigger['clear'] | undefined;
}

/** What sequential tests carry from tick to tick, by rule, cell and place in the condition. */
export type Memory = Map<string, { process: RatioProcess; s: number }>;

interface Leaf {
  readonly world: World;
  readonly place: Place;
  readonly asking: Asking;
  readonly state: { process: RatioProcess; s: number };
  readonly isInNot: boolean;
}

/** To be asked once a tick, in the order of ticks. `key` tells the instance of the rule. */
export function viewCondition(
  world: World,
  place: Place,
  condition: Condition,
  asking: Asking,
  memory: Memory,
  key: string,
): View {
  const ask = (it: Condition, path: string, nots: number, isOnly: boolean): View => {
    switch (it.kind) {
      case 'all':
        return combine(
          it.all.map((inner, at) => ask(inner, `${path}.${at}`, nots, false)),
          false,
        );
      case 'any':
        return combine(
          it.any.map((inner, at) => ask(inner, `${path}.${at}`, nots, false)),
          true,
        );
      case 'not': {
        const inner = ask(it.not, `${path}.not`, nots + 1, false);
        return { ...inner, truth: opposite(inner.truth), clearTruth: opposite(inner.clearTruth) };
      }
      default: {
        const state = memory.get(path) ?? { process: createRatioProcess(), s: 0 };
        memory.set(path, state);
        const own = isOnly ? asking : { ...asking, clear: undefined };
        const view = viewLeaf(it, { world, place, asking: own, state, isInNot: nots % 2 === 1 });
        return nots > 0 ? { ...view, clearTruth: view.truth } : view;
      }
    }
  };
  return ask(condition, key, 0, true);
}

function combine(views: readonly View[], decisive: boolean): View {
  const join = (truths: readonly Truth[]): Truth => {
    if (truths.includes(decisive)) return decisive;
    return truths.includes(undefined) ? undefined : !decisive;
  };
  const ages = views.flatMap(({ ageMs }) => (ageMs === undefined ? [] : [ageMs]));
  return {
    truth: join(views.map(({ truth }) => truth)),
    clearTruth: join(views.map(({ clearTruth }) => clearTruth)),
    isBlind: views.some(({ isBlind }) => isBlind),
    isNever: views.some(({ isNever }) => isNever) && !views.some((it) => it.isBlind && !it.isNever),
    isFresh: views.every(({ isFresh }) => isFresh),
    ageMs: ages.length === 0 ? undefined : Math.max(...ages),
    value: views[0]?.value,
    n: views[0]?.n,
  };
}

function opposite(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function viewLeaf(condition: LeafCondition, leaf: Leaf): View {
  switch (condition.kind) {
    case 'level':
      return viewLevel(condition, leaf);
    case 'burn':
      return viewBurn(condition, leaf);
    case 'alert':
      return viewPair(condition, leaf);
    case 'budget':
      return viewBudget(condition, leaf);
    case 'ratio':
      return condition.window === undefined
        ? viewAlwaysValid(condition, leaf)
        : viewRatioInWindow(condition, condition.window, leaf);
    case 'cusum':
      return viewCusum(condition, leaf);
    case 'event':
      return viewEvent(condition, leaf);
    default:
      throw new Error(`A person or a forecast is needed for ${condition.kind}.`);
  }
}

/** A view of an indicator whose status is settled. */
function toView(
  leaf: Leaf,
  indicatorId: string,
  it: { status: Status; ageMs: number | undefined; value: number | undefined; n: number },
  truth: () => boolean,
  clearTruth: () => boolean = truth,
): View {
  const isKnown = it.status === 'known';
  const intervalMs = indicatorOf(leaf.world, indicatorId).interval ?? 5000;
  return {
    truth: isKnown ? truth() : undefined,
    clearTruth: isKnown ? clearTruth() : undefined,
    isBlind: it.status === 'stale' || it.status === 'never',
    isNever: it.status === 'never',
    isFresh: it.ageMs !== undefined && it.ageMs <= intervalMs,
    ageMs: it.ageMs,
    value: it.value,
    n: it.n,
  };
}

/** What is asked of n: under `bound` only what the rule itself asks. */
function leastN(leaf: Leaf, indicatorId: string, isBound: boolean): number | undefined {
  const own = leaf.asking.minimumN;
  return isBound ? own : (own ?? indicatorOf(leaf.world, indicatorId).minimum?.n);
}

/** The bound on the side that makes firing harder; inside a `not` that is the other side. */
function provenShare(reading: Reading, leaf: Leaf, side: 'over' | 'under'): number {
  const isLower = (side === 'over') !== leaf.isInNot;
  const bound = isLower ? lowerBound : upperBound;
  return bound(Math.min(Math.max(reading.part, 0), reading.n), reading.n, leaf.asking.confidence);
}

function viewLevel(condition: Extract<LeafCondition, { kind: 'level' }>, leaf: Leaf): View {
  const { kind } = indicatorOf(leaf.world, condition.indicator);
  const isShare = kind === 'ratio' || kind === 'share';
  const isBound = isShare && leaf.asking.evidence === 'bound';
  const least = leastN(leaf, condition.indicator, isBound);
  const reading = readNaiveIndicator(leaf.world, leaf.place, condition.indicator, condition.window, least);
  const value = reading.value ?? NaN;
  if (condition.over !== undefined) {
    const { over } = condition;
    const off = leaf.asking.clear?.under ?? over - 0.2 * Math.abs(over);
    const truth = (): boolean => (isBound ? provenShare(reading, leaf, 'over') : value) > over;
    return toView(leaf, condition.indicator, reading, truth, () => value > off);
  }
  const { under } = condition;
  const usual = under + 0.25 * Math.abs(under);
  const off = leaf.asking.clear?.over ?? (isShare ? Math.min(usual, under + 0.2 * (1 - under)) : usual);
  const truth = (): boolean => (isBound ? provenShare(reading, leaf, 'under') : value) < under;
  return toView(leaf, condition.indicator, reading, truth, () => value < off);
}

function sloOf(world: World, id: string) {
  const slo = world.plan.slos[id];
  if (slo === undefined) throw new Error(`The plan has no SLO ${id}.`);
  return slo;
}

function viewBurn(condition: Extract<LeafCondition, { kind: 'burn' }>, leaf: Leaf): View {
  const slo = sloOf(leaf.world, condition.slo);
  const isBound = condition.burnOver !== undefined && leaf.asking.evidence === 'bound';
  const least = leastN(leaf, slo.indicator, isBound);
  const reading = readNaiveIndicator(leaf.world, leaf.place, slo.indicator, condition.window, least);
  const burn = reading.n === 0 ? undefined : reading.part / reading.n / (1 - slo.objective);
  const value = burn ?? NaN;
  const read = { ...reading, value: burn };
  if (condition.burnOver !== undefined) {
    const over = condition.burnOver;
    const off = leaf.asking.clear?.under ?? over - 0.2 * Math.abs(over);
    const proven = (): number => provenShare(reading, leaf, 'over') / (1 - slo.objective);
    return toView(
      leaf,
      slo.indicator,
      read,
      () => (isBound ? proven() : value) > over,
      () => value > off,
    );
  }
  return toView(leaf, slo.indicator, read, () => value < condition.burnUnder);
}

function viewPair(condition: Extract<LeafCondition, { kind: 'alert' }>, leaf: Leaf): View {
  const slo = sloOf(leaf.world, condition.slo);
  const pair = pairOf(slo, condition.alert);
  const isBound = leaf.asking.evidence === 'bound';
  const least = leastN(leaf, slo.indicator, isBound);
  const long = readNaiveIndicator(leaf.world, leaf.place, slo.indicator, pair.longMs, least);
  const short = readNaiveIndicator(leaf.world, leaf.place, slo.indicator, pair.shortMs, undefined);
  const budget = 1 - slo.objective;
  const longBurn = long.n === 0 ? undefined : long.part / long.n / budget;
  const shortBurn = short.part / short.n / budget;
  const status = long.status === 'known' && short.value === undefined ? 'none' : long.status;
  const proven = (): number => (isBound ? provenShare(long, leaf, 'over') / budget : (longBurn ?? NaN));
  return toView(
    leaf,
    slo.indicator,
    { status, ageMs: long.ageMs, value: longBurn, n: long.n },
    () => proven() > pair.factor && shortBurn > pair.factor,
    () => shortBurn > 0.8 * pair.factor,
  );
}

function pairOf(slo: ReturnType<typeof sloOf>, id: string): { longMs: number; shortMs: number; factor: number } {
  const own = slo.alerts?.find((alert) => alert.id === id);
  if (own !== undefined) {
    return {
      longMs: own.long,
      shortMs: own.short ?? own.long / 12,
      factor: own.factor ?? ((own.spend ?? 0) * slo.period) / own.long,
    };
  }
  const usual = slo.alerts === undefined ? defaultAlerts(slo.period).find((alert) => alert.id === id) : undefined;
  if (usual === undefined) throw new Error(`The SLO has no alert ${id}.`);
  return usual;
}

function viewBudget(condition: Extract<LeafCondition, { kind: 'budget' }>, leaf: Leaf): View {
  const slo = sloOf(leaf.world, condition.slo);
  const indicator = indicatorOf(leaf.world, slo.indicator);
  const span = { from: wholeSeconds(leaf.world.plan.launch.t0), to: leaf.place.tick };
  const { part, n } = countsOf(leaf.world, leaf.place, indicator, (samples) => within(samples, span));
  const allowed = (slo.expected ?? NaN) * (1 - slo.objective);
  const spent = part + (slo.spentAtStart ?? 0) * allowed;
  const left = 1 - spent / allowed;
  const { status, ageMs } = statusOf(leaf.world, leaf.place, indicator);
  return toView(
    leaf,
    slo.indicator,
    { status: status ?? 'known', ageMs, value: left, n },
    () => left < condition.budgetLeftUnder,
  );
}

function sidesOf(leaf: Leaf, id: string, keep: Parameters<typeof countsOf>[3]) {
  const indicator = indicatorOf(leaf.world, id);
  if (indicator.kind !== 'compare') throw new Error(`${id} compares nothing.`);
  const side = (of: string) => countsOf(leaf.world, leaf.place, indicatorOf(leaf.world, of), keep);
  return { treatment: side(indicator.treatment), baseline: side(indicator.baseline) };
}

function viewRatioInWindow(condition: Extract<LeafCondition, { kind: 'ratio' }>, windowMs: number, leaf: Leaf): View {
  const indicator = indicatorOf(leaf.world, condition.indicator);
  const span = spanOf(leaf.place.tick, windowMs, delaySecondsOf(indicator));
  const { treatment, baseline } = sidesOf(leaf, condition.indicator, (samples) => within(samples, span));
  const least = leastN(leaf, condition.indicator, false);
  const reading = readNaiveIndicator(leaf.world, leaf.place, condition.indicator, windowMs, least);
  const p = pGreater(treatment.part, treatment.n, baseline.part, baseline.n, condition.ratioOver);
  return toView(leaf, condition.indicator, reading, () => p < 1 - (condition.confidence ?? 0.999));
}

function viewAlwaysValid(condition: Extract<LeafCondition, { kind: 'ratio' }>, leaf: Leaf): View {
  const indicator = indicatorOf(leaf.world, condition.indicator);
  const all = sidesOf(leaf, condition.indicator, (samples) => samples);
  const now = sidesOf(leaf, condition.indicator, (samples) => samples.filter((it) => it.tick === leaf.place.tick));
  const { process } = leaf.state;
  const [k1, k0] = [now.treatment.part, now.baseline.part];
  stepRatioProcess(process, k1, k0, all.treatment.n, all.baseline.n, condition.ratioOver);
  const measured = compare(all.treatment, all.baseline);
  const { status, ageMs } = statusOf(leaf.world, leaf.place, indicator);
  const least = leastN(leaf, condition.indicator, false) ?? 0;
  const own = measured.value === undefined ? 'none' : measured.n < least ? 'insufficient' : 'known';
  return toView(leaf, condition.indicator, { ...measured, status: status ?? own, ageMs }, () =>
    isProven(process, condition.confidence ?? 0.95),
  );
}

function viewCusum(condition: Extract<LeafCondition, { kind: 'cusum' }>, leaf: Leaf): View {
  const indicator = indicatorOf(leaf.world, condition.cusum);
  if (indicator.kind !== 'rate') throw new Error(`${condition.cusum} is no rate.`);
  const span = spanOf(leaf.place.tick, condition.every, delaySecondsOf(indicator));
  const reading = readNaiveIndicator(
    leaf.world,
    leaf.place,
    condition.cusum,
    condition.every,
    leastN(leaf, condition.cusum, false),
  );
  if (span.to % wholeSeconds(condition.every) === 0 && reading.status === 'known') {
    const x = sumCounts(within(matching(leaf.world, leaf.place, 'count', indicator.count), span));
    leaf.state.s = stepCusum(leaf.state.s, x, cusumReference(condition.m0, condition.m1));
  }
  const { s } = leaf.state;
  const { status, ageMs } = statusOf(leaf.world, leaf.place, indicator);
  return toView(leaf, condition.cusum, { status: status ?? 'known', ageMs, value: s, n: 0 }, () => s >= condition.h);
}

function viewEvent(condition: Extract<LeafCondition, { kind: 'event' }>, leaf: Leaf): View {
  const span = spanOf(leaf.place.tick, condition.within, 0);
  const n = within(eventsOf(leaf.world, leaf.place, condition.event, condition.where), span).length;
  return {
    truth: n > 0,
    clearTruth: n > 0,
    isBlind: false,
    isNever: false,
    isFresh: true,
    ageMs: undefined,
    value: n,
    n,
  };
}
