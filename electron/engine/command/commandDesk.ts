import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import type { CriterionState } from '../../../shared/judge/criterion.ts';
import { isRefusal, refuse } from '../../../shared/judge/room/book.ts';
import { decide } from '../../../shared/judge/room/decide.ts';
import type { Room } from '../../../shared/judge/room/room.ts';
import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { LedgerActor } from '../../../shared/model/ledgerRow.ts';
import type { CommandOutcome, GivenCommand } from '../../../shared/model/room/givenCommand.ts';
import type { CommandRefusal } from '../../../shared/model/room/refusal.ts';
import type { CommandKind, RoomCommand, RoomFact } from '../../../shared/model/room/roomFact.ts';

/** What the desk needs of the engine. */
export interface DeskPort {
  /** The room at the head of the session; undefined where nobody can act. */
  room(): Room | undefined;
  /** Why nothing may be written now, in a sentence; undefined when all is well. */
  closedBecause(): CommandRefusal | undefined;
  /** The pictures that were shown. */
  readonly shown: ShownPictures;
  /** Writes durably and tells the room. Returns the rows' numbers. Throws when the disk does not say that it has them. */
  write(facts: readonly RoomFact[], actor: LedgerActor, command: CommandMark): readonly number[];
}

/** What the rows of a command bear, so that the same command is known again and no other is taken for it. */
export interface CommandMark {
  readonly id: string;
  /** Digest of who gave what. */
  readonly given: string;
}

/** A command that may be done: what it would write. */
export interface Considered {
  readonly facts: readonly RoomFact[];
  readonly mark: CommandMark;
}

/** A command that is in the ledger. */
export interface DoneCommand {
  readonly given: string;
  readonly rows: readonly number[];
}

/** What the last snapshots said, so that a command can be held against the one it was given on. */
export interface ShownPictures {
  readonly epoch: number;
  /** The view stands at the newest second. */
  readonly isNow: boolean;
  /** What the snapshot said; undefined when it is not one of the last. */
  pictureOf(snapshot: number): ShownPicture | undefined;
}

export interface ShownPicture {
  readonly call: string;
  /** State of each criterion, in the order of the room's. */
  readonly criteria: readonly CriterionState[];
}

/** These take or give a role, which nobody can hold before. */
const withoutRole: ReadonlySet<CommandKind> = new Set(['role.take', 'role.handOver', 'role.leave']);

/** What changes nothing in the world, and what makes it safer, may rest on an older picture. */
const mayRestOnOlder: ReadonlySet<CommandKind> = new Set([
  'role.take',
  'role.handOver',
  'role.leave',
  'note.write',
  'trigger.acknowledge',
  'evidence.attach',
  'update.send',
  'clock.hold',
  'ramp.hold',
  'ramp.rollback',
  'countdown.veto',
  'link.cut',
  'link.join',
  'inject.release',
  'inject.skip',
  'inject.add',
  'rehearsal.end',
]);

/** From best to worst. */
const verdicts: readonly CriterionState[] = ['pass', 'waived', 'maturing', 'unknown', 'fail'];

/** Commands run here one at a time, each either refused in words or in the ledger. */
export class CommandDesk {
  private readonly port: DeskPort;
  /** Commands that are in the ledger. */
  private readonly done: Map<string, DoneCommand>;

  /** `done`: the commands of earlier runs, by id. */
  constructor(port: DeskPort, done: ReadonlyMap<string, DoneCommand>) {
    this.port = port;
    this.done = new Map(done);
  }

  run(asked: GivenCommand): CommandOutcome {
    const considered = this.consider(asked);
    if ('kind' in considered) return considered;
    const { facts, mark } = considered;
    const rows = this.port.write(facts, asked.actor, mark);
    this.learn(mark, rows);
    return { kind: 'done', rows, at: this.port.room()?.nowMs ?? 0 };
  }

  /** That the command is in the ledger. */
  learn({ id, given }: CommandMark, rows: readonly number[]): void {
    this.done.set(id, { given, rows });
  }

  /** What the command would write as the room stands; or its outcome, where it is refused or was done before. */
  consider(asked: GivenCommand): CommandOutcome | Considered {
    const { id, actor, on, command } = asked;
    const given = digestOf(asked);
    const before = this.done.get(id);
    const room = this.port.room();
    if (before !== undefined) return this.again(before, given);
    const refusal = this.port.closedBecause() ?? this.findStale(on, command) ?? findUnknown(room, actor, command.kind);
    if (refusal !== undefined) return { kind: 'refused', refusal };
    if (room === undefined) return { kind: 'refused', refusal: refuse('read_only', 'Nobody can act in this session.') };
    const decided = decide(room, command, { actor, snapshot: on.snapshot });
    if (isRefusal(decided)) return { kind: 'refused', refusal: decided };
    return { facts: decided, mark: { id, given } };
  }

  /**
   * After the disk left a write uncertain and the session was opened again: what `done` says of the command is the truth,
   * and one that is not there was not done.
   */
  recover(asked: GivenCommand, done: ReadonlyMap<string, DoneCommand>): CommandOutcome {
    for (const [known, one] of done) this.done.set(known, one);
    const before = this.done.get(asked.id);
    if (before !== undefined) return this.again(before, digestOf(asked));
    return {
      kind: 'refused',
      refusal: refuse(
        'engine_lost',
        'The disk refused the write and nothing of it was kept: look again, and give the command again.',
      ),
    };
  }

  /** A command that is done already is done; another one under its id is not. */
  private again({ given, rows }: DoneCommand, asked: string): CommandOutcome {
    if (given === asked) return { kind: 'done', rows, at: this.port.room()?.nowMs ?? 0 };
    const text = 'That id belongs to another command, which is in the ledger: give this one an id of its own.';
    return { kind: 'refused', refusal: refuse('bad_request', text) };
  }

  private findStale({ epoch, snapshot }: GivenCommand['on'], command: RoomCommand): CommandRefusal | undefined {
    const { shown } = this.port;
    if (!shown.isNow) {
      return refuse(
        'stale_view',
        'The room shows the past, and the past cannot decide: go to now and give the command again.',
      );
    }
    if (epoch !== shown.epoch) {
      return refuse(
        'stale_view',
        'The room was moved to another second meanwhile: look again, and give the command again.',
      );
    }
    if (mayRestOnOlder.has(command.kind)) return undefined;
    const picture = shown.pictureOf(snapshot);
    if (picture === undefined) {
      return refuse(
        'stale_view',
        'The picture that this was decided on is too old: look again, and give the command again.',
      );
    }
    const room = this.port.room();
    if (room === undefined) return undefined;
    const { call } = picture;
    if (call !== room.callWord) {
      return refuse(
        'stale_view',
        `The call was ${call} when this was decided and is ${room.callWord} now: look again, and decide again.`,
      );
    }
    return findWorse(room, picture, command);
  }
}

/** Nobody votes or decides on verdicts that have got worse since he looked. */
function findWorse(room: Room, { criteria }: ShownPicture, { kind, args }: RoomCommand): CommandRefusal | undefined {
  if (kind !== 'vote.cast' && kind !== 'decision.record') return undefined;
  const under = args.poll === undefined ? undefined : room.plan.polls[args.poll]?.criteria;
  for (const [place, { id, state, criterion }] of room.criteria.entries()) {
    const then = criteria[place];
    if (then === undefined || !(under?.includes(id) ?? criterion.required)) continue;
    if (verdicts.indexOf(state) <= verdicts.indexOf(then)) continue;
    const text = `${id} ${criterion.says} was ${then} when this was decided and is ${state} now: look again, and decide again.`;
    return refuse('stale_view', text);
  }
  return undefined;
}

/** Who gave what, in a few characters. */
function digestOf({ actor, command }: GivenCommand): string {
  const plain = JSON.parse(JSON.stringify({ actor, command })) as JsonValue;
  return createHash('sha256').update(canonicalJson(plain)).digest('hex').slice(0, 16);
}

function findUnknown(room: Room | undefined, actor: LedgerActor, kind: CommandKind): CommandRefusal | undefined {
  if (room === undefined || withoutRole.has(kind)) return undefined;
  const { plan, roles } = room;
  if (!roles.has(actor.role)) {
    const known = roles.names;
    return refuse(
      'not_allowed',
      known.length === 0
        ? 'The plan names no roles, so nobody may act: add roles to the plan.'
        : `The plan has no role ${actor.role}; it has ${known.join(', ')}.`,
    );
  }
  const holder = roles.holderOf(actor.role);
  if (holder === actor.name) return undefined;
  const name = plan.roles[actor.role]?.name ?? actor.role;
  return refuse(
    'not_allowed',
    holder === undefined ? `Nobody holds ${name} yet: take the role first.` : `${name} is held by ${holder}.`,
  );
}
