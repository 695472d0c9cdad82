import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { RoomFact } from '../../model/room/roomFact.ts';
import type { LiveTrigger } from '../trigger.ts';
import type { World } from './book.ts';

export interface Shelving {
  readonly untilAt: number;
  readonly by: LedgerActor;
  readonly reason: string;
}

/** Triggers that somebody has put aside for a time. They are judged and logged as ever. */
export class Shelf {
  private readonly world: World;
  private readonly shelved = new Map<LiveTrigger, Shelving>();

  constructor(world: World) {
    this.world = world;
  }

  /** Undefined when its time is over, whether or not that has been written yet. */
  get(live: LiveTrigger): Shelving | undefined {
    const shelving = this.shelved.get(live);
    return shelving !== undefined && shelving.untilAt > this.world.nowMs ? shelving : undefined;
  }

  has(live: LiveTrigger): boolean {
    return this.get(live) !== undefined;
  }

  get count(): number {
    return [...this.shelved.keys()].filter((live) => this.has(live)).length;
  }

  put(live: LiveTrigger, shelving: Shelving): void {
    this.shelved.set(live, shelving);
  }

  take(live: LiveTrigger): void {
    this.shelved.delete(live);
  }

  due(): RoomFact[] {
    return [...this.shelved.keys()]
      .filter((live) => !this.has(live))
      .map(({ id, cell }) => ({
        kind: 'trigger.unshelved',
        body: { trigger: id, cell, reason: 'Its time is over.' },
      }));
  }

  save(): unknown {
    const { triggers } = this.world;
    return [...this.shelved].map(([live, shelving]) => [triggers.indexOf(live), { ...shelving }]);
  }

  load(saved: unknown): void {
    this.shelved.clear();
    for (const [index, shelving] of saved as [number, Shelving][]) {
      const live = this.world.triggers[index];
      if (live !== undefined) this.shelved.set(live, shelving);
    }
  }
}
