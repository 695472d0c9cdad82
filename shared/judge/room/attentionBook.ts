import type { AttentionReading } from '../../model/room/attentionReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type AttentionDesk, type Book, type Decided, refuse, type World } from './book.ts';

/** Triggers and the people they call. */
export class AttentionBook implements AttentionDesk, Book {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  armOf(trigger: string): 'advise' | 'hold' | 'act' {
    return this.world.plan.triggers[trigger]?.arm ?? 'advise';
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

  acknowledge(_args: CommandArgs<'trigger.acknowledge'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  shelve(_args: CommandArgs<'trigger.shelve'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  unshelve(_args: CommandArgs<'trigger.unshelve'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  reset(_args: CommandArgs<'trigger.reset'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  setArm(_args: CommandArgs<'arm.set'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  veto(_args: CommandArgs<'countdown.veto'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): AttentionReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
