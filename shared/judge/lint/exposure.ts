import type { Plan } from '../../model/plan.ts';
import type { Indicator, Selector } from '../../model/planIndicators.ts';
import type { Trigger } from '../../model/planTriggers.ts';
import { listWords, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { indicatorIdOf, leavesOf } from './ruleBook.ts';
import type { Rule } from './ruleBook.ts';
import { wholeOf } from './traffic.ts';

/** A rollback takes the new path away; an indicator that also counts the old one would hide a total failure of the new. */
export function lintExposure(plan: Plan, rule: Rule, trigger: Trigger): Finding[] {
  const { exposed } = plan;
  if (trigger.does.kind !== 'rollback' || exposed === undefined) return [];
  const mixed = new Set<string>();
  for (const leaf of leavesOf(rule)) {
    const id = indicatorIdOf(plan, leaf.condition);
    if (id === undefined) continue;
    if (wholesOf(plan, plan.indicators[id]).some((whole) => !isolates(whole, exposed))) mixed.add(id);
  }
  if (mixed.size === 0) return [];
  const labels = Object.entries(exposed).map(([label, values]) => `${label}: ${values.join(' or ')}`);
  return [
    warning(
      'not_isolated',
      rule.conditionPath,
      `rolls back the new path, but ${listWords([...mixed])} counts the old one too, which hides a failure at small percentages; add where: { ${labels.join(', ')} } to it.`,
    ),
  ];
}

/** What the values of an indicator are shares of; none where old traffic cannot dilute it. */
function wholesOf(plan: Plan, indicator: Indicator | undefined): Selector[] {
  switch (indicator?.kind) {
    case 'ratio':
    case 'rate':
    case 'share':
    case 'quantile':
    case 'mean': {
      const whole = wholeOf(indicator);
      return whole === undefined ? [] : [whole.selector];
    }
    case 'compare': {
      const treatment = plan.indicators[indicator.treatment];
      return treatment?.kind === 'compare' ? [] : wholesOf(plan, treatment);
    }
    default:
      return [];
  }
}

function isolates(selector: Selector, exposed: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(exposed).every(([label, values]) => {
    const asked = selector.where?.[label];
    return asked !== undefined && asked.every((value) => values.includes(value));
  });
}
