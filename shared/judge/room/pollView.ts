import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { PollReading } from '../../model/room/pollReading.ts';
import { momentWords } from './momentWords.ts';
import { barredBy, judgeRound, type Round, type RoundBasis } from './pollRound.ts';
import { defaultAnswerMs, staleWhy } from './voteFreshness.ts';

type PollRow = PollReading['polls'][number];

/** Words of a person in a snapshot; the ledger has all of them. */
const mostWords = 300;

/** A poll with its last round, for people. */
export function readPoll(
  basis: Omit<RoundBasis, 'round'>,
  id: string,
  round: Round | undefined,
  isOptionOpen: (option: string) => boolean,
  currentRow: number | undefined,
): PollRow {
  const { poll, world, criteria } = basis;
  const { t0 } = world.plan.launch;
  const opensAt = poll.opens === undefined ? null : instantAt(poll.opens, t0);
  const judged = round === undefined ? undefined : judgeRound({ ...basis, round });
  const says = opensAt === null ? 'is opened by hand' : `opens at ${momentWords(opensAt, t0)}`;
  const missed = opensAt === null || opensAt > world.nowMs ? '' : ', which has passed; it can be opened by hand';
  return {
    poll: id,
    question: excerptOf(poll.question, mostWords),
    state: stateOf(round, world.nowMs),
    isCurrent: round !== undefined && round.row === currentRow,
    row: round?.row ?? null,
    opensAt: round?.openedAt ?? opensAt,
    closesAt: round?.closed?.at ?? round?.closesAt ?? instantAt(poll.closes, t0),
    result: judged?.result ?? null,
    text: judged?.text ?? `${id} ${says}${missed}.`,
    votes: poll.voters.map((role) => readVote(basis, round, role)),
    criteria: criteria.map(({ id: criterion, cell, state }) => ({ criterion, cell, state })),
    options: Object.entries(poll.options ?? {}).map(([option, one]) => ({
      option,
      says: excerptOf(one.says, mostWords),
      isOpen: isOptionOpen(option),
      barredBy: barredBy(basis, round, option),
    })),
    decision: round?.decision?.row ?? null,
  };
}

function stateOf(round: Round | undefined, nowMs: number): PollRow['state'] {
  if (round === undefined) return 'not_opened';
  if (round.decision !== undefined) return 'decided';
  return round.closed !== undefined || nowMs >= round.closesAt ? 'closed' : 'open';
}

function readVote(
  { poll, world }: Omit<RoundBasis, 'round'>,
  round: Round | undefined,
  role: string,
): PollRow['votes'][number] {
  const cast = round?.votes.find((vote) => vote.role === role);
  if (round === undefined || cast === undefined) {
    return {
      role,
      name: null,
      vote: null,
      at: null,
      expiresAt: null,
      isFresh: false,
      stale: null,
      reason: null,
      condition: null,
      option: null,
    };
  }
  const { vote, reason, condition, option } = cast.body;
  const answerMs = poll.answerExpires ?? defaultAnswerMs;
  // With the decision nothing goes stale any more: votes stay as they were decided on.
  const stale = staleWhy(cast, round.decision?.at ?? world.nowMs, answerMs);
  return {
    role,
    name: cast.name,
    vote,
    at: cast.at,
    expiresAt: cast.at + answerMs,
    isFresh: stale === undefined,
    stale: stale ?? null,
    reason: reason === undefined ? null : excerptOf(reason, mostWords),
    condition: condition === undefined ? null : excerptOf(condition, mostWords),
    option: option ?? null,
  };
}
