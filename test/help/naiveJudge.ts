import type { Plan } from '../../shared/model/plan.ts';
import type { Condition } from '../../shared/model/planConditions.ts';
import type { Criterion, Trigger } from '../../shared/model/planTriggers.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { defaultAlerts } from '../../shared/stats/burn.ts';
import { viewCondition, type Asking, type Memory, type View } from './naiveCondition.ts';
import { readNaively, type Gap, type NaiveIntake, type RawLine } from './naiveIntake.ts';
import { isSeen, wholeSeconds, type World } from './naiveWorld.ts';

/** As `judge --json` prints it, without the words. */
export interface NaiveJudgement {
  readonly recording: NaiveIntake['counters'] & { readonly gaps: readonly Gap[] };
  readonly ticks: { readonly first: number; readonly last: number; readonly count: number } | undefined;
  readonly transitions: readonly Omit<Transition, 'why'>[];
}

/**
 * A second reading of the judgement page: slow, obvious, and without a line of the judge's own. Every tick goes through
 * every sample again. Nothing is asked of a person, so polls, evidence and the ramp are left out of the call.
 */
export function judgeNaively(plan: Plan, lines: readonly RawLine[]): NaiveJudgement {
  const intake = readNaively(lines, longestSeconds(plan));
  const world: World = { plan, intake };
  const rules = [
    ...Object.entries(plan.triggers).flatMap(([id, trigger]) =>
      cellsOf(plan, trigger.scope.each).map((cell) => createTrigger(world, id, trigger, cell)),
    ),
    ...Object.entries(plan.criteria).flatMap(([id, criterion]) =>
      cellsOf(plan, criterion.scope.each).map((cell) => createCriterion(world, id, criterion, cell)),
    ),
  ];
  const transitions: Omit<Transition, 'why'>[] = [];
  let call = 'HOLD';
  const { first, last } = intake.ticks ?? { first: 0, last: -1 };
  for (let tick = first; tick <= last; tick += 1) {
    const effects = rules.map((rule) => {
      const from = rule.state();
      const { effect, view } = rule.judge(tick);
      const to = rule.state();
      if (from !== to) {
        const { kind, id, cell } = rule;
        const value = view?.value === undefined ? {} : { value: view.value };
        transitions.push({
          at: tick * 1000,
          kind,
          id,
          cell,
          from,
          to,
          ...value,
          ...(view?.n === undefined ? {} : { n: view.n }),
        });
      }
      return effect;
    });
    const next = (['ROLLBACK', 'NO-GO', 'HOLD'] as const).find((word) => effects.includes(word)) ?? 'GO';
    if (next !== call) transitions.push({ at: tick * 1000, kind: 'call', id: 'call', cell: {}, from: call, to: next });
    call = next;
  }
  const ticks = intake.ticks && { ...intake.ticks, count: last - first + 1 };
  return { recording: { ...intake.counters, gaps: intake.gaps }, ticks, transitions };
}

/** What a rule says for the call; undefined where it has nothing against a GO. */
type Effect = 'ROLLBACK' | 'NO-GO' | 'HOLD' | undefined;

interface Rule {
  readonly kind: 'trigger' | 'criterion';
  readonly id: string;
  readonly cell: Labels;
  readonly state: () => string;
  readonly judge: (tick: number) => { effect: Effect; view: View | undefined };
}

function createTrigger(world: World, id: string, trigger: Trigger, cell: Labels): Rule {
  const isBound = trigger.does.kind === 'rollback' || trigger.arm === 'hold' || trigger.arm === 'act';
  const asking: Asking = {
    evidence: trigger.evidence ?? (isBound ? 'bound' : 'point'),
    confidence: trigger.confidence ?? 0.999,
    minimumN: trigger.minimum?.n,
    clear: trigger.clear,
  };
  const forSeconds = wholeSeconds(trigger.for);
  const clearSeconds = wholeSeconds(trigger.clear?.for ?? 60_000);
  const memory: Memory = new Map();
  let state: 'ok' | 'pending' | 'firing' = 'ok';
  let trueSeconds = 0;
  let offSeconds: number | undefined;

  const move = (view: View): void => {
    if (state === 'firing') {
      if (view.clearTruth === undefined) return;
      if (view.clearTruth) offSeconds = undefined;
      else if (offSeconds === undefined) offSeconds = 0;
      else if (view.isFresh) offSeconds += 1;
      if (offSeconds !== undefined && offSeconds >= clearSeconds) state = 'ok';
      return;
    }
    if (view.truth === undefined) return;
    if (!view.truth) {
      state = 'ok';
      return;
    }
    if (state === 'ok') trueSeconds = 0;
    else if (view.isFresh) trueSeconds += 1;
    state = trueSeconds >= forSeconds ? 'firing' : 'pending';
    offSeconds = undefined;
  };

  const hasSilenceOf = (view: View, tick: number): boolean =>
    trigger.noData?.do === 'fire' &&
    view.isBlind &&
    (view.ageMs ?? tick * 1000 - firstArrivalMs(world)) >= trigger.noData.after;

  const effectOf = (view: View, tick: number): Effect => {
    if (state === 'firing') {
      if (trigger.does.kind === 'rollback') return 'ROLLBACK';
      if (trigger.arm === 'hold' || trigger.does.kind === 'hold') return 'HOLD';
    }
    const mayNeverBlock = world.plan.ramp === undefined && tick * 1000 > world.plan.launch.t0;
    const isSeenHere = Object.keys(cell).length === 0 || isSeen(world, { tick, cell });
    return view.isBlind && isSeenHere && (!view.isNever || mayNeverBlock) ? 'HOLD' : undefined;
  };

  return {
    kind: 'trigger',
    id,
    cell,
    state: () => state,
    judge: (tick) => {
      const view = viewCondition(world, { tick, cell }, trigger.when, asking, memory, '');
      if (state !== 'firing' && hasSilenceOf(view, tick)) {
        state = 'firing';
        offSeconds = undefined;
      } else move(view);
      return { effect: effectOf(view, tick), view };
    },
  };
}

function firstArrivalMs(world: World): number {
  return ((world.intake.ticks?.first ?? 1) - 1) * 1000;
}

const SUSPENDED_SECONDS = 120;

function createCriterion(world: World, id: string, criterion: Criterion, cell: Labels): Rule {
  const asking: Asking = { evidence: 'point', confidence: 0, minimumN: criterion.minimum?.n, clear: undefined };
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
    state = heldSeconds >= forSeconds ? 'pass' : 'maturing';
  };

  const judgeHolds = (tick: number, holds: Condition): { effect: Effect; view: View } => {
    const view = viewCondition(world, { tick, cell }, holds, asking, memory, '');
    move(view);
    if (!criterion.required || state === 'pass') return { effect: undefined, view };
    return { effect: state === 'fail' ? 'NO-GO' : 'HOLD', view };
  };

  return {
    kind: 'criterion',
    id,
    cell,
    state: () => state,
    judge: (tick) =>
      criterion.holds === undefined ? { effect: undefined, view: undefined } : judgeHolds(tick, criterion.holds),
  };
}

/** Every combination of the labels, in the order of `dimensions`; the launch is one cell without labels. */
export function cellsOf(plan: Plan, labels: readonly string[]): Labels[] {
  return Object.entries(plan.dimensions)
    .filter(([label]) => labels.includes(label))
    .reduce<Labels[]>(
      (cells, [label, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [label]: value }))),
      [{}],
    );
}

/** How far back any window of the plan reaches, in whole seconds. */
export function longestSeconds(plan: Plan): number {
  const delayOf = (id: string): number => wholeSeconds(plan.indicators[id]?.matures ?? 0);
  const reach = (windowMs: number, indicatorId: string): number => wholeSeconds(windowMs) + delayOf(indicatorId);
  const ofCondition = (it: Condition): number => {
    switch (it.kind) {
      case 'all':
        return Math.max(...it.all.map(ofCondition));
      case 'any':
        return Math.max(...it.any.map(ofCondition));
      case 'not':
        return ofCondition(it.not);
      case 'level':
        return reach(it.window, it.indicator);
      case 'burn':
        return reach(it.window, plan.slos[it.slo]?.indicator ?? '');
      case 'ratio':
        return reach(it.window ?? 0, it.indicator);
      case 'cusum':
        return reach(it.every, it.cusum);
      case 'event':
        return wholeSeconds(it.within);
      default:
        return 0;
    }
  };
  const conditions = [
    ...Object.values(plan.triggers).map(({ when }) => when),
    ...Object.values(plan.criteria).flatMap(({ holds }) => holds ?? []),
  ];
  const alerts = Object.values(plan.slos).flatMap((slo) =>
    (slo.alerts?.map(({ long }) => long) ?? defaultAlerts(slo.period).map(({ longMs }) => longMs)).map((longMs) =>
      reach(longMs, slo.indicator),
    ),
  );
  return Math.max(0, ...alerts, ...conditions.map(ofCondition));
}
