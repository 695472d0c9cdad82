import type { Plan } from '../../model/plan.ts';
import type { Condition } from '../../model/planConditions.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Moment } from '../../model/scenarioScalars.ts';
import type { Labels } from '../../model/series.ts';
import type { CallWord } from '../call.ts';
import { leaves, maturesMs } from '../planWindows.ts';
import { alertPairs } from '../slo.ts';

/** When something is to be found. */
interface AnswerSpan {
  /** The incident that it is the answer to. */
  readonly incident: string | undefined;
  /** When what is to be found begins; undefined where nothing says so: then everything before the deadline is in time. */
  readonly beginsMs: number | undefined;
  /** When its incident is over; undefined where it has none. */
  readonly overMs: number | undefined;
  /** The deadline. */
  readonly byMs: number;
}

/** This trigger fires, in this cell. */
export interface TriggerAnswer extends AnswerSpan {
  readonly kind: 'trigger';
  readonly id: string;
  readonly cell: Labels;
  /** A firing up to here belongs to this answer, in time or not; `Infinity` where nothing says that it ends. */
  readonly endsMs: number;
}

/** This is the call at the deadline. */
export interface CallAnswer extends AnswerSpan {
  readonly kind: 'call';
  readonly word: CallWord;
}

export type RightAnswer = TriggerAnswer | CallAnswer;

/** The right answers of a scenario in their order, one for each trigger and each call that it expects. */
export function rightAnswers(
  { expects, incidents }: Pick<Scenario, 'expects' | 'incidents'>,
  plan: Plan,
  momentMs: (moment: Moment) => number,
): RightAnswer[] {
  return expects.flatMap(({ incident: named, from, by, trigger, cell, call }) => {
    const incident = incidents.find(({ id }) => id === named);
    const begins = from ?? incident?.from;
    const byMs = momentMs(by);
    const overMs = incident === undefined ? undefined : momentMs(incident.from) + incident.lasts;
    const span = { incident: named, beginsMs: begins === undefined ? undefined : momentMs(begins), overMs, byMs };
    const answers: RightAnswer[] = [];
    if (trigger !== undefined) {
      const endsMs = overMs === undefined ? Infinity : Math.max(byMs, overMs + reachMs(plan, trigger));
      answers.push({ kind: 'trigger', id: trigger, cell, ...span, endsMs });
    }
    if (call !== undefined) answers.push({ kind: 'call', word: call, ...span });
    return answers;
  });
}

/** How long after something is over a trigger may still fire because of it: as long as any of its windows holds it. */
export function reachMs(plan: Plan, id: string): number {
  const trigger = plan.triggers[id];
  if (trigger === undefined) return 0;
  return Math.max(...leaves(trigger.when).map((leaf) => lookedAtMs(plan, leaf))) + trigger.for;
}

function lookedAtMs(plan: Plan, leaf: Condition): number {
  switch (leaf.kind) {
    case 'level':
      return leaf.window + maturesMs(plan, leaf.indicator);
    case 'ratio':
      return (leaf.window ?? Infinity) + maturesMs(plan, leaf.indicator);
    case 'burn':
      return leaf.window + maturesMs(plan, plan.slos[leaf.slo]?.indicator ?? '');
    case 'alert': {
      const slo = plan.slos[leaf.slo];
      const pair = slo === undefined ? undefined : alertPairs(slo).find((one) => one.id === leaf.alert);
      return (pair?.longMs ?? 0) + maturesMs(plan, slo?.indicator ?? '');
    }
    case 'event':
      return leaf.within;
    default:
      // Budgets, CUSUMs, forecasts and experiments forget nothing.
      return Infinity;
  }
}

/** The incident of any answer that is going on at this instant: what fires then may be right, and is not listed. */
export function incidentAt(answers: readonly RightAnswer[], atMs: number): string | undefined {
  return answers.find(({ beginsMs = Infinity, overMs = -Infinity }) => beginsMs <= atMs && atMs <= overMs)?.incident;
}
