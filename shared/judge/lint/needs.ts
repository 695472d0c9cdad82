import { formatDuration } from '../../base/duration.ts';
import { instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import type { LeafCondition } from '../../model/planConditions.ts';
import { ownMinimum } from '../reading.ts';
import { momentWords } from '../room/momentWords.ts';
import { alertPairs } from '../slo.ts';
import { countWords, numberWords } from '../words.ts';
import { failureNeeds, heldWords, trafficWords } from './failureNeeds.ts';
import { listWords, note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { cusumNeeds, experimentNeeds, ratioNeeds } from './proofNeeds.ts';
import { allLeaves, indicatorIdOf, takesBound, toldCusums } from './ruleBook.ts';
import type { Leaf } from './ruleBook.ts';
import { forecastPerSecond } from './traffic.ts';
import { valueNeeds } from './valueNeeds.ts';

/** What each rule needs to fire at the traffic that the plan forecasts, and which can never be known at it. */
export function lintNeeds(plan: Plan): Finding[] {
  const leaves = allLeaves(plan);
  const told = toldCusums(leaves);
  return leaves.flatMap((leaf) => {
    const blind = lintTraffic(plan, leaf);
    if (blind !== undefined) return [blind];
    // A criterion is to hold, not to fire; and inside a `not` the rule fires because this is not so.
    if (leaf.rule.trigger === undefined || leaf.isNegated) return [];
    if (leaf.condition.kind === 'cusum' && !told.has(leaf.condition)) return [];
    return needsOf(plan, leaf) ?? [];
  });
}

/** What the traffic in the window is too thin for. */
function lintTraffic(plan: Plan, leaf: Leaf): Finding | undefined {
  const { condition, path, rule } = leaf;
  const id = indicatorIdOf(plan, condition);
  const indicator = id === undefined ? undefined : plan.indicators[id];
  const windowMs = windowOf(plan, condition);
  if (id === undefined || indicator === undefined || windowMs === undefined) return undefined;
  if (indicator.kind === 'total' || indicator.kind === 'speed' || indicator.kind === 'gauge') return undefined;
  const forecast = forecastPerSecond(plan, id);
  if (forecast === undefined) return undefined;
  const perSecond = forecast / rule.cells;
  const coming = Math.floor((perSecond * windowMs) / 1000);
  const traffic = trafficWords(leaf, perSecond);
  const window = formatDuration(windowMs);
  if (coming === 0) {
    const [code, what] = rule.trigger === undefined ? ['cannot_hold', 'known'] : ['cannot_fire', 'true'];
    const text = `cannot be ${what} ${traffic}: not one event in ${window} comes; write a longer window.`;
    return warning(code, path, text);
  }
  const isProof = rule.isBound && takesBound(plan, condition);
  const minimum = rule.minimum ?? (isProof ? 0 : ownMinimum(indicator));
  if (minimum <= coming) return undefined;
  const text = `asks for at least ${countWords(minimum, 'event')} in ${window}, and ${numberWords(coming)} come ${traffic}; write a smaller minimum, or a longer window.`;
  return warning('minimum_unreachable', path, text);
}

/** The window that must hold enough: the long one of a pair. */
function windowOf(plan: Plan, condition: LeafCondition): number | undefined {
  if (condition.kind === 'alert') {
    const slo = plan.slos[condition.slo];
    return slo === undefined ? undefined : alertPairs(slo).find(({ id }) => id === condition.alert)?.longMs;
  }
  if (condition.kind === 'cusum') return condition.every;
  return 'window' in condition ? condition.window : undefined;
}

function needsOf(plan: Plan, leaf: Leaf): Finding | undefined {
  const { condition } = leaf;
  switch (condition.kind) {
    case 'alert':
      return failureNeeds(plan, leaf);
    case 'burn':
      return condition.burnOver === undefined ? calmNeeds(plan, leaf, condition) : failureNeeds(plan, leaf);
    case 'level':
      return failureNeeds(plan, leaf) ?? valueNeeds(plan, { ...leaf, condition });
    default: {
      const words = wordsOf(plan, condition);
      return words === undefined ? undefined : note('needs', leaf.path, `needs ${words}${heldWords(leaf)}.`);
    }
  }
}

function wordsOf(
  plan: Plan,
  condition: Exclude<LeafCondition, { kind: 'alert' | 'burn' | 'level' }>,
): string | undefined {
  switch (condition.kind) {
    case 'ratio':
      return ratioNeeds(plan, condition);
    case 'cusum':
      return cusumNeeds(plan, condition);
    case 'experiment':
      return experimentNeeds(plan, condition);
    case 'budget':
      return budgetWords(plan, condition);
    case 'forecast':
      return forecastWords(plan, condition);
    case 'evidence':
      return `${listWords(condition.evidence)} to be there, as it should be and unexpired`;
    case 'event':
      return `one event ${condition.event} in ${formatDuration(condition.within)}`;
  }
}

/** A trigger on little burn: rare, and true of a launch without failures. */
function calmNeeds(plan: Plan, leaf: Leaf, condition: LeafCondition & { kind: 'burn' }): Finding | undefined {
  const slo = plan.slos[condition.slo];
  const { burnUnder } = condition;
  if (slo === undefined || burnUnder === undefined || !(burnUnder > 0)) return undefined;
  const share = numberWords(100 * burnUnder * (1 - slo.objective), 3);
  return note(
    'needs',
    leaf.path,
    `needs fewer than ${share} % failures over ${formatDuration(condition.window)}, and some traffic.`,
  );
}

function budgetWords(plan: Plan, { slo: id, budgetLeftUnder }: LeafCondition & { kind: 'budget' }): string | undefined {
  const slo = plan.slos[id];
  if (slo?.expected === undefined || budgetLeftUnder > 1) return undefined;
  const allowed = slo.expected * (1 - slo.objective);
  const spent = (slo.spentAtStart ?? 0) * allowed;
  const more = Math.max(0, Math.floor((1 - budgetLeftUnder) * allowed - spent) + 1);
  const seconds = Math.ceil(more / (slo.expected / (slo.period / 1000)));
  const before = spent === 0 ? '' : ` after ${numberWords(spent)} before it`;
  return `${countWords(more, 'failure')} since T-0${before}, of ${numberWords(allowed)} that are allowed; if everything fails at the forecast, after ${formatDuration(seconds * 1000)}`;
}

function forecastWords(plan: Plan, condition: LeafCondition & { kind: 'forecast' }): string | undefined {
  const forecast = plan.forecasts[condition.forecast];
  if (forecast === undefined) return undefined;
  const { t0 } = plan.launch;
  const side = condition.before === undefined ? 'after' : 'before';
  const at = momentWords(instantAt(condition.before ?? condition.after, t0), t0);
  return `${forecast.remaining} to run out ${side} ${at}, at the pace of ${forecast.consumed.metric} in the last ${formatDuration(forecast.last)}`;
}
