import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { RampScope } from '../../model/room/rampFacts.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import { canonicalJson } from '../../base/canonicalJson.ts';
import type { RampCell } from './rampCell.ts';
import { isInScope } from './rampScope.ts';

/** Cells that do not advance until somebody says so. */
export interface RampHold {
  readonly row: number;
  readonly scope: RampScope;
  readonly reason: string;
  readonly because?: string | undefined;
  readonly by: LedgerActor;
  readonly sinceAt: number;
}

const mostResumed = 100;

/** Holds of the ramp that are on, by the rows that began them. */
export class RampHolds {
  private readonly holds = new Map<number, RampHold>();
  private resumed: readonly number[] = [];

  all(): readonly RampHold[] {
    return [...this.holds.values()];
  }

  get(row: number): RampHold | undefined {
    return this.holds.get(row);
  }

  /** The hold of exactly this scope. */
  find(scope: RampScope): RampHold | undefined {
    const asked = canonicalJson(scope);
    return this.all().find((hold) => canonicalJson(hold.scope) === asked);
  }

  on(cell: RampCell): readonly RampHold[] {
    return this.all().filter(({ scope }) => isInScope(cell, scope));
  }

  isOver(row: number): boolean {
    return this.resumed.includes(row);
  }

  apply({ kind, body, seq, actor, at }: RoomRow): void {
    if (kind === 'ramp.held') {
      const { scope, reason, because } = body;
      this.holds.set(seq, { row: seq, scope, reason, because, by: actor, sinceAt: at });
    } else if (kind === 'ramp.resumed' && this.holds.delete(body.hold)) {
      this.resumed = [...this.resumed, body.hold].slice(-mostResumed);
    }
  }

  save(): unknown {
    return JSON.parse(JSON.stringify({ holds: this.all(), resumed: this.resumed })) as unknown;
  }

  load(saved: unknown): void {
    const { holds, resumed } = saved as { holds: readonly RampHold[]; resumed: readonly number[] };
    this.holds.clear();
    for (const hold of holds) this.holds.set(hold.row, hold);
    this.resumed = resumed;
  }
}
