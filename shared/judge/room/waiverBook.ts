import type { WaiverReading } from '../../model/room/waiverReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';

/** Waivers. */
export class WaiverBook implements Book {
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

  propose(_args: CommandArgs<'waiver.propose'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  grant(_args: CommandArgs<'waiver.grant'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  refuse(_args: CommandArgs<'waiver.refuse'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  end(_args: CommandArgs<'waiver.end'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): WaiverReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
