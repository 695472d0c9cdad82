import type { PollReading } from '../../model/room/pollReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, type PollDesk, refuse, type World } from './book.ts';

/** Polls, votes and decisions. */
export class PollBook implements Book, PollDesk {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  current(): undefined {
    return undefined;
  }

  resultOf(_poll: string): undefined {
    return undefined;
  }

  isOptionOpen(_option: string): boolean {
    return true;
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

  open(_args: CommandArgs<'poll.open'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  close(_args: CommandArgs<'poll.close'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  vote(_args: CommandArgs<'vote.cast'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  decide(_args: CommandArgs<'decision.record'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): PollReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
