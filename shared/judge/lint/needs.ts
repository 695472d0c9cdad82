import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import { provesOver, provesUnder } from '../../stats/proportion.ts';
import { alertPairs } from '../slo.ts';
import { numberWords, percentWords } from '../words.ts';
import { note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { allLeaves, forecastPerSecond, indicatorIdOf } from './ruleBook.ts';
import type { Leaf } from './ruleBook.ts';

/** A leaf that failures make true: the more of them, the truer. */
interface Question {
  readonly indicatorId: string;
  /** The windows that must show it: one, or the long and the short one of a pair. */
  readonly windowsMs: readonly number[];
  readonly isProof: boolean;
  /** Whether `bad` of `n` failing is over the threshold as a value. */
  readonly isOver: (bad: number, n: number) => boolean;
  /** The same as proof at a confidence. */
  readonly isProven: (bad: number, n: number, confidence: number) => boolean;
}

/** What each rule needs to fire at the traffic that the plan forecasts. */
export function lintNeeds(plan: Plan): Finding[] {
  return allLeaves(plan).flatMap((leaf) => {
    const { condition, path, rule } = leaf;
    if (rule.trigger === undefined) return [];
    if (condition.kind === 'level' && condition.over !== undefined && kindOf(plan, condition.indicator) === 'total') {
      const least = numberWords(Math.max(0, Math.floor(condition.over) + 1));
      return [note('needs', path, `needs ${least} in ${formatDuration(condition.window)}.`)];
    }
    const question = questionOf(plan, leaf);
    if (question === undefined || !question.isOver(1, 1)) return [];
    const perSecond = forecastPerSecond(plan, question.indicatorId);
    if (perSecond === undefined) return [withoutForecast(plan, leaf, question)];
    return withForecast(plan, leaf, question, perSecond / leaf.rule.cells);
  });
}

function kindOf(plan: Plan, indicatorId: string): string | undefined {
  return plan.indicators[indicatorId]?.kind;
}

function questionOf(plan: Plan, { rule, condition }: Leaf): Question | undefined {
  const indicatorId = indicatorIdOf(plan, condition);
  if (indicatorId === undefined) return undefined;
  const asked = { indicatorId, isProof: rule.isBound };
  if (condition.kind === 'alert' || condition.kind === 'burn') {
    const slo = plan.slos[condition.slo];
    const pair =
      condition.kind === 'alert' && slo !== undefined
        ? alertPairs(slo).find((it) => it.id === condition.alert)
        : undefined;
    const factor = condition.kind === 'burn' ? condition.burnOver : pair?.factor;
    if (slo === undefined || factor === undefined) return undefined;
    const budget = 1 - slo.objective;
    return {
      ...asked,
      windowsMs: condition.kind === 'burn' ? [condition.window] : [pair?.longMs ?? 0, pair?.shortMs ?? 0],
      isOver: (bad, n) => bad / n / budget > factor,
      isProven: (bad, n, confidence) => provesOver(bad, n, factor * budget, confidence),
    };
  }
  if (condition.kind !== 'level') return undefined;
  const indicator = plan.indicators[indicatorId];
  const countsBad = indicator?.kind === 'ratio' && indicator.bad !== undefined;
  const countsGood = indicator?.kind === 'share' || (indicator?.kind === 'ratio' && indicator.good !== undefined);
  const { over, under } = condition;
  if (countsBad && over !== undefined) {
    return {
      ...{ ...asked, windowsMs: [condition.window] },
      isOver: (bad, n) => bad / n > over,
      isProven: (bad, n, confidence) => provesOver(bad, n, over, confidence),
    };
  }
  if (countsGood && under !== undefined) {
    return {
      ...{ ...asked, windowsMs: [condition.window] },
      isOver: (bad, n) => (n - bad) / n < under,
      isProven: (bad, n, confidence) => provesUnder(n - bad, n, under, confidence),
    };
  }
  return undefined;
}

function isEnough(question: Question, bad: number, n: number, confidence: number): boolean {
  return question.isProof ? question.isProven(bad, n, confidence) : question.isOver(bad, n);
}

/** The smallest whole number in `least..most` that is enough; undefined where not even `most` is. */
function fewest(least: number, most: number, isEnoughAt: (number: number) => boolean): number | undefined {
  if (most < least || !Number.isSafeInteger(most) || !isEnoughAt(most)) return undefined;
  let [low, high] = [least, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnoughAt(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

function withoutForecast(plan: Plan, leaf: Leaf, question: Question): Finding {
  const { rule, path } = leaf;
  const failures = fewest(1, 1_000_000, (n) => isEnough(question, n, n, rule.confidence));
  const words = failures === undefined ? 'more than a million failures' : failureWords(failures);
  const minimum = minimumOf(plan, leaf, question);
  const among = minimum === undefined ? '' : ` and at least ${numberWords(minimum)} events`;
  const proof = proofWords(question, rule.confidence);
  return note('needs', path, `needs ${words} if nothing succeeds${proof}${among}; there is no forecast to say more.`);
}

function withForecast(plan: Plan, leaf: Leaf, question: Question, perSecond: number): Finding[] {
  const { rule, path } = leaf;
  const [longMs = 0, shortMs] = question.windowsMs;
  const inLong = Math.floor((perSecond * longMs) / 1000);
  const window = formatDuration(longMs);
  const cells = rule.cells === 1 ? '' : ` in each of ${rule.cells} cells, if they share it evenly`;
  const traffic = `at the forecast ${numberWords(perSecond, 3)} events a second${cells}`;
  const proof = proofWords(question, rule.confidence);
  const bad = fewest(1, inLong, (x) => isEnough(question, x, inLong, rule.confidence));
  if (bad === undefined) {
    const all = inLong === 0 ? 'not one event' : `not even ${failureWords(inLong)} of ${numberWords(inLong)}`;
    const text = `cannot be true ${traffic}: ${all} in ${window} ${inLong === 0 ? 'comes' : `is enough${proof}`}; write a longer window.`;
    return [warning('cannot_fire', path, text)];
  }
  const minimum = minimumOf(plan, leaf, question);
  if (minimum !== undefined && minimum > inLong) {
    const text = `asks for at least ${numberWords(minimum)} events in ${window}, and ${numberWords(inLong)} come ${traffic}; write a smaller minimum, or a longer window.`;
    return [warning('minimum_unreachable', path, text)];
  }
  // The short window of a pair is compared as it is, without proof.
  const inShort = Math.max(1, Math.floor((perSecond * (shortMs ?? 0)) / 1000));
  const badInShort = shortMs === undefined ? undefined : fewest(1, inShort, (x) => question.isOver(x, inShort));
  const short =
    shortMs === undefined
      ? ''
      : ` and ${numberWords(badInShort ?? 1)} of ${numberWords(inShort)} in ${formatDuration(shortMs)}`;
  const seconds = Math.ceil(Math.max(bad, badInShort ?? 0) / perSecond);
  const held = rule.forMs > 0 ? `, and then for ${formatDuration(rule.forMs)}` : '';
  const text = `needs ${failureWords(bad)} of ${numberWords(inLong)} in ${window}${short}${proof}, ${traffic}; if everything fails, after ${formatDuration(seconds * 1000)}${held}.`;
  return [note('needs', path, text)];
}

/** Proof needs no minimum of its own, so only the rule's counts there. */
function minimumOf(plan: Plan, { rule }: Leaf, question: Question): number | undefined {
  const own = question.isProof ? undefined : plan.indicators[question.indicatorId]?.minimum?.n;
  return rule.minimum ?? own;
}

function proofWords(question: Question, confidence: number): string {
  return question.isProof ? ` to prove it at ${percentWords(confidence)}` : '';
}

function failureWords(count: number): string {
  return `${numberWords(count)} failure${count === 1 ? '' : 's'}`;
}
