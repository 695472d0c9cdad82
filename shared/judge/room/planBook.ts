import { differenceWords } from '../../model/comparePlans.ts';
import type { PlanReading } from '../../model/room/planReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';
import { missingRight } from './missingRight.ts';

type Change = PlanReading['changes'][number];

const mostChanges = 5;

/** How often the plan was changed while the launch went on, by whom and why. */
export class PlanBook implements Book {
  readonly world: World;
  /** Newest first. */
  private changes: readonly Change[] = [];

  constructor(world: World) {
    this.world = world;
  }

  apply({ kind, body, seq, at, actor }: RoomRow): void {
    if (kind !== 'plan.changed') return;
    const { digest, reason } = body;
    const change = { row: seq, at, by: actor, digest, reason, differences: differenceWords(body.differences) };
    this.changes = [change, ...this.changes].slice(0, mostChanges);
  }

  advance(): void {
    // Only people change plans.
  }

  due(): readonly RoomFact[] {
    return [];
  }

  change(args: CommandArgs<'plan.change'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', 'change the plan');
    if (missing !== undefined) return missing;
    if (args.differences.length === 0) {
      return refuse('already_done', 'That plan says what the plan in force says: nothing would change.');
    }
    return [{ kind: 'plan.changed', body: args }];
  }

  read(): PlanReading {
    return { row: this.changes[0]?.row ?? 0, changes: [...this.changes] };
  }

  save(): unknown {
    return this.changes;
  }

  load(saved: unknown): void {
    // A session that was begun before plans could be changed has nothing to say here.
    this.changes = (saved as readonly Change[] | undefined) ?? [];
  }
}
