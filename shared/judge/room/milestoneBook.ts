import type { MilestoneReading } from '../../model/room/milestoneReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';

/** Readiness. */
export class MilestoneBook implements Book {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  apply(_row: RoomRow): void {
    // Nothing yet.
  }

  advance(_tick: number): void {
    // Nothing yet.
  }

  due(_tick: number): readonly RoomFact[] {
    return [];
  }

  reach(_args: CommandArgs<'milestone.reach'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  move(_args: CommandArgs<'milestone.move'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): MilestoneReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
