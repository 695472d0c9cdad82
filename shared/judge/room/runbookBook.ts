import type { RunbookReading } from '../../model/room/runbookReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type RunbookDesk, type World } from './book.ts';

/** The runbook. */
export class RunbookBook implements Book, RunbookDesk {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  isPhaseDone(_phase: string): boolean {
    return false;
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

  finish(_args: CommandArgs<'step.finish'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  skip(_args: CommandArgs<'step.skip'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  reopen(_args: CommandArgs<'step.reopen'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): RunbookReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
