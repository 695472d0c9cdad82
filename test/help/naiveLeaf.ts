import type { LeafCondition } from '../../shared/model/planConditions.ts';
import { isProven, stepRatioProcess } from '../../shared/stats/alwaysValid.ts';
import { cusumReference, stepCusum } from '../../shared/stats/cusum.ts';
import { lowerBound, upperBound } from '../../shared/stats/proportion.ts';
import { pGreater } from '../../shared/stats/rateRatio.ts';
import { viewBudget, viewBurn, viewPair } from './naiveBurn.ts';
import type { Asking, Sequential } from './naiveCondition.ts';
import type { JudgedSample } from './naiveIntake.ts';
import {
  compare,
  countsOf,
  delaySecondsOf,
  indicatorOf,
  lossOf,
  ownLeastN,
  readNaiveIndicator,
} from './naiveReading.ts';
import type { Status } from './naiveReading.ts';
import type { View } from './naiveView.ts';
import { eventsOf, spanOf, wholeSeconds, within, type Place, type World } from './naiveWorld.ts';

/** One condition without others in it, and who asks. */
export interface Leaf {
  readonly world: World;
  readonly place: Place;
  readonly asking: Asking;
  readonly state: Sequential;
  /** Under an odd number of `not`. */
  readonly isInNot: boolean;
}

export function viewLeaf(condition: LeafCondition, leaf: Leaf): View {
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
      throw new Error(`This reading has no ${condition.kind}.`);
  }
}

/** A view of an indicator whose status is settled. */
export function toView(
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
    value: it.value,
    n: it.n,
  };
}

/** What is asked of n: under `bound` only what the rule itself asks. */
export function leastN(leaf: Leaf, indicatorId: string, isBound: boolean): number {
  return leaf.asking.minimumN ?? (isBound ? 0 : ownLeastN(indicatorOf(leaf.world, indicatorId)));
}

/** The bound on the side that makes firing harder; inside a `not` that is the other side. */
export function provenShare(counts: { part: number; n: number }, leaf: Leaf, side: 'over' | 'under'): number {
  const bound = (side === 'over') === leaf.isInNot ? upperBound : lowerBound;
  return bound(Math.min(Math.max(counts.part, 0), counts.n), counts.n, leaf.asking.confidence ?? 0.999);
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

type RatioCondition = Extract<LeafCondition, { kind: 'ratio' }>;

/** Both sides of a comparison, from those of their samples that are kept. */
function sidesOf(leaf: Leaf, id: string, keep: (samples: JudgedSample[]) => JudgedSample[]) {
  const indicator = indicatorOf(leaf.world, id);
  if (indicator.kind !== 'compare') throw new Error(`${id} compares nothing.`);
  const side = (of: string) => countsOf(leaf.world, leaf.place, indicatorOf(leaf.world, of), keep);
  return { treatment: side(indicator.treatment), baseline: side(indicator.baseline) };
}

/** A baseline without an event gives no ratio, but it can be decided against. */
function viewSides(
  condition: RatioCondition,
  leaf: Leaf,
  sides: ReturnType<typeof sidesOf>,
  truth: () => boolean,
): View {
  const { treatment, baseline } = sides;
  const { value, n } = compare(treatment, baseline);
  const { status, ageMs } = lossOf(leaf.world, leaf.place, indicatorOf(leaf.world, condition.indicator));
  const own =
    treatment.n === 0 || baseline.n === 0
      ? 'none'
      : n < leastN(leaf, condition.indicator, false)
        ? 'insufficient'
        : 'known';
  return toView(leaf, condition.indicator, { status: status ?? own, ageMs, value, n }, truth);
}

function viewRatioInWindow(condition: RatioCondition, windowMs: number, leaf: Leaf): View {
  const delaySeconds = delaySecondsOf(leaf.world, indicatorOf(leaf.world, condition.indicator));
  const span = spanOf(leaf.place.tick, windowMs, delaySeconds);
  const sides = sidesOf(leaf, condition.indicator, (samples) => within(samples, span));
  const { treatment, baseline } = sides;
  const confidence = condition.confidence ?? leaf.asking.confidence ?? 0.999;
  return viewSides(condition, leaf, sides, () => {
    const p = pGreater(treatment.part, treatment.n, baseline.part, baseline.n, condition.ratioOver);
    return p < 1 - confidence;
  });
}

function viewAlwaysValid(condition: RatioCondition, leaf: Leaf): View {
  const all = sidesOf(leaf, condition.indicator, (samples) => samples);
  const now = sidesOf(leaf, condition.indicator, (samples) => samples.filter((it) => it.tick === leaf.place.tick));
  const { process } = leaf.state;
  const [k1, k0] = [now.treatment.part, now.baseline.part];
  stepRatioProcess(process, k1, k0, all.treatment.n, all.baseline.n, condition.ratioOver);
  const confidence = condition.confidence ?? leaf.asking.confidence ?? 0.95;
  return viewSides(condition, leaf, all, () => isProven(process, confidence));
}

function viewCusum(condition: Extract<LeafCondition, { kind: 'cusum' }>, leaf: Leaf): View {
  const { world, place, state } = leaf;
  const indicator = indicatorOf(world, condition.cusum);
  const least = leastN(leaf, condition.cusum, false);
  const reading = readNaiveIndicator(world, place, condition.cusum, condition.every, least);
  const end = place.tick - delaySecondsOf(world, indicator);
  if (end % wholeSeconds(condition.every) === 0 && reading.status === 'known') {
    state.s = stepCusum(state.s, reading.part, cusumReference(condition.m0, condition.m1));
    state.n = reading.n;
  }
  const { status, ageMs } = lossOf(world, place, indicator);
  const settled = { status: status ?? ('known' as const), ageMs, value: state.s, n: state.n };
  return toView(leaf, condition.cusum, settled, () => state.s >= condition.h);
}

/** It needs no source to be talking. */
function viewEvent(condition: Extract<LeafCondition, { kind: 'event' }>, leaf: Leaf): View {
  const span = spanOf(leaf.place.tick, condition.within, 0);
  const n = within(eventsOf(leaf.world, leaf.place, condition.event, condition.where), span).length;
  return { truth: n > 0, clearTruth: n > 0, isBlind: false, isNever: false, isFresh: true, value: n, n };
}
