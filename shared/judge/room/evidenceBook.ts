import type { EvidenceReading } from '../../model/room/evidenceReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, type EvidenceDesk, refuse, type World } from './book.ts';

/** Evidence. */
export class EvidenceBook implements Book, EvidenceDesk {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  stateOf(_evidence: string): { readonly state: 'pass' | 'fail' | 'unknown'; readonly why: string } {
    return { state: 'unknown', why: 'nothing is attached' };
  }

  factsOf(_kind: string, _service: string): undefined {
    return undefined;
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

  attach(_args: CommandArgs<'evidence.attach'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  accept(_args: CommandArgs<'evidence.accept'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  reject(_args: CommandArgs<'evidence.reject'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): EvidenceReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
