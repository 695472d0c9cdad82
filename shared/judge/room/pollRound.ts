import { excerptOf } from '../../model/excerpt.ts';
import type { Poll } from '../../model/planExperiments.ts';
import type { LiveCriterion } from '../criterion.ts';
import type { PollResult, World } from './book.ts';
import { momentWords } from './momentWords.ts';
import { criterionWords, defaultAnswerMs, staleWhy, type Vote } from './voteFreshness.ts';

/** One opening of a poll, known by the row that opened it. Nothing of it carries over to the next. */
export interface Round {
  readonly row: number;
  readonly poll: string;
  readonly openedAt: number;
  readonly closesAt: number;
  readonly votes: readonly Vote[];
  readonly closed?: { readonly at: number; readonly result: PollResult };
  readonly decision?: { readonly row: number; readonly at: number; readonly choice: string };
}

/** A round with what it is judged on. */
export interface RoundBasis {
  readonly world: World;
  readonly round: Round;
  readonly poll: Poll;
  /** Every cell of the poll's criteria, and of those that apply to one of its options. */
  readonly criteria: readonly LiveCriterion[];
  /** Whether the criterion counts for this option, or, where none is named, for the launch. */
  isUnder(criterion: LiveCriterion, option: string | undefined): boolean;
}

export interface RoundResult {
  readonly result: PollResult;
  readonly text: string;
}

/** What the round comes to now: of votes that are fresh now and criteria as they stand now. */
export function judgeRound(basis: RoundBasis): RoundResult {
  const { round, world } = basis;
  if (round.decision !== undefined) {
    const { choice, at } = round.decision;
    const none = noneChosen(basis.poll, choice);
    const says = basis.poll.options !== undefined && none !== undefined ? `${choice}, and no option` : choice;
    const text = `${round.poll} was decided at ${momentWords(at, world.plan.launch.t0)}: ${says}.`;
    return { result: none ?? 'go', text };
  }
  return basis.poll.options === undefined ? judgePlain(basis) : judgeOptions(basis);
}

/** The word of a decision that chooses neither a go nor an option; undefined where it chooses one. */
export function noneChosen({ options }: Poll, choice: string): 'no-go' | 'hold' | undefined {
  if (options !== undefined && Object.hasOwn(options, choice)) return undefined;
  return choice === 'no-go' || choice === 'hold' ? choice : undefined;
}

/** Votes that count. */
export function freshVotes({ round, poll, world }: RoundBasis): ReadonlyMap<string, Vote> {
  const answerMs = poll.answerExpires ?? defaultAnswerMs;
  const fresh = round.votes.filter((vote) => staleWhy(vote, world.nowMs, answerMs) === undefined);
  return new Map(fresh.map((vote) => [vote.role, vote]));
}

/** What keeps an option from being chosen: a veto on it, or a criterion of its own that fails. */
export function barredBy(basis: Omit<RoundBasis, 'round'>, round: Round | undefined, option: string): string[] {
  const { world, criteria } = basis;
  const failing = criteria.filter(({ criterion, state }) => criterion.apply === option && state === 'fail');
  const reasons = failing.map((live) => `${criterionWords(live)} fails`);
  if (round === undefined || round.decision !== undefined) return reasons;
  for (const { role, body } of freshVotes({ ...basis, round }).values()) {
    if (body.vote !== 'no-go' || body.option !== option || !hasVeto(world, role)) continue;
    reasons.push(`${role} vetoes it: ${excerptOf(body.reason ?? '', 200)}`);
  }
  return reasons;
}

export function hasVeto({ plan }: World, role: string): boolean {
  return plan.roles[role]?.veto === true;
}

/** Criteria that keep a go from being one, in words. */
export function criteriaInTheWay(basis: RoundBasis, option: string | undefined): string[] {
  const { poll, criteria } = basis;
  const unjudged = poll.criteria.filter((id) => criteria.every((live) => live.id !== id));
  const short = criteria.filter(
    (live) => basis.isUnder(live, option) && live.state !== 'pass' && live.state !== 'waived',
  );
  return [
    ...unjudged.map((id) => `${id} is judged nowhere`),
    ...short.map((live) => `${criterionWords(live)} ${stateWords[live.state] ?? live.state}`),
  ];
}

const stateWords: Readonly<Record<string, string>> = {
  fail: 'fails',
  unknown: 'is unknown',
  maturing: 'is maturing',
};

function judgePlain(basis: RoundBasis): RoundResult {
  const { round, poll, world } = basis;
  const fresh = freshVotes(basis);
  const against = poll.voters.filter((role) => fresh.get(role)?.body.vote === 'no-go');
  if (against.length > 0) {
    const says = against.map((role) => {
      const veto = hasVeto(world, role) ? ', with a veto' : '';
      return `${role} says no-go${veto} (${excerptOf(fresh.get(role)?.body.reason ?? 'without a reason', 160)})`;
    });
    return { result: 'no-go', text: sentence(`${round.poll} is no-go: ${says.join('; ')}`) };
  }
  const missing = [...votesInTheWay(basis, fresh), ...criteriaInTheWay(basis, undefined)];
  if (missing.length > 0) return unfinished(basis, missing);
  return { result: 'go', text: `${round.poll} is go: every vote is a fresh go and every criterion passes.` };
}

function judgeOptions(basis: RoundBasis): RoundResult {
  const { round, poll } = basis;
  const fresh = freshVotes(basis);
  const options = Object.keys(poll.options ?? {});
  const barred = options.map((option) => ({ option, barredBy: barredBy(basis, round, option) }));
  if (barred.length > 0 && barred.every((one) => one.barredBy.length > 0)) {
    const says = barred.map((one) => `${one.option} is barred, as ${one.barredBy.join(' and ')}`);
    return { result: 'no-go', text: sentence(`${round.poll} is no-go: ${says.join('; ')}`) };
  }
  const named = [...new Set([...fresh.values()].filter(({ body }) => isGo(body)).map(({ body }) => body.option))];
  const [option] = named;
  if (named.length > 1) {
    const says = [...fresh.values()].map(({ role, body }) => `${role} says ${body.vote} to ${body.option ?? 'none'}`);
    return unfinished(basis, [`voters do not name the same option: ${says.join(', ')}`]);
  }
  const barring = barred.find((one) => one.option === option)?.barredBy ?? [];
  const missing = [
    ...votesInTheWay(basis, fresh),
    ...barring.map((why) => `${option ?? ''} is barred, as ${why}`),
    ...criteriaInTheWay(basis, option).filter((why) => !barring.includes(why)),
  ];
  if (missing.length > 0 || option === undefined) return unfinished(basis, missing);
  return { result: 'go', text: sentence(`${round.poll} is go: every voter names ${option}`) };
}

function isGo({ vote }: Vote['body']): boolean {
  return vote === 'go' || vote === 'go-if';
}

/** Voters that have not said go, and why what they said does not count. With options, `go, if` names one as well. */
function votesInTheWay(basis: RoundBasis, fresh: ReadonlyMap<string, Vote>): string[] {
  const { round, poll, world } = basis;
  const answerMs = poll.answerExpires ?? defaultAnswerMs;
  return poll.voters.flatMap((role) => {
    const vote = fresh.get(role);
    if (vote === undefined) {
      const cast = round.votes.find((one) => one.role === role);
      if (cast === undefined) return [`${role} has not voted`];
      return [`the vote of ${role} is stale, as ${staleWhy(cast, world.nowMs, answerMs) ?? 'it is old'}`];
    }
    const { body } = vote;
    if (body.vote === 'go' || (body.vote === 'go-if' && poll.options !== undefined)) return [];
    if (body.vote === 'go-if') return [`${role} says go, if ${excerptOf(body.condition ?? '', 160)}`];
    return [`${role} says ${body.vote}${body.option === undefined ? '' : ` to ${body.option}`}`];
  });
}

function unfinished({ round, poll, world }: RoundBasis, missing: readonly string[]): RoundResult {
  const isOver = round.closed !== undefined || world.nowMs >= round.closesAt;
  const until = momentWords(round.closed?.at ?? round.closesAt, world.plan.launch.t0);
  const end = poll.options === undefined ? 'is no go' : 'no option has won';
  const text = isOver
    ? `${round.poll} was closed at ${until} and ${end}: ${missing.join('; ')}`
    : `${round.poll} is open until ${until}: ${missing.join('; ')}`;
  return { result: isOver ? 'hold' : 'open', text: sentence(text) };
}

/** Short enough for the ledger, whatever was said. What people wrote has been made printable before. */
function sentence(text: string): string {
  const most = 900;
  return `${text.length > most ? excerptOf(text, most) : text.replace(/\.+$/, '')}.`;
}
