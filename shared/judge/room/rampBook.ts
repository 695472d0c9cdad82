import type { RampReading } from '../../model/room/rampReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { Labels } from '../../model/series.ts';
import { type Asker, type Book, type Decided, type RampDesk, refuse, type World } from './book.ts';

/** The ramp. */
export class RampBook implements Book, RampDesk {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  readonly hasBegun = false;

  commandedOf(_cell: Labels): number {
    return 0;
  }

  cellsAbove(_target: string, _cell: Labels, _to: number): readonly { readonly cell: Labels; readonly from: number }[] {
    return [];
  }

  orderOf(_trigger: string, _cell: Labels, _sinceAt: number): 'none' | 'under_way' | 'done' | 'failed' {
    return 'none';
  }

  advancedAt(_cell: Labels): number {
    return 0;
  }

  underWayOn(_cells: readonly Labels[]): readonly string[] {
    return [];
  }

  holds(): readonly { readonly cell: Labels; readonly text: string }[] {
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

  advanceCells(_args: CommandArgs<'ramp.advance'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  rollback(_args: CommandArgs<'ramp.rollback'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  narrow(_args: CommandArgs<'ramp.narrow'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  hold(_args: CommandArgs<'ramp.hold'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  resume(_args: CommandArgs<'ramp.resume'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  approveOverride(_args: CommandArgs<'override.approve'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  refuseOverride(_args: CommandArgs<'override.refuse'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  confirm(_args: CommandArgs<'order.confirm'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  cancel(_args: CommandArgs<'order.cancel'>, _asker: Asker): Decided {
    return refuse('not_found', 'Not yet.');
  }

  read(): RampReading {
    return {};
  }

  save(): unknown {
    return null;
  }

  load(_saved: unknown): void {
    // Nothing yet.
  }
}
