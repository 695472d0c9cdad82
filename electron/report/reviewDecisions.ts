import type { PollReading } from '../../shared/model/room/pollReading.ts';
import type { FactBody } from '../../shared/model/room/roomFact.ts';
import { cellKey } from '../../shared/judge/selector.ts';
import type { CallSpan, Decision, Vote } from './reviewData.ts';
import type { ReviewInput } from './reviewInput.ts';
import type { ReviewNames } from './reviewNames.ts';
import { readFact } from './readFact.ts';

/** How long after a decision its outcome is looked at. */
const afterMs = 30 * 60_000;

/** Every decision with the room on which it was taken. */
export function decisionsOf(input: ReviewInput, names: ReviewNames, calls: readonly CallSpan[]): Decision[] {
  return input.ledger.flatMap((row): Decision[] => {
    const body = readFact(row, 'decision.recorded');
    if (body === undefined) return [];
    const picture = input.rooms.get(row.seq);
    const poll = picture?.room?.polls.polls.find((one) => one.row !== null && one.row === body.poll);
    return [
      {
        row: row.seq,
        at: row.at,
        by: names.person(row.actor),
        question: body.question,
        options: body.options.map((option) => ({
          id: option.id,
          says: option.says,
          money: option.money ?? null,
          risk: option.risk ?? null,
          compliance: option.compliance ?? null,
          customers: option.customers ?? null,
          evidence: option.evidence ?? null,
        })),
        choice: body.choice,
        conditions: body.conditions,
        rationale: body.rationale,
        dissent: body.dissent?.map(({ role, says }) => ({ role: names.role(role), says })) ?? null,
        follows: body.follows.map(({ owner, says, dueAt }) => ({
          owner: names.role(owner),
          says,
          dueAt: dueAt ?? null,
        })),
        votes: (poll?.votes.map(toVote) ?? votesOfRows(input, body.poll, row.seq)).map((vote) => ({
          ...vote,
          voter: names.role(vote.voter),
        })),
        criteria: criteriaSeen(input, poll, picture),
        room: {
          tickAt: body.tick * 1000,
          snapshot: body.snapshot,
          call: body.call,
          reasons: picture?.judged?.reasons ?? [],
          firing:
            picture?.judged?.triggers
              .filter(({ state }) => state === 'firing')
              .map(({ id, cell }) => names.trigger(id, cell)) ?? [],
        },
        after: callAt(calls, row.at + afterMs),
      },
    ];
  });
}

type Poll = PollReading['polls'][number];

function toVote({ role, name, vote, option, at, isFresh, stale, reason, condition }: Poll['votes'][number]): Vote {
  return { voter: role, name, vote, option, at, isFresh, stale, reason, condition };
}

/** Where the room cannot be had again: the last vote of each voter, and no word on how fresh it was. */
function votesOfRows(input: ReviewInput, poll: number | undefined, beforeSeq: number): Vote[] {
  const last = new Map<string, Vote>();
  for (const row of input.ledger) {
    const body: FactBody<'vote.cast'> | undefined = row.seq < beforeSeq ? readFact(row, 'vote.cast') : undefined;
    if (body === undefined || poll === undefined || body.poll !== poll) continue;
    const { vote, option = null, reason = null, condition = null } = body;
    const stale = 'Whether it still counted is not known: the room of that second could not be opened.';
    const { role, name } = row.actor;
    last.set(role, { voter: role, name, vote, option, at: row.at, isFresh: false, stale, reason, condition });
  }
  return [...last.values()];
}

/** What the poll rested on; without a poll, all criteria of the launch. */
function criteriaSeen(
  { plan }: ReviewInput,
  poll: Poll | undefined,
  picture: ReturnType<ReviewInput['rooms']['get']>,
): Decision['criteria'] {
  const says = (id: string): string => plan.criteria[id]?.says ?? id;
  if (poll !== undefined) {
    return poll.criteria.map(({ criterion, cell, state }) => ({ id: criterion, cell, state, says: says(criterion) }));
  }
  const judged = picture?.judged?.criteria.filter(({ cell }) => cellKey(cell) === '') ?? [];
  return judged.map(({ id, cell, state }) => ({ id, cell, state, says: says(id) }));
}

function callAt(calls: readonly CallSpan[], at: number): Decision['after'] {
  const span = calls.find(({ fromAt, toAt }) => fromAt <= at && at < toAt);
  return span === undefined ? null : { at, call: span.call };
}
