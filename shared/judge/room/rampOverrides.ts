import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { RampScope } from '../../model/room/rampFacts.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import { refuse, type World } from './book.ts';

/** An advance against its criteria that waits for somebody else to approve. */
export interface OverrideProposal {
  readonly row: number;
  readonly scope: RampScope;
  readonly to: number;
  readonly reason: string;
  readonly blockedBy: readonly string[];
  readonly by: LedgerActor;
  readonly proposedAt: number;
  state: 'pending' | 'approved' | 'refused';
}

/** The room has moved on by then: what was in the way is something else now. */
const lapsesAfterMs = 900_000;
const mostKept = 40;

export class RampOverrides {
  private readonly proposals = new Map<number, OverrideProposal>();

  apply({ kind, body, seq, actor, at }: RoomRow): void {
    if (kind === 'override.proposed') {
      this.proposals.set(seq, { row: seq, ...body, by: actor, proposedAt: at, state: 'pending' });
      for (const old of [...this.proposals.keys()].slice(0, -mostKept)) this.proposals.delete(old);
    } else if (kind === 'override.refused') this.end(body.proposal, 'refused');
    else if (kind === 'order.placed' && body.override !== undefined) this.end(body.override, 'approved');
  }

  pending(nowMs: number): OverrideProposal[] {
    return [...this.proposals.values()].filter((one) => one.state === 'pending' && !hasLapsed(one, nowMs));
  }

  /** A proposal that can still be answered, or why not. */
  require(row: number, { nowMs }: World): OverrideProposal | CommandRefusal {
    const found = this.proposals.get(row);
    if (found === undefined) return refuse('not_found', `Row ${row} of the ledger proposes no override.`);
    if (found.state !== 'pending') return refuse('already_done', `The override was ${found.state} already.`);
    if (hasLapsed(found, nowMs)) return refuse('bad_request', 'The proposal has lapsed after 15 min; propose it anew.');
    return found;
  }

  save(): unknown {
    return JSON.parse(JSON.stringify([...this.proposals.values()])) as unknown;
  }

  load(saved: unknown): void {
    this.proposals.clear();
    for (const one of saved as readonly OverrideProposal[]) this.proposals.set(one.row, { ...one });
  }

  private end(row: number, state: 'approved' | 'refused'): void {
    const found = this.proposals.get(row);
    if (found !== undefined) found.state = state;
  }
}

function hasLapsed({ proposedAt }: OverrideProposal, nowMs: number): boolean {
  return nowMs - proposedAt > lapsesAfterMs;
}
