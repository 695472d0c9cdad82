import { formatDuration } from '../../shared/base/duration.ts';
import { numberWords, percentWords } from '../../shared/judge/words.ts';
import type { Loss, ReviewData } from './reviewData.ts';
import type { ReviewTimes } from './reviewTimes.ts';

/** Sentences that every page of a review says in the same words. */

export function modeWords({ session }: Pick<ReviewData, 'session'>): string {
  return { replay: 'Replay', live: 'Live', rehearsal: 'Rehearsal' }[session.kind];
}

export function spanWords({ seconds }: Pick<ReviewData, 'seconds'>, times: ReviewTimes): string {
  if (seconds === null) return 'No second was judged.';
  const { firstAt, lastAt } = seconds;
  return `Judged from ${times.instant(firstAt)} to ${times.instant(lastAt)}, ${formatDuration(lastAt - firstAt + 1000)}.`;
}

export function lossWords({ says, failed, of, worth }: Loss): string {
  const share = of === 0 ? '' : ` (${percentWords(failed / of)})`;
  const money = worth === null ? '' : `, worth ${moneyWords(worth)} if each of them was an order that never came back`;
  return `${says}: ${numberWords(failed)} of ${numberWords(of)}${share} failed${money}.`;
}

export function moneyWords({ amount, currency }: NonNullable<Loss['worth']>): string {
  return `${numberWords(Math.round(amount))} ${currency}`;
}

export function countsWords({
  counters,
  gaps,
  gapsClosed,
}: Pick<ReviewData, 'counters' | 'gaps' | 'gapsClosed'>): string {
  const { lines, accepted, duplicates, conflicts, late, tooLate, quarantined } = counters;
  const some = (count: number, what: string): string => `${numberWords(count)} ${what}`;
  return (
    `${some(lines, 'lines came')}: ${some(accepted, 'accepted')} (${some(late, 'late')}, ${some(tooLate, 'too late to be judged')}), ` +
    `${some(duplicates, 'duplicates')}, ${some(conflicts, 'conflicts')}, ${some(quarantined, 'set aside')}. ` +
    `${some(gaps.length, gaps.length === 1 ? 'gap' : 'gaps')} stayed open in what the sources sent, ${some(gapsClosed, 'closed')} when late samples came.`
  );
}
