import { isSamePerson } from '../../base/samePerson.ts';
import { differenceWords } from '../../model/comparePlans.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { PlanReading } from '../../model/room/planReading.ts';
import type { CommandArgs, FactBody, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';
import { missingRight, missingRole } from './missingRight.ts';

type Change = PlanReading['changes'][number];

interface Proposal {
  readonly row: number;
  readonly at: number;
  readonly by: RoomRow['actor'];
  readonly body: FactBody<'plan.proposed'>;
}

interface SavedPlans {
  readonly changes: readonly Change[];
  readonly proposals: readonly Proposal[];
}

const mostChanges = 5;
/** So many wait at a time: whoever has more to say writes a plan. */
const mostProposals = 5;
const longestReason = 160;

/** How often the plan was changed while the launch went on, by whom and why; and what waits to be accepted. */
export class PlanBook implements Book {
  readonly world: World;
  /** Newest first. */
  private changes: readonly Change[] = [];
  /** Oldest first. */
  private proposals: readonly Proposal[] = [];

  constructor(world: World) {
    this.world = world;
  }

  apply({ kind, body, seq, at, actor }: RoomRow): void {
    if (kind === 'plan.proposed') {
      this.proposals = [...this.proposals, { row: seq, at, by: actor, body }];
    } else if (kind === 'plan.refused') {
      this.proposals = this.proposals.filter(({ row }) => row !== body.proposal);
    } else if (kind === 'plan.changed') {
      const { digest, reason } = body;
      const change = { row: seq, at, by: actor, digest, reason, differences: differenceWords(body.differences) };
      this.changes = [change, ...this.changes].slice(0, mostChanges);
      // They were written against another plan: accepting one would undo this change.
      this.proposals = [];
    }
  }

  advance(): void {
    // Only people change plans.
  }

  due(): readonly RoomFact[] {
    return [];
  }

  change(args: CommandArgs<'plan.change'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', 'change the plan');
    if (missing !== undefined) return missing;
    if (args.differences.length === 0) return nothingDiffers;
    return [{ kind: 'plan.changed', body: args }];
  }

  propose(args: CommandArgs<'plan.propose'>, { actor }: Asker): Decided {
    const missing = missingRole(this.world, actor.role, 'propose a change of the plan');
    if (missing !== undefined) return missing;
    if (args.differences.length === 0) return nothingDiffers;
    const same = this.proposals.find(({ body }) => body.digest === args.digest);
    if (same !== undefined) {
      return refuse('already_done', `${same.by.name} has proposed this already, in row ${same.row}.`);
    }
    if (this.proposals.length >= mostProposals) {
      const text = `${mostProposals} changes of the plan wait already: have one of them accepted or refused first.`;
      return refuse('bad_request', text);
    }
    return [{ kind: 'plan.proposed', body: args }];
  }

  accept({ proposal: row, digest }: CommandArgs<'plan.accept'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', 'accept a change of the plan');
    if (missing !== undefined) return missing;
    const proposal = this.find(row);
    if (proposal === undefined) return gone(row);
    const { by, body } = proposal;
    if (isSamePerson(by.name, actor.name)) {
      return refuse('same_person', `${actor.name} has proposed this change and cannot accept it; somebody else must.`);
    }
    if (body.digest !== digest) return refuse('bad_request', `Row ${row} proposes another plan than that.`);
    const { reason, differences } = body;
    return [{ kind: 'plan.changed', body: { digest, reason, differences, proposal: row } }];
  }

  refuse({ proposal: row, reason }: CommandArgs<'plan.refuse'>, { actor }: Asker): Decided {
    const proposal = this.find(row);
    if (proposal === undefined) return gone(row);
    // Whoever proposed it may take it back.
    const missing = isSamePerson(proposal.by.name, actor.name)
      ? missingRole(this.world, actor.role, 'refuse a change of the plan')
      : missingRight(this.world, actor.role, 'call', 'refuse a change of the plan');
    return missing ?? [{ kind: 'plan.refused', body: { proposal: row, reason } }];
  }

  read(): PlanReading {
    return {
      row: this.changes[0]?.row ?? 0,
      changes: [...this.changes],
      proposals: this.proposals.map(({ row, at, by, body: { digest, reason, set, evidence } }) => ({
        ...{ row, at, by, digest, set: set.map((one) => excerptOf(one, longestReason)) },
        reason: excerptOf(reason, longestReason),
        evidence: evidence.map(({ name }) => excerptOf(name, longestReason)),
      })),
    };
  }

  save(): SavedPlans {
    const { changes, proposals } = this;
    return { changes, proposals };
  }

  load(saved: unknown): void {
    // A session that was begun before plans could be changed has nothing to say here; later ones knew changes alone.
    const { changes = [], proposals = [] }: Partial<SavedPlans> = Array.isArray(saved)
      ? { changes: saved as readonly Change[] }
      : (saved ?? {});
    [this.changes, this.proposals] = [changes, proposals];
  }

  private find(row: number): Proposal | undefined {
    return this.proposals.find((one) => one.row === row);
  }
}

const nothingDiffers = refuse('already_done', 'That plan says what the plan in force says: nothing would change.');

function gone(row: number): CommandRefusal {
  return refuse('not_found', `Row ${row} proposes no change of the plan that still waits: propose it anew.`);
}
