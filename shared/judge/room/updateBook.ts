import type { UpdateReading } from '../../model/room/updateReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';

/** Status updates. */
export class UpdateBook implements Book {
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

  send(_args: CommandArgs<'update.send'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): UpdateReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
