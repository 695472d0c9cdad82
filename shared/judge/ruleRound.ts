import type { Transition } from '../model/transition.ts';
import { CalmWatch } from './calmWatch.ts';
import type { LiveCriterion } from './criterion.ts';
import type { IndicatorBook } from './indicatorBook.ts';
import { criterionTransition, triggerTransition } from './transitions.ts';
import type { LiveTrigger } from './trigger.ts';

/** The rules that are judged together at every tick, in their order. */
export class RuleRound {
  readonly triggers: readonly LiveTrigger[];
  readonly criteria: readonly LiveCriterion[];
  private readonly calm: CalmWatch;

  /** Only once the board is built. */
  constructor(
    rules: { readonly triggers: readonly LiveTrigger[]; readonly criteria: readonly LiveCriterion[] },
    indicators: IndicatorBook,
  ) {
    this.triggers = rules.triggers;
    this.criteria = rules.criteria;
    this.calm = new CalmWatch(rules.triggers, indicators);
  }

  /** What changed: triggers, then criteria. */
  judge(tick: number): Transition[] {
    const transitions: Transition[] = [];
    this.calm.turnTo(tick);
    for (let place = 0; place < this.triggers.length; place += 1) {
      const trigger = this.triggers[place];
      if (trigger === undefined || (trigger.isCalm && this.calm.isCalm(place))) continue;
      const from = trigger.judge(tick);
      if (from !== undefined) transitions.push(triggerTransition(trigger, from, tick));
    }
    for (const criterion of this.criteria) {
      const from = criterion.judge(tick);
      if (from !== undefined) transitions.push(criterionTransition(criterion, from, tick));
    }
    return transitions;
  }
}
