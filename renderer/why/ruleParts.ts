import { formatDuration } from '../../shared/base/duration.ts';
import { instantAt } from '../../shared/base/instant.ts';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { LeafCondition } from '../../shared/model/planConditions.ts';
import type { Cell } from '../present/cells.ts';
import { indicatorWords } from '../present/indicatorWords.ts';
import { leavesOf } from '../present/limits.ts';
import { burnWords, percentWords, valueWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';
import { utcWords } from '../present/times.ts';
import {
  budgetFormula,
  burnFormula,
  type Formula,
  type Ground,
  indicatorFormula,
  type Rest,
  restOn,
} from './formulas.ts';

type Drawn = QueryAnswer<'readings.read'>['readings'][number];
export type Pair = Extract<Drawn, { kind: 'slo' }>['pairs'][number];

/** One thing that a rule asks, the numbers that it asks it of, and where their samples are. */
export interface RulePart {
  /** As `hsm-p99 over 5m above 250 ms`. */
  readonly asks: string;
  readonly formulas: readonly Formula[];
  readonly rests: readonly Rest[];
}

/** What a rule asks, condition by condition. `pairs` are those of the objective that it names, as the engine has them. */
export function ruleParts(
  ground: Ground,
  rule: { readonly kind: 'trigger' | 'criterion'; readonly id: string; readonly cell: Cell },
  pairs: readonly Pair[],
): RulePart[] {
  const { plan } = ground;
  const condition = rule.kind === 'trigger' ? plan.triggers[rule.id]?.when : plan.criteria[rule.id]?.holds;
  if (condition === undefined) return (plan.criteria[rule.id]?.evidence ?? []).map((id) => evidencePart(ground, id));
  const isWanted = rule.kind === 'criterion';
  return leavesOf(condition, isWanted).map(({ leaf, isWanted: stays }) => {
    const part = leafPart(ground, leaf, rule.cell, pairs);
    return stays === isWanted ? part : { ...part, asks: say('rule.not', { asks: part.asks }) };
  });
}

function leafPart(ground: Ground, leaf: LeafCondition, cell: Cell, pairs: readonly Pair[]): RulePart {
  const { plan } = ground;
  switch (leaf.kind) {
    case 'alert': {
      const pair = pairs.find(({ id }) => id === leaf.alert);
      const indicator = plan.slos[leaf.slo]?.indicator ?? '';
      const rests = pair === undefined ? [] : pairRests(indicator, cell, pair);
      return {
        asks:
          pair === undefined ? say('rule.pairNamed', { slo: leaf.slo, pair: leaf.alert }) : pairAsks(leaf.slo, pair),
        formulas: rests.map((rest) => burnFormula(ground, leaf.slo, rest)),
        rests,
      };
    }
    case 'burn': {
      const rest = restOn(plan.slos[leaf.slo]?.indicator ?? '', cell, leaf.window);
      const limit = burnWords(leaf.burnOver ?? leaf.burnUnder ?? 0);
      const values = { slo: leaf.slo, window: rest.window ?? '', limit };
      return {
        asks: say(leaf.burnOver === undefined ? 'rule.burnUnder' : 'rule.burnOver', values),
        formulas: [burnFormula(ground, leaf.slo, rest)],
        rests: [rest],
      };
    }
    case 'budget':
      return {
        asks: say('rule.budget', { slo: leaf.slo, limit: percentWords(leaf.budgetLeftUnder) }),
        formulas: [budgetFormula(ground, leaf.slo)],
        rests: [],
      };
    case 'level': {
      const rest = restOn(leaf.indicator, cell, leaf.window);
      const limit = indicatorWords(plan.indicators[leaf.indicator], leaf.over ?? leaf.under ?? 0);
      const values = { indicator: leaf.indicator, window: rest.window ?? '', limit };
      return {
        asks: say(leaf.over === undefined ? 'rule.under' : 'rule.over', values),
        formulas: [indicatorFormula(ground, rest)],
        rests: [rest],
      };
    }
    case 'ratio': {
      const rest = restOn(leaf.indicator, cell, leaf.window);
      const confidence = leaf.confidence === undefined ? '' : percentWords(leaf.confidence);
      return {
        asks: say(confidence === '' ? 'rule.ratio' : 'rule.ratioSure', {
          indicator: leaf.indicator,
          limit: valueWords(leaf.ratioOver),
          confidence,
        }),
        formulas: [indicatorFormula(ground, rest)],
        rests: [rest],
      };
    }
    case 'cusum':
      return {
        asks: say('rule.cusum', {
          indicator: leaf.cusum,
          every: formatDuration(leaf.every),
          from: valueWords(leaf.m0),
          to: valueWords(leaf.m1),
          limit: valueWords(leaf.h),
        }),
        formulas: [indicatorFormula(ground, restOn(leaf.cusum, cell, undefined))],
        rests: [restOn(leaf.cusum, cell, undefined)],
      };
    case 'forecast': {
      const { remaining = '' } = plan.forecasts[leaf.forecast] ?? {};
      const { before, after } = leaf;
      const at =
        before === undefined && after === undefined ? '' : utcWords(instantAt(before ?? after, plan.launch.t0));
      return {
        asks: say(before === undefined ? 'rule.forecastAfter' : 'rule.forecastBefore', { forecast: leaf.forecast, at }),
        formulas: [indicatorFormula(ground, restOn(remaining, cell, undefined))],
        rests: [restOn(remaining, cell, undefined)],
      };
    }
    case 'experiment':
      return {
        asks: say('rule.experiment', { experiment: leaf.experiment, state: leaf.is }),
        formulas: [],
        rests: [],
      };
    case 'evidence':
      return { asks: say('rule.evidence', { evidence: leaf.evidence.join(', ') }), formulas: [], rests: [] };
    case 'event': {
      const where = Object.entries(leaf.where ?? {}).map(([label, values]) => `${label} ${values.join(', ')}`);
      return {
        asks: say('rule.event', { event: [leaf.event, ...where].join(' · '), within: formatDuration(leaf.within) }),
        formulas: [],
        rests: [],
      };
    }
  }
}

function evidencePart({ plan }: Ground, id: string): RulePart {
  return { asks: say('rule.evidence', { evidence: plan.evidence[id]?.says ?? id }), formulas: [], rests: [] };
}

export function pairAsks(slo: string, { longMs, shortMs, factor }: Pair): string {
  const [long, short] = [formatDuration(longMs), formatDuration(shortMs)];
  return say('rule.pair', { slo, long, short, limit: burnWords(factor) });
}

export function pairRests(indicator: string, cell: Cell, { longMs, shortMs }: Pair): Rest[] {
  return [restOn(indicator, cell, longMs), restOn(indicator, cell, shortMs)];
}
