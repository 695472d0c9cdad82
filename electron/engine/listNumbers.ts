import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { sliderRange } from '../../shared/judge/backtest/sliderRange.ts';
import { readSweep, type SweepValue, valueOf } from '../../shared/judge/backtest/sweepRange.ts';
import { type RuleNumber, ruleNumbers } from '../../shared/judge/ruleNumbers.ts';
import { setRule } from '../../shared/judge/setRule.ts';
import type { Plan } from '../../shared/model/plan.ts';

type Rule = QueryAnswer<'plan.numbers'>['rules'][number];
type Listed = Rule['numbers'][number];

/** The rules that have numbers to slide, in the order of the plan: triggers, then criteria that telemetry judges. */
export function listNumbers(plan: Plan): QueryAnswer<'plan.numbers'> {
  const numbers = ruleNumbers(plan);
  const ruleOf = (rule: string, kind: Rule['kind'], name: string): Rule => {
    const listed = (numbers.get(rule) ?? []).filter(isWritten).flatMap((one) => toListed(plan, rule, one) ?? []);
    return { rule, kind, name, numbers: listed };
  };
  const rules = [
    ...Object.entries(plan.triggers).map(([id, { name }]) => ruleOf(id, 'trigger', name ?? id)),
    ...Object.entries(plan.criteria)
      .filter(([, { holds }]) => holds !== undefined)
      .map(([id, { says }]) => ruleOf(id, 'criterion', says)),
  ];
  return { rules: rules.filter((rule) => rule.numbers.length > 0) };
}

/** `factor` and `spend` say the same thing: the one that is written is the one to slide. */
function isWritten({ name }: RuleNumber, _place: number, all: readonly RuleNumber[]): boolean {
  const hasSpend = all.some((one) => one.name === 'spend' && one.value !== undefined);
  return name !== 'factor' || !hasSpend;
}

function toListed(plan: Plan, rule: string, number: RuleNumber): Listed | undefined {
  const sweep = sliderRange(number);
  const key = `${rule}.${number.field}`;
  const range = sweep === undefined ? undefined : readSweep(`${key}=${sweep}`);
  if (range === undefined || typeof range === 'string') return undefined;
  const answer = setRule(plan, `${key}=${range.values[0]?.text ?? ''}`);
  if (answer.plan === undefined || answer.was === undefined) return undefined;
  return {
    ...{ key, field: number.field, own: answer.was, sweep: `${key}=${sweep ?? ''}`, pair: answer.pair ?? null },
    values: withOwn(range.values, answer.was).map(({ text }) => text),
  };
}

/** What the plan has stands among the values: as it is written there, where it is one of them. */
function withOwn(values: readonly SweepValue[], own: string): SweepValue[] {
  const value = valueOf(own) ?? NaN;
  const others = values.filter((one) => Math.abs(one.value - value) > 1e-9 * Math.abs(value));
  return [...others, { text: own, value }].sort((one, other) => one.value - other.value);
}
