import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import { provesOver, provesUnder } from '../../stats/proportion.ts';
import { alertPairs } from '../slo.ts';
import { countWords, numberWords, percentWords } from '../words.ts';
import { note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { indicatorIdOf } from './ruleBook.ts';
import type { Leaf } from './ruleBook.ts';
import { forecastPerSecond } from './traffic.ts';

/** A leaf that events of one sort make true: the more of them, the truer. */
interface Question {
  readonly indicatorId: string;
  /** What is counted: `failure`, or `event` where it is neither bad nor good. */
  readonly noun: string;
  /** The windows that must show it: one, or the long and the short one of a pair. */
  readonly windowsMs: readonly number[];
  readonly isProof: boolean;
  /** Whether `bad` of `n` is over the threshold as a value. */
  readonly isOver: (bad: number, n: number) => boolean;
  /** The same as proof at a confidence. */
  readonly isProven: (bad: number, n: number, confidence: number) => boolean;
}

/** How many failures it takes; undefined where the leaf does not ask for more failures. */
export function failureNeeds(plan: Plan, leaf: Leaf): Finding | undefined {
  const question = questionOf(plan, leaf);
  if (question === undefined || !question.isOver(1, 1)) return undefined;
  const perSecond = forecastPerSecond(plan, question.indicatorId);
  if (perSecond === undefined) return withoutForecast(plan, leaf, question);
  return withForecast(leaf, question, perSecond / leaf.rule.cells);
}

function questionOf(plan: Plan, { rule, condition }: Leaf): Question | undefined {
  const indicatorId = indicatorIdOf(plan, condition);
  if (indicatorId === undefined) return undefined;
  const asked = { indicatorId, noun: 'failure', isProof: rule.isBound };
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
  const { over, under } = condition;
  const windowsMs = [condition.window];
  // The value of a ratio is what went wrong, whichever side is given.
  if (indicator?.kind === 'ratio' && over !== undefined) {
    return {
      ...{ ...asked, noun: indicator.of === undefined ? 'failure' : 'event', windowsMs },
      isOver: (bad, n) => bad / n > over,
      isProven: (bad, n, confidence) => provesOver(bad, n, over, confidence),
    };
  }
  if (indicator?.kind === 'share' && under !== undefined) {
    return {
      ...{ ...asked, windowsMs },
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
  const least = minimumOf(plan, leaf, question);
  const atLeast =
    least === undefined ? undefined : fewest(1, least, (x) => isEnough(question, x, least, rule.confidence));
  if (least !== undefined && atLeast !== undefined) {
    const among = `${countWords(atLeast, question.noun)} of ${numberWords(least)} when no more than its minimum come`;
    return note(
      'needs',
      path,
      `needs ${among}${proofWords(question, rule.confidence)}; there is no forecast to say more.`,
    );
  }
  const failures = fewest(1, 1_000_000, (n) => isEnough(question, n, n, rule.confidence));
  const words = failures === undefined ? `more than a million ${question.noun}s` : countWords(failures, question.noun);
  const among = least === undefined ? '' : ` and at least ${numberWords(least)} events`;
  const proof = proofWords(question, rule.confidence);
  const alone = question.noun === 'failure' ? 'if nothing succeeds' : 'if nothing else comes';
  return note('needs', path, `needs ${words} ${alone}${proof}${among}; there is no forecast to say more.`);
}

function withForecast(leaf: Leaf, question: Question, perSecond: number): Finding {
  const { rule, path } = leaf;
  const [longMs = 0, shortMs] = question.windowsMs;
  const inLong = Math.floor((perSecond * longMs) / 1000);
  const window = formatDuration(longMs);
  const traffic = trafficWords(leaf, perSecond);
  const proof = proofWords(question, rule.confidence);
  const bad = fewest(1, inLong, (x) => isEnough(question, x, inLong, rule.confidence));
  if (bad === undefined) {
    const all = `not even ${countWords(inLong, question.noun)} of ${numberWords(inLong)} in ${window} is enough${proof}`;
    return warning('cannot_fire', path, `cannot be true ${traffic}: ${all}; write a longer window.`);
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
  const after =
    question.noun === 'failure' ? `; if everything fails, after ${formatDuration(seconds * 1000)}${held}` : '';
  const among = `${countWords(bad, question.noun)} of ${numberWords(inLong)} in ${window}${short}`;
  return note('needs', path, `needs ${among}${proof}, ${traffic}${after}.`);
}

/** How long it has to stay so; empty where it fires at once. */
export function heldWords({ rule }: Leaf): string {
  return rule.forMs === 0 ? '' : `; it has to stay so for ${formatDuration(rule.forMs)}`;
}

export function trafficWords({ rule }: Leaf, perSecond: number): string {
  const cells = rule.cells === 1 ? '' : ` in each of ${rule.cells} cells, if they share it evenly`;
  return `at the forecast ${numberWords(perSecond, 3)} events a second${cells}`;
}

/** Proof needs no minimum of its own, so only the rule's counts there. */
function minimumOf(plan: Plan, { rule }: Leaf, question: Question): number | undefined {
  const own = question.isProof ? undefined : plan.indicators[question.indicatorId]?.minimum?.n;
  return rule.minimum ?? own;
}

function proofWords(question: Question, confidence: number): string {
  return question.isProof ? ` to prove it at ${percentWords(confidence)}` : '';
}
