import type { People, Poll } from '../present/wire.ts';

type Polls = People['polls'];
export type Decision = Polls['decisions'][number];

/** The question of the page: the one that the call looks at, the one that was decided last, or the one that comes next. */
export function reviewedPoll({ polls, decisions }: Polls, nowMs: number): Poll | undefined {
  const decided = decisions.flatMap(({ row }) => polls.find(({ decision }) => decision === row) ?? []);
  return (
    polls.find(({ isCurrent }) => isCurrent) ??
    decided[0] ??
    polls.find(({ closesAt, state }) => state === 'not_opened' && closesAt > nowMs) ??
    polls.at(-1)
  );
}

/** What was decided about it, and beside any poll since, newest first; empty while the question is open. */
export function decisionsOf(poll: Poll | undefined, decisions: readonly Decision[]): readonly Decision[] {
  const from = poll === undefined ? 0 : poll.decision;
  if (from === null) return [];
  return decisions.filter(({ row, body }) => row === from || (row > from && body.poll === undefined));
}
