import { excerptOf } from '../../model/excerpt.ts';
import { facilitatorRole } from '../../model/room/injectFacts.ts';
import type { InjectReading, PlannedInject } from '../../model/room/injectReading.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';

type Told = NonNullable<InjectReading>['told'][number];

interface SavedInjects {
  readonly told: readonly Told[];
  readonly settled: readonly string[];
  readonly endedAt: number | null;
}

/** The ledger keeps every one; the room shows the last ones, each as far as it fits. */
const mostTold = 12;
const longestText = 400;

/** What the world tells the room in a rehearsal: each message at its time, or when the facilitator says so. */
export class InjectBook implements Book {
  private readonly world: World;
  /** Undefined outside a rehearsal. */
  private readonly planned: readonly PlannedInject[] | undefined;
  /** Oldest first. */
  private told: readonly Told[] = [];
  /** Told or skipped. */
  private settled = new Set<string>();
  private endedAt: number | null = null;

  constructor(world: World, planned: readonly PlannedInject[] | undefined) {
    this.world = world;
    this.planned = planned;
  }

  /** What is still to come: for the facilitator's eyes. */
  get pending(): readonly PlannedInject[] {
    return this.planned?.filter(({ inject }) => !this.settled.has(inject)) ?? [];
  }

  apply({ kind, body, seq, at }: RoomRow): void {
    if (kind === 'inject.released') {
      const { inject, from, to, says } = body;
      this.settled.add(inject);
      const isCut = says.length > longestText;
      this.told = [...this.told, { row: seq, inject, at, from, to, says: excerptOf(says, longestText), isCut }].slice(
        -mostTold,
      );
    } else if (kind === 'inject.skipped') this.settled.add(body.inject);
    else if (kind === 'rehearsal.ended') this.endedAt ??= at;
  }

  advance(): void {
    // Time alone makes them due.
  }

  due(tick: number): readonly RoomFact[] {
    if (this.endedAt !== null) return [];
    return this.pending.filter(({ at }) => at <= tick * 1000).map(toFact);
  }

  release({ inject }: CommandArgs<'inject.release'>, asker: Asker): Decided {
    const missing = this.missing(asker, 'release what is to be told');
    if (missing !== undefined) return missing;
    const found = this.pending.find((one) => one.inject === inject);
    return found === undefined ? this.unknown(inject) : [toFact(found)];
  }

  skip({ inject }: CommandArgs<'inject.skip'>, asker: Asker): Decided {
    const missing = this.missing(asker, 'skip what is to be told');
    if (missing !== undefined) return missing;
    const found = this.pending.find((one) => one.inject === inject);
    return found === undefined ? this.unknown(inject) : [{ kind: 'inject.skipped', body: { inject } }];
  }

  add({ from, to, says }: CommandArgs<'inject.add'>, asker: Asker): Decided {
    const missing = this.missing(asker, 'tell the room something of the world');
    if (missing !== undefined) return missing;
    const { roles } = this.world.plan;
    const stranger = to.find((role) => !Object.hasOwn(roles, role));
    if (stranger !== undefined) {
      return refuse('not_found', `The plan has no role ${stranger}; it has ${Object.keys(roles).join(', ')}.`);
    }
    for (let number = 1; ; number += 1) {
      const inject = `added-${number}`;
      const isFree = !this.settled.has(inject) && this.planned?.every((one) => one.inject !== inject) !== false;
      if (isFree) return [{ kind: 'inject.released', body: { inject, from, to, says } }];
    }
  }

  end({ reason }: CommandArgs<'rehearsal.end'>, asker: Asker): Decided {
    const missing = this.missing(asker, 'end the rehearsal');
    if (missing !== undefined) return missing;
    if (this.endedAt !== null) return refuse('already_done', 'The rehearsal has been ended already.');
    return [{ kind: 'rehearsal.ended', body: { reason } }];
  }

  read(): InjectReading {
    return this.planned === undefined ? null : { told: this.told.toReversed(), endedAt: this.endedAt };
  }

  save(): SavedInjects {
    const { told, settled, endedAt } = this;
    return { told, settled: [...settled], endedAt };
  }

  load(saved: unknown): void {
    // A session that was begun before there were injects has nothing to say here.
    if (saved === undefined) return;
    const { told, settled, endedAt } = saved as SavedInjects;
    this.told = told;
    this.settled = new Set(settled);
    this.endedAt = endedAt;
  }

  private missing({ actor }: Asker, toDo: string): CommandRefusal | undefined {
    if (this.planned === undefined) return refuse('not_allowed', `This is no rehearsal: nobody can ${toDo} here.`);
    if (actor.role === facilitatorRole) return undefined;
    return refuse('not_allowed', `Only the facilitator of a rehearsal may ${toDo}.`);
  }

  private unknown(inject: string): CommandRefusal {
    if (this.settled.has(inject)) return refuse('already_done', `${inject} has been told or skipped already.`);
    const left = this.pending.map((one) => one.inject).join(', ') || 'nothing';
    return refuse('not_found', `There is no ${inject} to come; still to come: ${left}.`);
  }
}

function toFact({ inject, from, to, says }: PlannedInject): RoomFact {
  return { kind: 'inject.released', body: { inject, from, to: [...to], says } };
}
