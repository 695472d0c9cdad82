import { ContractError, type ParsedQueryArgs, type QueryAnswer } from '../../shared/contract/contract.ts';
import type { WhatIfStory } from '../../shared/contract/sweepQueries.ts';
import { sumScores } from '../../shared/judge/backtest/curve.ts';
import { firingsOf } from '../../shared/judge/backtest/firings.ts';
import { lintRefusal } from '../../shared/judge/backtest/lintRefusal.ts';
import { reducePlan } from '../../shared/judge/backtest/reducePlan.ts';
import type { TriggerAnswer } from '../../shared/judge/backtest/rightAnswers.ts';
import { type JudgedSpan, scoreTriggers } from '../../shared/judge/backtest/scoreTriggers.ts';
import { Judge } from '../../shared/judge/judge.ts';
import { cellKey } from '../../shared/judge/selector.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import type { Transition } from '../../shared/model/transition.ts';
import type { Engine } from './engineDoor.ts';
import { expectedOf } from './expectedOf.ts';
import type { Turn } from './longWork.ts';
import { passTicks } from './passTicks.ts';
import { setNumbers } from './setNumbers.ts';
import { toWireScore } from './toWireScore.ts';

type Done = Extract<QueryAnswer<'plan.whatIf'>, { state: 'done' }>;

/** More are no picture any more. */
const mostTransitions = 500;

/** One rule over the judged seconds by the plan in force and with other numbers, each by a judge of its own. */
export async function judgeWhatIf(
  engine: Engine,
  { rule, set, toTick }: ParsedQueryArgs<'plan.whatIf'>,
  turn: Turn,
): Promise<Done> {
  const { plan } = engine;
  const changedPlan = setNumbers(plan, set);
  const { answers, wire } = expectedOf(engine, { plan, triggers: [rule], toTick });
  const plans = set.length === 0 ? [plan] : [plan, changedPlan];
  const runs: Run[] = [];
  for (const one of plans) {
    await turn();
    runs.push(new Run(one, rule, answers));
  }
  const visit = (input: TickInput): void => runs.forEach((run) => run.tick(input));
  const { firstTick, isExact } = await passTicks(engine, { toTick, plans, visit, turn });
  const span = { firstMs: firstTick * 1000, lastMs: toTick * 1000 };
  const [original, changed = original] = runs.map((run) => run.story(span));
  if (original === undefined || changed === undefined) throw new Error('There was nothing to judge by.');
  const told = { fromAt: span.firstMs, toAt: span.lastMs, answers: [...wire], isExact };
  const refused = lintRefusal(onlyRule(plan, rule), onlyRule(changedPlan, rule)) ?? null;
  return { state: 'done', ...told, original, changed, refused };
}

class Run {
  private readonly judge: Judge;
  private readonly rule: string;
  private readonly answers: readonly TriggerAnswer[];
  private readonly deadlines: ReadonlyMap<number, readonly TriggerAnswer[]>;
  private readonly blind = new Set<TriggerAnswer>();
  private readonly transitions: Transition[] = [];

  constructor(plan: Plan, rule: string, answers: readonly TriggerAnswer[]) {
    this.judge = new Judge(onlyRule(plan, rule));
    this.rule = rule;
    this.answers = answers;
    this.deadlines = Map.groupBy(answers, ({ byMs }) => Math.floor(byMs / 1000));
  }

  tick(input: TickInput): void {
    for (const transition of this.judge.judge(input)) if (transition.kind !== 'call') this.transitions.push(transition);
    for (const answer of this.deadlines.get(input.tick) ?? []) {
      const key = cellKey(answer.cell);
      const live = this.judge.rules.triggers.find(({ id, cell }) => id === answer.id && cellKey(cell) === key);
      if (live?.isFrozen === true) this.blind.add(answer);
    }
  }

  story(span: JudgedSpan): WhatIfStory {
    const { rule, answers, transitions, blind } = this;
    const isTrigger = Object.hasOwn(this.judge.plan.triggers, rule);
    const firings = firingsOf(transitions);
    const score = scoreTriggers(
      answers,
      () => true,
      firings,
      span,
      (one) => blind.has(one),
    );
    return {
      transitions: transitions.slice(0, mostTransitions).map(({ at, cell, from, to }) => ({ at, cell, from, to })),
      total: transitions.length,
      outcomes: score.answers.map(({ outcome, firedMs, detectMs }) => ({
        outcome,
        firedAt: firedMs ?? null,
        detectSeconds: detectMs === undefined ? null : detectMs / 1000,
      })),
      score: isTrigger ? toWireScore(sumScores([score])) : null,
    };
  }
}

/** The plan with this rule alone. Latencies were counted against the limits of all its indicators: those stay. */
function onlyRule(plan: Plan, rule: string): Plan {
  const trigger = plan.triggers[rule];
  const criterion = plan.criteria[rule];
  const reduced =
    trigger !== undefined
      ? reducePlan(plan, { [rule]: trigger })
      : criterion === undefined
        ? undefined
        : reducePlan(plan, {}, { [rule]: criterion });
  if (reduced === undefined) throw new ContractError('not_found', `The plan has no rule ${rule}.`);
  const shares = Object.entries(plan.indicators).filter(([, { kind }]) => kind === 'share');
  return { ...reduced, indicators: { ...Object.fromEntries(shares), ...reduced.indicators } };
}
