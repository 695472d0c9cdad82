import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PollBook } from '../../shared/judge/room/pollBook.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { expectMany, manyRuns } from '../help/expectMany.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: model, t0: 2026-03-30T14:00:00Z }
roles: { commander: { may: [call] }, sre: {}, counsel: { veto: true } }
indicators:
  level: { kind: gauge, gauge: { metric: level }, staleAfter: 1s }
  parity: { kind: gauge, gauge: { metric: parity }, staleAfter: 1s }
criteria:
  C: { says: High enough, holds: { indicator: level, window: 5m, over: 10 }, for: 2s }
  P: { says: Ready for all, holds: { indicator: parity, window: 5m, over: 10 }, for: 0s, apply: both }
polls:
  final: { question: Go?, voters: [sre, counsel], criteria: [C], opens: T-3596s, closes: T-3580s, answerExpires: 5s }
  scope: { question: Which?, options: { some: { says: Some }, both: { says: All } }, voters: [sre, counsel], criteria: [C], opens: T-3594s, closes: T-3578s, answerExpires: 8s }
`);
const polls = ['final', 'scope'] as const;
type PollId = (typeof polls)[number];
const answerMs = { final: 5000, scope: 8000 };
const options = ['some', 'both'] as const;
const voters = ['sre', 'counsel'] as const;

type Word = 'go' | 'no-go' | 'hold' | 'go-if';
type Step =
  | { readonly does: 'second'; readonly level: number | undefined; readonly parity: number | undefined }
  | {
      readonly does: 'vote';
      readonly who: (typeof voters)[number];
      readonly poll: PollId;
      readonly vote: Word;
      readonly option: (typeof options)[number];
    }
  | { readonly does: 'open'; readonly poll: PollId; readonly forS: number }
  | { readonly does: 'close'; readonly poll: PollId }
  | {
      readonly does: 'decide';
      readonly poll: PollId;
      readonly choice: string;
      readonly answers: boolean;
      readonly objectors: readonly string[];
    };

const poll = fc.constantFrom(...polls);
const value = fc.constantFrom(20, 20, 20, 20, 5, undefined);
const second = fc.record({ does: fc.constant('second' as const), level: value, parity: value });
const vote = fc.record({
  does: fc.constant('vote' as const),
  who: fc.constantFrom(...voters),
  poll,
  vote: fc.constantFrom<Word>('go', 'go', 'go', 'go-if', 'no-go', 'hold'),
  option: fc.constantFrom(...options),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: second, weight: 5 },
  { arbitrary: vote, weight: 6 },
  {
    arbitrary: fc.record({ does: fc.constant('open' as const), poll, forS: fc.integer({ min: 1, max: 9 }) }),
    weight: 1,
  },
  { arbitrary: fc.record({ does: fc.constant('close' as const), poll }), weight: 1 },
  {
    arbitrary: fc.record({
      does: fc.constant('decide' as const),
      poll,
      choice: fc.constantFrom('go', 'go', 'no-go', 'hold', 'some', 'both'),
      answers: fc.boolean(),
      objectors: fc.subarray([...voters]),
    }),
    weight: 2,
  },
);

interface States {
  readonly C: string;
  readonly P: string;
}
interface ToldVote {
  readonly vote: Word;
  readonly option: string;
  readonly atMs: number;
  /** What the criteria have been, from the moment of the vote on. */
  readonly seen: States[];
}
interface ToldRound {
  readonly order: number;
  closesAtMs: number;
  isClosed: boolean;
  choice: string | undefined;
  readonly votes: Map<string, ToldVote>;
}

const fromBest = ['pass', 'waived', 'maturing', 'unknown', 'fail'];

/** What the contract says, from the whole history and without any memory of its own. */
class Model {
  nowMs = 0;
  states: States = { C: 'unknown', P: 'unknown' };
  readonly rounds = new Map<PollId, ToldRound>();
  private opened = 0;

  open(id: PollId, closesAtMs: number): void {
    this.opened += 1;
    const order = this.opened;
    this.rounds.set(id, {
      order,
      closesAtMs,
      isClosed: false,
      choice: undefined,
      votes: new Map(),
    });
  }

  see(states: States): void {
    this.states = states;
    for (const round of this.rounds.values()) {
      if (round.choice === undefined) for (const one of round.votes.values()) one.seen.push(states);
    }
  }

  isOpen(id: PollId): boolean {
    const round = this.rounds.get(id);
    return round !== undefined && !round.isClosed && round.choice === undefined;
  }

  fresh(id: PollId, who: string): ToldVote | undefined {
    const cast = this.rounds.get(id)?.votes.get(who);
    if (cast === undefined || this.nowMs - cast.atMs > answerMs[id]) return undefined;
    const [saw] = cast.seen;
    const isWorse = (now: States, key: keyof States): boolean =>
      fromBest.indexOf(now[key]) > fromBest.indexOf(saw?.[key] ?? 'pass');
    const restsOnParity = id === 'scope' && cast.option === 'both';
    return cast.seen.some((now) => isWorse(now, 'C') || (restsOnParity && isWorse(now, 'P'))) ? undefined : cast;
  }

  isBarred(option: string): boolean {
    if (option === 'both' && this.states.P === 'fail') return true;
    if (this.rounds.get('scope')?.choice !== undefined) return false;
    const counsel = this.fresh('scope', 'counsel');
    return counsel?.vote === 'no-go' && counsel.option === option;
  }

  isOptionOpen(option: string): boolean {
    const choice = this.rounds.get('scope')?.choice;
    return choice === undefined || choice === 'hold' ? !this.isBarred(option) : choice === option;
  }

  result(id: PollId): string | undefined {
    const round = this.rounds.get(id);
    if (round === undefined) return undefined;
    if (round.choice !== undefined) return ['no-go', 'hold'].includes(round.choice) ? round.choice : 'go';
    const votes = voters.map((who) => this.fresh(id, who));
    const unsettled = round.isClosed ? 'hold' : 'open';
    if (id === 'final') {
      if (votes.some((one) => one?.vote === 'no-go')) return 'no-go';
      return votes.every((one) => one?.vote === 'go') && this.states.C === 'pass' ? 'go' : unsettled;
    }
    if (options.every((option) => this.isBarred(option))) return 'no-go';
    const agreed = options.some(
      (option) =>
        !this.isBarred(option) &&
        votes.every((one) => one?.option === option && ['go', 'go-if'].includes(one.vote)) &&
        (option === 'some' || this.states.P === 'pass'),
    );
    return agreed && this.states.C === 'pass' ? 'go' : unsettled;
  }

  mayDecide(id: PollId, choice: string, answers: boolean, objectors: readonly string[]): boolean {
    const round = this.rounds.get(id);
    if (round === undefined || round.choice !== undefined) return false;
    const votes = voters.map((who) => this.fresh(id, who));
    if (choice === 'no-go' || choice === 'hold') return true;
    if (id === 'scope') {
      if (!['some', 'both'].includes(choice) || this.isBarred(choice)) return false;
      if (votes.some((one) => one === undefined || one.vote === 'hold')) return false;
      if (voters.some((who, place) => votes[place]?.option !== choice && !objectors.includes(who))) return false;
      if (this.states.C !== 'pass' || (choice === 'both' && this.states.P !== 'pass')) return false;
      return answers || votes.every((one) => one?.vote !== 'go-if' || one.option !== choice);
    }
    if (choice !== 'go' || this.fresh(id, 'counsel')?.vote === 'no-go') return false;
    if (votes.some((one) => one === undefined || one.vote === 'hold') || this.states.C !== 'pass') return false;
    return answers || votes.every((one) => one?.vote !== 'go-if');
  }

  current(): PollId | undefined {
    return [...this.rounds]
      .filter(([, { choice }]) => choice === undefined)
      .sort(([, one], [, other]) => one.order - other.order)[0]?.[0];
  }
}

const t0 = plan.launch.t0;

/** Before and after each second the model does what the room does by itself. */
function passTime(model: Model, desk: RoomDesk): void {
  model.nowMs = desk.room.nowMs;
  model.see(statesOf(desk));
  for (const [id, opensS, closesS] of [
    ['final', -3596, -3580],
    ['scope', -3594, -3578],
  ] as const) {
    const round = model.rounds.get(id);
    if (round !== undefined && !round.isClosed && round.closesAtMs <= model.nowMs) round.isClosed = true;
    const isTime = t0 + opensS * 1000 <= model.nowMs && model.nowMs < t0 + closesS * 1000;
    if (round === undefined && isTime) model.open(id, t0 + closesS * 1000);
  }
}

function statesOf(desk: RoomDesk): States {
  const state = (id: string): string => desk.room.findCriterion(id, {})?.state ?? 'unknown';
  return { C: state('C'), P: state('P') };
}

function secondOf({ level, parity }: Extract<Step, { does: 'second' }>) {
  const gauges = Object.entries({ level, parity }).flatMap(([metric, one]) =>
    one === undefined ? [] : [{ metric, value: one }],
  );
  return { gauges, heard: gauges.length === 0 ? ['clock'] : ['test'] };
}

function take(one: Exclude<Step, { does: 'second' }>, model: Model, desk: RoomDesk): void {
  const { nowMs } = model;
  const commander = { role: 'commander', name: 'commander' };
  const isDone = (actor: { role: string; name: string }, command: RoomCommand): boolean =>
    Array.isArray(desk.give(actor, command));
  const round = model.rounds.get(one.poll);
  switch (one.does) {
    case 'vote': {
      const { who, poll: id, vote: word, option } = one;
      const last = round?.votes.get(who);
      const isSame = last?.atMs === nowMs && last.vote === word && (id === 'final' || last.option === option);
      const args = { poll: id, vote: word, reason: 'why', condition: 'what', ...(id === 'scope' ? { option } : {}) };
      expect(isDone({ role: who, name: who }, { kind: 'vote.cast', args })).toBe(model.isOpen(id) && !isSame);
      if (!model.isOpen(id) || isSame) return;
      round?.votes.set(who, { vote: word, option: id === 'scope' ? option : '', atMs: nowMs, seen: [model.states] });
      return;
    }
    case 'open': {
      const closesAt = nowMs + one.forS * 1000;
      const may = !model.isOpen(one.poll);
      expect(isDone(commander, { kind: 'poll.open', args: { poll: one.poll, closesAt } })).toBe(may);
      if (may) model.open(one.poll, closesAt);
      return;
    }
    case 'close':
      expect(isDone(commander, { kind: 'poll.close', args: { poll: one.poll } })).toBe(model.isOpen(one.poll));
      if (round !== undefined) round.isClosed = true;
      return;
    case 'decide': {
      const { poll: id, choice, answers, objectors } = one;
      const may = model.mayDecide(id, choice, answers, objectors);
      const conditions = answers ? ['So.'] : [];
      const dissent = objectors.map((role) => ({ role, says: 'Not so.' }));
      const args = { poll: id, choice, conditions, rationale: 'So', options: [], dissent, follows: [] };
      expect(isDone(commander, { kind: 'decision.record', args })).toBe(may);
      if (may && round !== undefined) round.choice = choice;
    }
  }
}

/** A book that was loaded from what another had saved, and is told what that one is told. */
class Shadow {
  private readonly desk: RoomDesk;
  private readonly book: PollBook;
  private rows: number;

  constructor(desk: RoomDesk) {
    this.desk = desk;
    this.book = new PollBook(desk.room);
    this.book.load(JSON.parse(JSON.stringify(desk.room.polls.save())));
    this.rows = desk.rows.length;
  }

  follow(isNewSecond: boolean): void {
    const { desk, book } = this;
    if (isNewSecond) book.advance(desk.tick);
    for (const row of desk.rows.slice(this.rows)) book.apply(row);
    this.rows = desk.rows.length;
    expect(book.read()).toEqual(desk.room.polls.read());
    expect(book.due(desk.tick)).toEqual([]);
  }
}

test('no old go stands under a new question or worse data, and all else is as the model says', () => {
  let goes = 0;
  expectMany(
    'polls',
    fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), fc.nat(60), (steps, cut) => {
      const desk = new RoomDesk(plan);
      const model = new Model();
      for (let count = 0; count < 4; count += 1) {
        desk.run(1, secondOf({ does: 'second', level: 20, parity: 20 }));
        if (count === 0) for (const role of ['commander', ...voters]) desk.take(role);
        passTime(model, desk);
      }
      let shadow: Shadow | undefined;
      for (const [index, one] of steps.entries()) {
        if (index === cut) shadow = new Shadow(desk);
        if (one.does === 'second') {
          desk.run(1, secondOf(one));
          passTime(model, desk);
        } else take(one, model, desk);
        shadow?.follow(one.does === 'second');
        const { polls: book } = desk.room;
        for (const id of polls) expect([id, book.resultOf(id)]).toEqual([id, model.result(id)]);
        expect(book.current()?.poll).toBe(model.current());
        for (const option of options)
          expect([option, book.isOptionOpen(option)]).toEqual([option, model.isOptionOpen(option)]);
        if (book.current()?.result === 'go') goes += 1;
      }
    }),
  );
  // The generator is of no use if nothing is ever agreed.
  expect(goes).toBeGreaterThan(manyRuns / 10);
});
