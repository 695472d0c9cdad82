import { formatDuration } from '../../shared/base/duration.ts';
import type { LeafCondition } from '../../shared/model/planConditions.ts';
import type { Cell } from '../present/cells.ts';
import { leafWords, type Pair } from '../present/conditionWords.ts';
import { leavesOf } from '../present/limits.ts';
import { say } from '../present/say.ts';
import {
  budgetFormula,
  burnFormula,
  type Formula,
  type Ground,
  indicatorFormula,
  type Rest,
  restOn,
} from './formulas.ts';

/** One thing that a rule asks, the numbers that it asks it of, and where their samples are. */
export interface RulePart {
  /** As `hsm-p99 over 5m above 250 ms`. */
  readonly asks: string;
  readonly formulas: readonly Formula[];
  readonly rests: readonly Rest[];
  /** The events that it counts, where it counts any. */
  readonly events?: CountedEvents;
}

/** As the engine is asked for them. */
export interface CountedEvents {
  readonly event: string;
  readonly where?: Readonly<Record<string, string[]>>;
  readonly cell: Cell;
  readonly withinMs: number;
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
    const asks = leafWords(leaf, plan, pairs);
    const numbers = leafNumbers(ground, leaf, rule.cell, pairs);
    return { asks: stays === isWanted ? asks : say('rule.not', { asks }), ...numbers };
  });
}

function leafNumbers(ground: Ground, leaf: LeafCondition, cell: Cell, pairs: readonly Pair[]): Omit<RulePart, 'asks'> {
  const { plan } = ground;
  switch (leaf.kind) {
    case 'alert': {
      const pair = pairs.find(({ id }) => id === leaf.alert);
      const rests = pair === undefined ? [] : pairRests(plan.slos[leaf.slo]?.indicator ?? '', cell, pair);
      return { formulas: rests.map((rest) => burnFormula(ground, leaf.slo, rest)), rests };
    }
    case 'burn': {
      const rest = restOn(plan.slos[leaf.slo]?.indicator ?? '', cell, leaf.window);
      return { formulas: [burnFormula(ground, leaf.slo, rest)], rests: [rest] };
    }
    case 'budget':
      return { formulas: [budgetFormula(ground, leaf.slo)], rests: [] };
    case 'level':
    case 'ratio':
      return onIndicator(ground, restOn(leaf.indicator, cell, leaf.window));
    case 'cusum':
      return onIndicator(ground, restOn(leaf.cusum, cell, undefined));
    case 'forecast':
      return onIndicator(ground, restOn(plan.forecasts[leaf.forecast]?.remaining ?? '', cell, undefined));
    case 'event':
      return {
        formulas: [eventFormula(leaf)],
        rests: [],
        events: {
          event: leaf.event,
          ...(leaf.where === undefined ? {} : { where: toAsked(leaf.where) }),
          cell,
          withinMs: leaf.within,
        },
      };
    default:
      return { formulas: [], rests: [] };
  }
}

function toAsked(where: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(where).map(([label, values]) => [label, [...values]]));
}

function eventFormula({ event, within }: LeafCondition & { kind: 'event' }): Formula {
  return {
    words: say('formula.events', { event, within: formatDuration(within) }),
    numbers: undefined,
    missing: undefined,
  };
}

function onIndicator(ground: Ground, rest: Rest): Omit<RulePart, 'asks'> {
  return { formulas: [indicatorFormula(ground, rest)], rests: [rest] };
}

function evidencePart({ plan }: Ground, id: string): RulePart {
  return { asks: say('rule.evidence', { evidence: plan.evidence[id]?.says ?? id }), formulas: [], rests: [] };
}

export function pairRests(indicator: string, cell: Cell, { longMs, shortMs }: Pair): Rest[] {
  return [restOn(indicator, cell, longMs), restOn(indicator, cell, shortMs)];
}
