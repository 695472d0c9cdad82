import { dissentWords } from '../../../../shared/model/room/dissentWords.ts';
import { printable } from '../../../../shared/model/problem.ts';
import type { Paint } from '../paint.ts';
import { showTClock } from '../showTimes.ts';
import type { RoomLine } from './roomLine.ts';
import { wrap } from './wrap.ts';

type Polls = RoomLine['room']['polls'];
type Poll = Polls['polls'][number];

const states: Readonly<Record<Poll['state'], string>> = {
  not_opened: 'not opened',
  open: 'open',
  closed: 'closed',
  decided: 'decided',
};

/** Polls with what each voter says; `which`: those that matter now, or every one. */
export function* showPolls(polls: Polls, t0Ms: number, paint: Paint, which: 'now' | 'all'): Generator<string> {
  for (const poll of polls.polls) {
    if (which === 'now' && !poll.isCurrent && poll.state !== 'open') continue;
    yield* showPoll(poll, t0Ms, paint);
  }
  for (const { row, role, name, body } of polls.decisions.slice(0, which === 'all' ? undefined : 1)) {
    yield* wrap(
      `${body.choice}. ${body.rationale} (Strong objections? ${dissentWords(body.dissent)})`,
      2,
      `decided in row ${row} by ${printable(`${role} (${name})`, 60)}: `,
    );
  }
}

function* showPoll(poll: Poll, t0Ms: number, paint: Paint): Generator<string> {
  const { state, result, closesAt, opensAt, votes } = poll;
  const word = `${states[state]}${result === null || result === 'open' ? '' : `: ${result}`}`;
  const when = state === 'not_opened' && opensAt !== null ? `opens ${showTClock(opensAt, t0Ms)}` : '';
  const ends = `${state === 'closed' || state === 'decided' ? 'closed' : 'closes'} ${showTClock(closesAt, t0Ms)}`;
  yield `  ${paint('bold', printable(poll.poll, 60))}  ${word}  ${when === '' ? ends : `${when}, ${ends}`}\n`;
  yield* wrap(poll.question, 4);
  if (poll.text !== '') yield* wrap(poll.text, 4);
  for (const { option, says, isOpen, barredBy } of poll.options) {
    const why = barredBy.length > 0 ? `barred by ${barredBy.join(', ')}` : 'not chosen';
    yield* wrap(`${says}${isOpen ? '' : ` (${why})`}`, 4, `${printable(option, 40)}: `);
  }
  for (const vote of votes) yield* showVote(vote);
}

function* showVote({ role, name, vote, option, reason, condition, stale }: Poll['votes'][number]): Generator<string> {
  const who = printable(name === null ? role : `${role} (${name})`, 60);
  if (vote === null) {
    yield `    ${who}: has not voted\n`;
    return;
  }
  const parts = [
    `${vote}${option === null ? '' : ` for ${option}`}`,
    ...(condition === null ? [] : [`if ${condition}`]),
    ...(reason === null ? [] : [reason]),
    ...(stale === null ? [] : [`(does not count: ${stale})`]),
  ];
  yield* wrap(parts.join(' - '), 4, `${who}: `);
}
