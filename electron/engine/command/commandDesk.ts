import { isRefusal, refuse } from '../../../shared/judge/room/book.ts';
import { decide } from '../../../shared/judge/room/decide.ts';
import type { Room } from '../../../shared/judge/room/room.ts';
import type { LedgerActor } from '../../../shared/model/ledgerRow.ts';
import type { CommandOutcome, GivenCommand } from '../../../shared/model/room/givenCommand.ts';
import type { CommandRefusal } from '../../../shared/model/room/refusal.ts';
import type { CommandKind, RoomFact } from '../../../shared/model/room/roomFact.ts';

/** What the desk needs of the engine. */
export interface DeskPort {
  /** The room at the head of the session; undefined where nobody can act. */
  room(): Room | undefined;
  /** Why nothing may be written now, in a sentence; undefined when all is well. */
  closedBecause(): CommandRefusal | undefined;
  /** The pictures that were shown. */
  readonly shown: ShownPictures;
  /** Writes durably and tells the room. Returns the rows' numbers. Throws when the disk does not say that it has them. */
  write(facts: readonly RoomFact[], actor: LedgerActor, command: string): readonly number[];
}

/** What the last snapshots said, so that a command can be held against the one it was given on. */
export interface ShownPictures {
  readonly epoch: number;
  /** The view stands at the newest second. */
  readonly isNow: boolean;
  /** The call of the snapshot; undefined when it is not one of the last. */
  callOf(snapshot: number): string | undefined;
}

/** These take or give a role, which nobody can hold before. */
const withoutRole: ReadonlySet<CommandKind> = new Set(['role.take', 'role.handOver', 'role.leave']);

/** What changes nothing in the world may rest on an older picture. */
const harmless: ReadonlySet<CommandKind> = new Set([
  'role.take',
  'role.handOver',
  'role.leave',
  'note.write',
  'trigger.acknowledge',
  'evidence.attach',
  'update.send',
]);

/** Commands run here one at a time, each either refused in words or in the ledger. */
export class CommandDesk {
  private readonly port: DeskPort;
  /** Commands that are in the ledger, with their rows. */
  private readonly done: Map<string, number[]>;

  /** `done`: the commands of earlier runs, by id. */
  constructor(port: DeskPort, done: ReadonlyMap<string, readonly number[]>) {
    this.port = port;
    this.done = new Map([...done].map(([id, rows]) => [id, [...rows]]));
  }

  run({ id, actor, on, command }: GivenCommand): CommandOutcome {
    const before = this.done.get(id);
    const room = this.port.room();
    if (before !== undefined) return { kind: 'done', rows: before, at: room?.nowMs ?? 0 };
    const refusal =
      this.port.closedBecause() ?? this.findStale(on, command.kind) ?? findUnknown(room, actor, command.kind);
    if (refusal !== undefined) return { kind: 'refused', refusal };
    if (room === undefined) return { kind: 'refused', refusal: refuse('read_only', 'Nobody can act in this session.') };
    const decided = decide(room, command, { actor, snapshot: on.snapshot });
    if (isRefusal(decided)) return { kind: 'refused', refusal: decided };
    const rows = this.port.write(decided, actor, id);
    this.done.set(id, [...rows]);
    return { kind: 'done', rows, at: room.nowMs };
  }

  /**
   * After the disk left a write uncertain and the session was opened again: what `done` says of the command is the truth,
   * and one that is not there was not done.
   */
  recover({ id }: GivenCommand, done: ReadonlyMap<string, readonly number[]>): CommandOutcome {
    for (const [known, rows] of done) this.done.set(known, [...rows]);
    const rows = this.done.get(id);
    if (rows !== undefined) return { kind: 'done', rows, at: this.port.room()?.nowMs ?? 0 };
    return {
      kind: 'refused',
      refusal: refuse(
        'engine_lost',
        'The disk refused the write and nothing of it was kept: look again, and give the command again.',
      ),
    };
  }

  private findStale({ epoch, snapshot }: GivenCommand['on'], kind: CommandKind): CommandRefusal | undefined {
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
    if (harmless.has(kind)) return undefined;
    const call = shown.callOf(snapshot);
    if (call === undefined) {
      return refuse(
        'stale_view',
        'The picture that this was decided on is too old: look again, and give the command again.',
      );
    }
    const now = this.port.room()?.callWord;
    if (now === undefined || call === now) return undefined;
    return refuse(
      'stale_view',
      `The call was ${call} when this was decided and is ${now} now: look again, and decide again.`,
    );
  }
}

function findUnknown(room: Room | undefined, actor: LedgerActor, kind: CommandKind): CommandRefusal | undefined {
  if (room === undefined || withoutRole.has(kind)) return undefined;
  const { plan, roles } = room;
  if (plan.roles[actor.role] === undefined) {
    const known = Object.keys(plan.roles);
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
