import { formatDuration } from '../../base/duration.ts';
import type { FactBody } from '../../model/room/roomFact.ts';
import { cellKey, cellWords } from '../selector.ts';
import type { CriterionState, LiveCriterion } from '../criterion.ts';

/** A vote as it was cast, and what became of the data under it. */
export interface Vote {
  readonly role: string;
  readonly name: string;
  /** The last judged second, in ms, when it was cast. */
  readonly at: number;
  readonly body: FactBody<'vote.cast'>;
  /** Which criterion has been worse since; absent while none was. It stays when the criterion recovers, which the voter has not seen. */
  readonly worse?: string;
}

/** How long a vote counts where the poll does not say. */
export const defaultAnswerMs = 15 * 60_000;

const fromBest: readonly CriterionState[] = ['pass', 'waived', 'maturing', 'unknown', 'fail'];

/** The first criterion that is worse now than when the vote was cast, in words. */
export function worseSince(
  vote: Vote,
  criteria: readonly LiveCriterion[],
  isUnder: (criterion: LiveCriterion) => boolean,
): string | undefined {
  for (const live of criteria) {
    if (!isUnder(live)) continue;
    const key = cellKey(live.cell);
    const saw = vote.body.saw.find(({ criterion, cell }) => criterion === live.id && cellKey(cell) === key);
    if (saw === undefined || fromBest.indexOf(live.state) <= fromBest.indexOf(saw.state)) continue;
    return `${criterionWords(live)} went from ${saw.state} to ${live.state} after it was cast`;
  }
  return undefined;
}

/** Why the vote no longer counts; undefined while it does. */
export function staleWhy(vote: Vote, atMs: number, answerMs: number): string | undefined {
  if (vote.worse !== undefined) return vote.worse;
  return atMs - vote.at > answerMs ? `it is older than ${formatDuration(answerMs)}` : undefined;
}

export function criterionWords({ id, cell }: LiveCriterion): string {
  return cellKey(cell) === '' ? id : `${id} (${cellWords(cell)})`;
}
