import type { ClockReading } from '../../model/room/clockReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, type ClockDesk, refuse, type World } from './book.ts';

/** The clock of the launch. */
export class ClockBook implements Book, ClockDesk {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  readonly tMs = 0;
  readonly isOver = false;

  holds(): readonly string[] {
    return [];
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

  hold(_args: CommandArgs<'clock.hold'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  resume(_args: CommandArgs<'clock.resume'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  recycle(_args: CommandArgs<'clock.recycle'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  scrub(_args: CommandArgs<'clock.scrub'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  launch(_args: CommandArgs<'clock.launch'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): ClockReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
