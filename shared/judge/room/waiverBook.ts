import { isSamePerson } from '../../base/samePerson.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { WaiverReading } from '../../model/room/waiverReading.ts';
import type { Labels } from '../../model/series.ts';
import { cellKey, cellWords } from '../selector.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';
import { missingRole, roleWords, rolesWords } from './missingRight.ts';
import { momentWords } from './momentWords.ts';

interface Waiver {
  readonly row: number;
  readonly criterion: string;
  readonly cell: Labels;
  readonly reason: string;
  readonly untilAt: number;
  readonly proposer: LedgerActor;
  readonly grant?: LedgerActor & { readonly at: number };
}

interface EndedWaiver extends Waiver {
  readonly how: 'refused' | 'ended' | 'expired';
  readonly endedAt: number;
  readonly why: string;
}

const longestMs = 24 * 3_600_000;
const keptEnded = 5;
/** Words of a person in a snapshot; the ledger has all of them. */
const mostWords = 240;

/** Who lets a criterion pass, why and until when. One proposes, another grants. */
export class WaiverBook implements Book {
  readonly world: World;
  /** Proposed or in force, by the row of the proposal. */
  private readonly live = new Map<number, Waiver>();
  private ended: readonly EndedWaiver[] = [];

  constructor(world: World) {
    this.world = world;
  }

  apply(row: RoomRow): void {
    const { seq, at, actor } = row;
    if (row.kind === 'waiver.proposed') {
      this.live.set(seq, { row: seq, ...row.body, proposer: { ...actor } });
    } else if (row.kind === 'waiver.granted') {
      const waiver = this.live.get(row.body.proposal);
      if (waiver === undefined) return;
      this.live.set(waiver.row, { ...waiver, grant: { ...actor, at } });
      this.enforce(waiver);
    } else if (row.kind === 'waiver.refused') {
      this.bury(row.body.proposal, { how: 'refused', endedAt: at, why: row.body.reason });
    } else if (row.kind === 'waiver.ended') {
      const how = actor.role === 'system' ? 'expired' : 'ended';
      this.bury(row.body.proposal, { how, endedAt: at, why: row.body.reason });
    } else if (row.kind === 'plan.changed') {
      // What was waived is not what the criterion says now.
      const changed = row.body.differences.find(({ part }) => part === 'criteria')?.ids ?? [];
      const why = 'The plan was changed, and the criterion with it.';
      for (const { row: proposal, criterion } of [...this.live.values()]) {
        if (changed.includes(criterion)) this.bury(proposal, { how: 'ended', endedAt: at, why });
      }
    }
  }

  advance(_tick: number): void {
    // A waiver ends at its instant, which the criterion knows.
  }

  due(tick: number): readonly RoomFact[] {
    const over = [...this.live.values()].filter(({ untilAt }) => untilAt <= tick * 1000);
    return over.map(({ row, untilAt, grant }) => {
      const until = this.words(untilAt);
      const reason = grant === undefined ? `Nobody granted it before its end at ${until}.` : `It ran until ${until}.`;
      return { kind: 'waiver.ended', body: { proposal: row, reason } };
    });
  }

  propose(args: CommandArgs<'waiver.propose'>, { actor }: Asker): Decided {
    const { criterion, cell, reason, untilAt } = args;
    const { world } = this;
    const missing = missingRole(world, actor.role, 'propose a waiver') ?? this.missingCriterion(criterion, cell);
    if (missing !== undefined) return missing;
    if (this.criterionOf({ criterion }).waivable.length === 0) return this.unwaivable(criterion);
    if (untilAt <= world.nowMs) {
      return refuse('bad_request', `A waiver until ${this.words(untilAt)} is over already; write a later end.`);
    }
    if (untilAt > world.nowMs + longestMs) {
      const latest = this.words(world.nowMs + longestMs);
      return refuse('bad_request', `A waiver lasts 24 hours at most; let it end by ${latest}.`);
    }
    const isThere = [...this.live.values()].some(
      (one) =>
        isOn(one, criterion, cell) &&
        one.untilAt === untilAt &&
        one.reason === reason &&
        isSamePerson(one.proposer.name, actor.name),
    );
    if (isThere) return refuse('already_done', `${actor.name} has proposed this waiver already.`);
    return [{ kind: 'waiver.proposed', body: args }];
  }

  grant({ proposal, note }: CommandArgs<'waiver.grant'>, { actor }: Asker): Decided {
    const waiver = this.live.get(proposal);
    if (waiver === undefined) return this.gone(proposal);
    const { waivable } = this.criterionOf(waiver);
    if (waivable.length === 0) return this.unwaivable(waiver.criterion);
    const missing = missingRole(this.world, actor.role, 'grant a waiver');
    if (missing !== undefined) return missing;
    if (!waivable.includes(actor.role)) {
      const who = roleWords(this.world, actor.role);
      return refuse(
        'not_allowed',
        `${who} may not waive ${waiver.criterion}; ask ${rolesWords(this.world, waivable)}.`,
      );
    }
    if (waiver.grant !== undefined) {
      return refuse('already_done', `${waiver.grant.name} has granted this waiver already.`);
    }
    if (isSamePerson(waiver.proposer.name, actor.name)) {
      const who = `${actor.name} has proposed this waiver and cannot grant it as well`;
      return refuse('same_person', `${who}; somebody else must.`);
    }
    if (waiver.untilAt <= this.world.nowMs) {
      return refuse('bad_request', `This waiver would have ended at ${this.words(waiver.untilAt)}; propose it anew.`);
    }
    return [{ kind: 'waiver.granted', body: { proposal, ...(note === undefined ? {} : { note }) } }];
  }

  refuse({ proposal, reason }: CommandArgs<'waiver.refuse'>, { actor }: Asker): Decided {
    const waiver = this.live.get(proposal);
    if (waiver === undefined) return this.gone(proposal, 'refused');
    if (waiver.grant !== undefined) {
      return refuse('bad_request', `${waiver.grant.name} has granted this waiver; end it instead.`);
    }
    const missing = this.missingSay(waiver, actor, waiver.proposer.name, 'refuse');
    return missing ?? [{ kind: 'waiver.refused', body: { proposal, reason } }];
  }

  end({ proposal, reason }: CommandArgs<'waiver.end'>, { actor }: Asker): Decided {
    const waiver = this.live.get(proposal);
    if (waiver === undefined) return this.gone(proposal, 'ended', 'expired');
    if (waiver.grant === undefined) {
      return refuse('bad_request', 'This waiver is not in force, as nobody has granted it; refuse it instead.');
    }
    const missing = this.missingSay(waiver, actor, waiver.grant.name, 'end');
    return missing ?? [{ kind: 'waiver.ended', body: { proposal, reason } }];
  }

  read(): WaiverReading {
    const live = [...this.live.values()];
    return {
      pending: live
        .filter(({ grant }) => grant === undefined)
        .map((waiver) => ({ ...waiverRow(waiver), grantable: [...this.criterionOf(waiver).waivable] })),
      inForce: live.flatMap((waiver) => {
        const grantedBy = grantRow(waiver);
        return grantedBy === null ? [] : [{ ...waiverRow(waiver), grantedBy }];
      }),
      ended: this.ended.map((one) => ({
        ...waiverRow(one),
        grantedBy: grantRow(one),
        how: one.how,
        endedAt: one.endedAt,
        why: excerptOf(one.why, mostWords),
      })),
    };
  }

  save(): unknown {
    return { live: [...this.live.values()], ended: this.ended };
  }

  load(saved: unknown): void {
    const { live, ended } = saved as { live: readonly Waiver[]; ended: readonly EndedWaiver[] };
    this.live.clear();
    for (const waiver of live) this.live.set(waiver.row, waiver);
    this.ended = ended;
    for (const waiver of live) this.enforce(waiver);
  }

  private bury(proposal: number, end: Pick<EndedWaiver, 'how' | 'endedAt' | 'why'>): void {
    const waiver = this.live.get(proposal);
    if (waiver === undefined) return;
    this.live.delete(proposal);
    this.ended = [{ ...waiver, ...end }, ...this.ended].slice(0, keptEnded);
    if (waiver.grant !== undefined) this.enforce(waiver);
  }

  /** Tells the criterion until when it is waived by all that is in force: the end of one does not end another. */
  private enforce({ criterion, cell }: Waiver): void {
    const ends = [...this.live.values()]
      .filter((one) => one.grant !== undefined && isOn(one, criterion, cell))
      .map(({ untilAt }) => untilAt);
    this.world.waive(criterion, cell, ends.length === 0 ? undefined : Math.max(...ends));
  }

  private missingCriterion(id: string, cell: Labels): CommandRefusal | undefined {
    const { criteria } = this.world.plan;
    const criterion = Object.hasOwn(criteria, id) ? criteria[id] : undefined;
    if (criterion === undefined) return refuse('not_found', `The plan has no criterion ${id}.`);
    if (this.world.findCriterion(id, cell) !== undefined) return undefined;
    const { each } = criterion.scope;
    const where = each.length === 0 ? 'for the launch' : `for each ${each.join(' and ')}`;
    return refuse('not_found', `${id} is judged ${where}, and not for ${cellWords(cell)}.`);
  }

  /** Whoever could have granted it may take it back, with the right to waive, and the person whose word it is. */
  private missingSay(waiver: Waiver, actor: LedgerActor, name: string, verb: string): CommandRefusal | undefined {
    const missing = missingRole(this.world, actor.role, `${verb} a waiver`);
    if (missing !== undefined || isSamePerson(name, actor.name)) return missing;
    const { waivable } = this.criterionOf(waiver);
    if (waivable.includes(actor.role) || this.world.roles.may(actor.role, 'waive')) return undefined;
    const others = waivable.length === 0 ? '' : ` or ${rolesWords(this.world, waivable)}`;
    const who = roleWords(this.world, actor.role);
    return refuse('not_allowed', `${who} may not ${verb} this waiver; ask ${name}${others}.`);
  }

  private unwaivable(criterion: string): CommandRefusal {
    return refuse('not_allowed', `The plan lets nobody waive ${criterion}; it has to pass.`);
  }

  private criterionOf({ criterion }: Pick<Waiver, 'criterion'>): { readonly waivable: readonly string[] } {
    return this.world.plan.criteria[criterion] ?? { waivable: [] };
  }

  /** `done`: the ends after which the command has nothing left to do. */
  private gone(proposal: number, ...done: readonly EndedWaiver['how'][]): CommandRefusal {
    const ended = this.ended.find(({ row }) => row === proposal);
    if (ended === undefined) return refuse('not_found', `Row ${proposal} proposes no waiver that is still open.`);
    const how = { refused: 'was refused', ended: 'was ended', expired: 'has run out' }[ended.how];
    const text = `This waiver ${how} at ${this.words(ended.endedAt)}; to have one, propose it anew.`;
    return refuse(done.includes(ended.how) ? 'already_done' : 'not_found', text);
  }

  private words(atMs: number): string {
    return momentWords(atMs, this.world.plan.launch.t0);
  }
}

function isOn(waiver: Waiver, criterion: string, cell: Labels): boolean {
  return waiver.criterion === criterion && cellKey(waiver.cell) === cellKey(cell);
}

function waiverRow({ row, criterion, cell, reason, untilAt, proposer: { role, name } }: Waiver) {
  return { row, criterion, cell, reason: excerptOf(reason, mostWords), untilAt, proposedBy: { role, name } };
}

function grantRow({ grant }: Waiver): { role: string; name: string; at: number } | null {
  return grant === undefined ? null : { role: grant.role, name: grant.name, at: grant.at };
}
