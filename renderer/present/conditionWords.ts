import { formatDuration } from '../../shared/base/duration.ts';
import { instantAt } from '../../shared/base/instant.ts';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Condition, LeafCondition } from '../../shared/model/planConditions.ts';
import { limitWords } from './indicatorWords.ts';
import { burnWords, percentWords, valueWords } from './numbers.ts';
import { say } from './say.ts';
import { utcWords } from './times.ts';

type Drawn = QueryAnswer<'readings.read'>['readings'][number];
/** An alert pair with everything filled in, as the engine has it. */
export type Pair = Extract<Drawn, { kind: 'slo' }>['pairs'][number];

/** What a rule asks, in a line. */
export function conditionWords(condition: Condition, plan: Plan): string {
  switch (condition.kind) {
    case 'all':
      return condition.all.map((one) => conditionWords(one, plan)).join(say('rule.and'));
    case 'any':
      return condition.any.map((one) => conditionWords(one, plan)).join(say('rule.or'));
    case 'not':
      return say('rule.not', { asks: conditionWords(condition.not, plan) });
    default:
      return leafWords(condition, plan);
  }
}

/** As `hsm-p99 over 5m above 250 ms`. */
export function leafWords(leaf: LeafCondition, plan: Plan, pairs: readonly Pair[] = []): string {
  switch (leaf.kind) {
    case 'alert': {
      const pair = pairs.find(({ id }) => id === leaf.alert);
      return pair === undefined
        ? say('rule.pairNamed', { slo: leaf.slo, pair: leaf.alert })
        : pairWords(leaf.slo, pair);
    }
    case 'burn':
      return say(leaf.burnOver === undefined ? 'rule.burnUnder' : 'rule.burnOver', {
        slo: leaf.slo,
        window: formatDuration(leaf.window),
        limit: burnWords(leaf.burnOver ?? leaf.burnUnder ?? 0),
      });
    case 'budget':
      return say('rule.budget', { slo: leaf.slo, limit: percentWords(leaf.budgetLeftUnder) });
    case 'level':
      return say(leaf.over === undefined ? 'rule.under' : 'rule.over', {
        indicator: leaf.indicator,
        window: formatDuration(leaf.window),
        limit: limitWords(plan.indicators[leaf.indicator], leaf.over ?? leaf.under ?? 0),
      });
    case 'ratio':
      return say(leaf.confidence === undefined ? 'rule.ratio' : 'rule.ratioSure', {
        indicator: leaf.indicator,
        limit: valueWords(leaf.ratioOver),
        confidence: leaf.confidence === undefined ? '' : percentWords(leaf.confidence),
      });
    case 'cusum':
      return say('rule.cusum', {
        indicator: leaf.cusum,
        every: formatDuration(leaf.every),
        from: valueWords(leaf.m0),
        to: valueWords(leaf.m1),
        limit: valueWords(leaf.h),
      });
    case 'forecast': {
      const { before, after, forecast } = leaf;
      const instant = before ?? after;
      const at = instant === undefined ? '' : utcWords(instantAt(instant, plan.launch.t0));
      return say(before === undefined ? 'rule.forecastAfter' : 'rule.forecastBefore', { forecast, at });
    }
    case 'experiment':
      return say('rule.experiment', { experiment: leaf.experiment, state: leaf.is });
    case 'evidence':
      return say('rule.evidence', { evidence: leaf.evidence.join(', ') });
    case 'event': {
      const where = Object.entries(leaf.where ?? {}).map(([label, values]) => `${label} ${values.join(', ')}`);
      return say('rule.event', { event: [leaf.event, ...where].join(' · '), within: formatDuration(leaf.within) });
    }
  }
}

export function pairWords(slo: string, { longMs, shortMs, factor }: Pair): string {
  const [long, short] = [formatDuration(longMs), formatDuration(shortMs)];
  return say('rule.pair', { slo, long, short, limit: burnWords(factor) });
}
