import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { PollReading } from '../../model/room/pollReading.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs, FactBody, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { saysTheSame, wrongBallot } from './ballot.ts';
import { type Asker, type Book, type Decided, type PollDesk, type PollResult, refuse, type World } from './book.ts';
import { changedPolls } from './changedPolls.ts';
import { refuseChoice } from './decisionChoice.ts';
import { type DecisionRow, keptDecisions, readDecisions } from './decisionList.ts';
import { missingRight, missingRole, roleWords, rolesWords } from './missingRight.ts';
import { momentWords } from './momentWords.ts';
import { PollGround } from './pollGround.ts';
import { barredBy, judgeRound, noneChosen, type Round } from './pollRound.ts';
import { readPoll } from './pollView.ts';
import { recycledPolls } from './recycledPolls.ts';
import { defaultAnswerMs, staleWhy, worseSince } from './voteFreshness.ts';

/** A poll that is opened again stays open for at least this long, unless somebody says otherwise. */
const leastOpenMs = 5 * 60_000;

/** Who was asked what, what they said, and what was decided. Only the last round of a poll matters. */
export class PollBook implements Book, PollDesk {
  readonly world: World;
  private readonly rounds = new Map<string, Round>();
  private readonly ground: PollGround;
  private decisions: readonly DecisionRow[] = [];

  constructor(world: World) {
    this.world = world;
    this.ground = new PollGround(world, (option) => this.isOptionOpen(option));
  }

  current(): ReturnType<PollDesk['current']> {
    let first: Round | undefined;
    for (const round of this.rounds.values()) {
      if (round.decision === undefined && (first === undefined || round.row < first.row)) first = round;
    }
    const basis = this.ground.under(first);
    return first === undefined || basis === undefined
      ? undefined
      : { poll: first.poll, row: first.row, ...judgeRound(basis) };
  }

  resultOf(poll: string): PollResult | undefined {
    const basis = this.ground.under(this.rounds.get(poll));
    return basis === undefined ? undefined : judgeRound(basis).result;
  }

  isOptionOpen(option: string): boolean {
    for (const [id, poll] of Object.entries(this.world.plan.polls)) {
      if (poll.options === undefined || !Object.hasOwn(poll.options, option)) continue;
      const round = this.rounds.get(id);
      const choice = round?.decision?.choice;
      if (choice === option) continue;
      // A hold chooses nothing: what was open is open still.
      if (choice !== undefined && noneChosen(poll, choice) !== 'hold') return false;
      const basis = this.ground.basisOf(id);
      if (basis !== undefined && barredBy(basis, round, option).length > 0) return false;
    }
    return true;
  }

  apply(row: RoomRow): void {
    switch (row.kind) {
      case 'poll.opened': {
        const { poll, closesAt } = row.body;
        this.rounds.set(poll, { row: row.seq, poll, openedAt: row.at, closesAt, votes: [] });
        return;
      }
      case 'vote.cast': {
        const { actor, at, body } = row;
        this.change(body.poll, (round) => {
          const others = round.votes.filter(({ role }) => role !== actor.role);
          return { ...round, votes: [...others, { role: actor.role, name: actor.name, at, body }] };
        });
        return;
      }
      case 'poll.closed':
        this.change(row.body.poll, (round) => ({ ...round, closed: { at: row.at, result: row.body.result } }));
        return;
      case 'decision.recorded': {
        const { seq, at, body, actor } = row;
        this.decisions = keptDecisions([...this.decisions, { row: seq, at, actor, body }]);
        if (body.poll === undefined) return;
        this.change(body.poll, (round) => ({ ...round, decision: { row: seq, at, choice: body.choice } }));
        return;
      }
      case 'clock.recycled':
        for (const poll of recycledPolls(this.world.plan, row.body.toMs)) this.rounds.delete(poll);
        return;
      case 'plan.changed':
        for (const poll of changedPolls(this.world.plan, row.body.differences)) this.rounds.delete(poll);
        return;
      case 'waiver.granted':
      case 'waiver.ended':
        this.followCriteria();
        return;
      default:
        return;
    }
  }

  advance(_tick: number): void {
    this.followCriteria();
  }

  due(tick: number): readonly RoomFact[] {
    const nowMs = tick * 1000;
    const { clock } = this.world;
    for (const [poll, { opens, closes }] of Object.entries(this.world.plan.polls)) {
      const round = this.rounds.get(poll);
      if (round === undefined) {
        const closesAt = this.momentOf(closes);
        // One whose time had passed before anybody was here to answer is opened by people, if at all.
        const isTime = opens !== undefined && this.momentOf(opens) <= nowMs && nowMs < closesAt && !clock.isOver;
        if (isTime) return [{ kind: 'poll.opened', body: { poll, closesAt } }];
      } else if (round.closed === undefined && round.decision === undefined && round.closesAt <= nowMs) {
        return [this.closing(round)];
      }
    }
    return [];
  }

  open({ poll, closesAt }: CommandArgs<'poll.open'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', 'open a poll') ?? this.missingTick();
    if (missing !== undefined) return missing;
    const asked = this.ground.pollOf(poll);
    if (asked === undefined) return refuse('not_found', `The plan has no poll ${poll}.`);
    const round = this.rounds.get(poll);
    if (round !== undefined && this.isOpen(round)) {
      return refuse('already_done', `${poll} is open already, until ${this.words(round.closesAt)}.`);
    }
    const { nowMs } = this.world;
    const plannedMs = this.momentOf(asked.closes);
    const openMs = Math.max(leastOpenMs, asked.opens === undefined ? 0 : plannedMs - this.momentOf(asked.opens));
    const isFirst = round === undefined && plannedMs > nowMs;
    const endsAt = closesAt ?? (isFirst ? plannedMs : nowMs + openMs);
    if (endsAt <= nowMs) {
      const text = `${poll} would close at ${this.words(endsAt)}, which is past; write a later instant.`;
      return refuse('bad_request', text);
    }
    return [{ kind: 'poll.opened', body: { poll, closesAt: endsAt } }];
  }

  close({ poll, reason }: CommandArgs<'poll.close'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', 'close a poll');
    if (missing !== undefined) return missing;
    const round = this.rounds.get(poll);
    if (round === undefined) return this.notOpened(poll);
    if (!this.isOpen(round)) return refuse('already_done', `${poll} is closed already.`);
    return [this.closing(round, reason)];
  }

  vote({ poll, ...ballot }: CommandArgs<'vote.cast'>, { actor }: Asker): Decided {
    const missing = missingRole(this.world, actor.role, 'vote') ?? this.missingTick();
    if (missing !== undefined) return missing;
    const asked = this.ground.pollOf(poll);
    if (asked === undefined) return refuse('not_found', `The plan has no poll ${poll}.`);
    if (!asked.voters.includes(actor.role)) {
      const who = `${roleWords(this.world, actor.role)} has no vote in ${poll}`;
      return refuse('not_allowed', `${who}; it asks ${rolesWords(this.world, asked.voters)}.`);
    }
    const round = this.rounds.get(poll);
    if (round === undefined || !this.isOpen(round)) {
      const state =
        round === undefined ? 'has not been opened' : `was closed at ${this.words(round.closed?.at ?? round.closesAt)}`;
      return refuse('poll_closed', `${poll} ${state}; somebody with the call can open it anew.`);
    }
    const wrong = wrongBallot(poll, asked, ballot);
    if (wrong !== undefined) return refuse('bad_request', wrong);
    const criteria = this.ground.basisOf(poll)?.criteria ?? [];
    const saw = criteria.map(({ id, cell, state }) => ({ criterion: id, cell, state }));
    const body: FactBody<'vote.cast'> = { poll: round.row, ...ballot, tick: this.world.tick ?? 0, saw };
    const cast = round.votes.find(({ role }) => role === actor.role);
    // Said again later, the same words are a new vote: the voter has looked again.
    if (cast !== undefined && saysTheSame(cast.body, body)) {
      return refuse('already_done', `${roleWords(this.world, actor.role)} has just said so.`);
    }
    return [{ kind: 'vote.cast', body }];
  }

  decide(args: CommandArgs<'decision.record'>, { actor, snapshot }: Asker): Decided {
    const { plan, callWord, tick } = this.world;
    const missing = missingRight(this.world, actor.role, 'call', 'record a decision') ?? this.missingTick();
    if (missing !== undefined) return missing;
    const speaks = [...(args.dissent ?? []).map(({ role }) => role), ...args.follows.map(({ owner }) => owner)];
    const stranger = speaks.find((role) => !Object.hasOwn(plan.roles, role));
    if (stranger !== undefined) {
      return refuse('not_found', `The plan has no role ${stranger}; name roles in the dissent and as owners.`);
    }
    const { poll: id, question, ...rest } = args;
    const frozen = { ...rest, tick: tick ?? 0, snapshot, call: callWord };
    if (id === undefined) {
      if (question === undefined) return refuse('bad_request', 'Write the question that the decision answers.');
      return this.once({ ...frozen, question });
    }
    const poll = this.ground.pollOf(id);
    const round = this.rounds.get(id);
    if (poll === undefined || round === undefined) return this.notOpened(id);
    if (round.decision !== undefined) {
      const { at, choice } = round.decision;
      return refuse('already_done', `${id} was decided at ${this.words(at)}: ${choice}. Open it anew to ask again.`);
    }
    const basis = this.ground.under(round);
    const refused = basis === undefined ? undefined : refuseChoice(basis, args);
    if (refused !== undefined) return refused;
    const options =
      args.options.length > 0
        ? args.options
        : Object.entries(poll.options ?? {}).map(([option, words]) => ({ id: option, ...words }));
    return this.once({
      ...frozen,
      options: options.slice(0, 12),
      poll: round.row,
      question: question ?? poll.question,
    });
  }

  read(): PollReading {
    const currentRow = this.current()?.row;
    const polls = Object.keys(this.world.plan.polls).flatMap((id) => {
      const basis = this.ground.basisOf(id);
      if (basis === undefined) return [];
      return readPoll(basis, id, this.rounds.get(id), (option) => this.isOptionOpen(option), currentRow);
    });
    return { polls, decisions: readDecisions(this.decisions) };
  }

  save(): unknown {
    return { rounds: [...this.rounds.values()], decisions: this.decisions };
  }

  load(saved: unknown): void {
    const { rounds, decisions } = saved as { rounds: readonly Round[]; decisions: readonly DecisionRow[] };
    this.rounds.clear();
    for (const round of rounds) this.rounds.set(round.poll, round);
    this.decisions = decisions;
  }

  /** A vote that rests on better data than there is now is stale for good. */
  private followCriteria(): void {
    for (const round of this.rounds.values()) {
      const basis = round.decision === undefined ? this.ground.under(round) : undefined;
      if (basis === undefined || round.votes.every(({ worse }) => worse !== undefined)) continue;
      const answerMs = basis.poll.answerExpires ?? defaultAnswerMs;
      const votes = round.votes.map((vote) => {
        if (staleWhy(vote, this.world.nowMs, answerMs) !== undefined) return vote;
        const worse = worseSince(vote, basis.criteria, (live) => basis.isUnder(live, vote.body.option));
        return worse === undefined ? vote : { ...vote, worse };
      });
      if (votes.some((vote, index) => vote !== round.votes[index])) this.rounds.set(round.poll, { ...round, votes });
    }
  }

  private change(row: number, to: (round: Round) => Round): void {
    for (const round of this.rounds.values()) if (round.row === row) this.rounds.set(round.poll, to(round));
  }

  private closing(round: Round, reason?: string): RoomFact {
    const basis = this.ground.under({ ...round, closed: { at: this.world.nowMs, result: 'open' } });
    const { result, text } =
      basis === undefined ? { result: 'hold' as const, text: 'It is not in the plan.' } : judgeRound(basis);
    const why = reason === undefined ? '' : ` It was closed early: ${excerptOf(reason, 900)}`;
    return {
      kind: 'poll.closed',
      body: { poll: round.row, result: result === 'open' ? 'hold' : result, text: `${text}${why}`.trim() },
    };
  }

  private once(body: FactBody<'decision.recorded'>): Decided {
    const last = this.decisions.at(-1)?.body;
    if (last !== undefined && saysTheSame({ ...last, snapshot: 0 }, { ...body, snapshot: 0 })) {
      return refuse('already_done', 'This decision has just been recorded.');
    }
    return [{ kind: 'decision.recorded', body }];
  }

  private isOpen({ closed, decision, closesAt }: Round): boolean {
    return closed === undefined && decision === undefined && this.world.nowMs < closesAt;
  }

  private missingTick(): CommandRefusal | undefined {
    if (this.world.tick !== undefined) return undefined;
    return refuse('not_started', 'Nothing has been judged yet; wait for the first second.');
  }

  private notOpened(poll: string): CommandRefusal {
    const isPlanned = this.ground.pollOf(poll) !== undefined;
    return refuse('not_found', isPlanned ? `${poll} has not been opened.` : `The plan has no poll ${poll}.`);
  }

  private momentOf(instant: Parameters<typeof instantAt>[0]): number {
    return instantAt(instant, this.world.plan.launch.t0);
  }

  private words(atMs: number): string {
    return momentWords(atMs, this.world.plan.launch.t0);
  }
}
