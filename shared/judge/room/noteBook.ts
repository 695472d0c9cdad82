import type { NoteReading } from '../../model/room/noteReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';

/** Notes. */
export class NoteBook implements Book {
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

  write(_args: CommandArgs<'note.write'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  retireSource(_args: CommandArgs<'source.retire'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): NoteReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
