import type { Condition } from '../../shared/model/planConditions.ts';
import type { Criterion, Trigger } from '../../shared/model/planTriggers.ts';
import type { Labels } from '../../shared/model/series.ts';
import { viewCondition, type Asking, type Memory } from './naiveCondition.ts';
import type { View } from './naiveView.ts';
import { isSeen, wholeSeconds, type World } from './naiveWorld.ts';

/** What a rule says for the call; undefined where it has nothing against a GO. */
export type Effect = 'ROLLBACK' | 'NO-GO' | 'HOLD' | undefined;

/** A trigger or a criterion in one cell. To be judged once a tick. */
export interface NaiveRule {
  readonly kind: 'trigger' | 'criterion';
  readonly id: string;
  readonly cell: Labels;
  readonly state: () => string;
  readonly judge: (tick: number) => { effect: Effect; view: View };
}

/** Section 6. */
export function createTrigger(world: World, id: string, trigger: Trigger, cell: Labels): NaiveRule {
  const isBound = trigger.does.kind === 'rollback' || trigger.arm === 'hold' || trigger.arm === 'act';
  const asking: Asking = {
    evidence: trigger.evidence ?? (isBound ? 'bound' : 'point'),
    confidence: trigger.confidence,
    minimumN: trigger.minimum?.n,
    clear: trigger.clear,
  };
  const forSeconds = wholeSeconds(trigger.for);
  const clearSeconds = wholeSeconds(trigger.clear?.for ?? 60_000);
  const memory: Memory = new Map();
  let state: 'ok' | 'pending' | 'firing' = 'ok';
  let trueSeconds = 0;
  let offSeconds: number | undefined;
  let unknownSeconds: number | undefined;

  const fire = (): void => {
    state = 'firing';
    offSeconds = undefined;
  };

  const moveWhileFiring = (view: View): void => {
    if (view.clearTruth === true) offSeconds = undefined;
    if (view.clearTruth !== false || !view.isFresh) return;
    offSeconds = offSeconds === undefined ? 0 : offSeconds + 1;
    if (offSeconds >= clearSeconds) state = 'ok';
  };

  const moveBefore = (view: View): void => {
    if (view.truth === false) {
      state = 'ok';
      return;
    }
    if (state === 'ok') trueSeconds = 0;
    else if (view.isFresh) trueSeconds += 1;
    if (trueSeconds < forSeconds) state = 'pending';
    else if (view.isFresh) fire();
  };

  /** Nothing has been known for as long as the plan bears. */
  const isUnborne = (wanted: 'hold' | 'fire'): boolean =>
    trigger.noData?.do === wanted && (unknownSeconds ?? -1) * 1000 >= trigger.noData.after;

  const effectOf = (view: View, tick: number): Effect => {
    if (state === 'firing') {
      if (trigger.does.kind === 'rollback') return 'ROLLBACK';
      if (trigger.arm === 'hold' || trigger.does.kind === 'hold') return 'HOLD';
    }
    if (isUnborne('hold')) return 'HOLD';
    const isOfInterest = Object.keys(cell).length === 0 || isSeen(world, { tick, cell });
    const isDue = !view.isNever || tick * 1000 >= world.plan.launch.t0;
    return view.isBlind && isOfInterest && isDue ? 'HOLD' : undefined;
  };

  return {
    kind: 'trigger',
    id,
    cell,
    state: () => state,
    judge: (tick) => {
      const view = viewCondition(world, { tick, cell }, trigger.when, asking, memory);
      unknownSeconds = view.truth === undefined ? (unknownSeconds ?? -1) + 1 : undefined;
      if (view.truth === undefined) {
        if (isUnborne('fire') && state !== 'firing') fire();
      } else if (state === 'firing') moveWhileFiring(view);
      else moveBefore(view);
      return { effect: effectOf(view, tick), view };
    },
  };
}

const SUSPENDED_SECONDS = 120;

/** Section 7, for a criterion that is a condition. */
export function createCriterion(
  world: World,
  id: string,
  criterion: Criterion,
  holds: Condition,
  cell: Labels,
): NaiveRule {
  const minimumN = criterion.minimum?.n;
  const asking: Asking = { evidence: 'point', confidence: undefined, minimumN, clear: undefined };
  const forSeconds = wholeSeconds(criterion.for);
  const memory: Memory = new Map();
  let state: 'unknown' | 'maturing' | 'pass' | 'fail' = 'unknown';
  let heldSeconds: number | undefined;
  let unknownSeconds = 0;

  const move = (view: View): void => {
    if (view.truth === undefined) {
      state = 'unknown';
      unknownSeconds += 1;
      if (unknownSeconds > SUSPENDED_SECONDS) heldSeconds = undefined;
      return;
    }
    unknownSeconds = 0;
    if (!view.truth) {
      state = 'fail';
      heldSeconds = undefined;
      return;
    }
    if (heldSeconds === undefined) heldSeconds = 0;
    else if (view.isFresh) heldSeconds += 1;
    state = heldSeconds >= forSeconds && (view.isFresh || state === 'pass') ? 'pass' : 'maturing';
  };

  return {
    kind: 'criterion',
    id,
    cell,
    state: () => state,
    judge: (tick) => {
      const view = viewCondition(world, { tick, cell }, holds, asking, memory);
      move(view);
      if (!criterion.required || state === 'pass') return { effect: undefined, view };
      return { effect: state === 'fail' ? 'NO-GO' : 'HOLD', view };
    },
  };
}
