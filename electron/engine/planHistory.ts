import { Judge } from '../../shared/judge/judge.ts';
import { latencyLimitsOf } from '../../shared/judge/planWindows.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { comparePlans } from '../../shared/model/comparePlans.ts';
import { showProblem } from '../../shared/model/problem.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { toRoomRow } from '../../shared/model/room/roomFact.ts';
import { readRehearsal, type Rehearsal } from './rehearsal.ts';
import type { Session } from './store/session.ts';

/** A plan, and from where in the ledger on it judges. */
export interface PlanVersion {
  readonly plan: Plan;
  readonly digest: string;
  /** The row that brought it into force; 0 for the plan that the session began with. */
  readonly row: number;
  /** Epoch ms of that row. */
  readonly at: number;
}

/**
 * Which plan judges which second: the one that the session began with, and each that took its place. A plan that came
 * later is told all that was before it, as if it had always been there: its windows are full at once, and what people had
 * done counts under it.
 */
export class PlanHistory {
  private readonly session: Session;
  private versions: readonly [PlanVersion, ...PlanVersion[]];
  /** What is rehearsed, where something is. */
  readonly rehearsal: Rehearsal | undefined;

  constructor(session: Session, first: { readonly plan: Plan; readonly digest: string }) {
    this.session = session;
    this.rehearsal = readRehearsal(session, first.plan);
    this.versions = [{ plan: first.plan, digest: first.digest, row: 0, at: -Infinity }];
    this.reread();
  }

  /** Takes the changes as the ledger has them. */
  reread(): void {
    const [first] = this.versions;
    const later = this.session.readLedger().flatMap((ledgerRow) => {
      const row = ledgerRow.kind === 'plan.changed' ? toRoomRow(ledgerRow) : undefined;
      if (row?.kind !== 'plan.changed') return [];
      return [{ plan: this.readByDigest(row.body.digest), digest: row.body.digest, row: row.seq, at: ledgerRow.at }];
    });
    this.versions = [first, ...later];
  }

  /** How often the plan was changed. */
  get changes(): number {
    return this.versions.length - 1;
  }

  get newest(): PlanVersion {
    return this.versions.at(-1) ?? this.versions[0];
  }

  /** The plan in force at the end of a second, rows of the ledger up to `toSeq` known. */
  at(tick: number, toSeq = Infinity): PlanVersion {
    return this.versions.findLast(({ at, row }) => at <= tick * 1000 && row <= toSeq) ?? this.versions[0];
  }

  /** Every plan that some second up to `tick` was judged by. */
  upTo(tick: number): readonly PlanVersion[] {
    return this.versions.filter(({ at }) => at <= tick * 1000);
  }

  /** The plan that the row with this number brought; the first one for a number that is none of theirs. */
  ofRow(row: number): PlanVersion {
    return this.versions.find((version) => version.row === row) ?? this.versions[0];
  }

  /** The row after which this plan judges no more; undefined for the last. */
  endOf({ row }: PlanVersion): number | undefined {
    return this.versions.find((version) => version.row > row)?.row;
  }

  /** A judge of this plan that has judged nothing. */
  createJudge({ plan }: Pick<PlanVersion, 'plan'>): Judge {
    return new Judge(plan, { isStaffed: this.session.identity.kind !== 'replay', injects: this.rehearsal?.injects });
  }

  readByDigest(digest: string): Plan {
    const row = this.session.readPlan(digest);
    const { plan, problems } = readPlan(row?.text ?? '', this.session.path);
    if (row !== undefined && plan !== undefined) return plan;
    const why = problems[0] === undefined ? 'it is not there' : showProblem(problems[0]);
    throw new Error(`The plan ${digest} of ${this.session.path} cannot be read by this version: ${why}`);
  }
}

/** What may not change while a launch goes on: what was gathered was gathered for it. A sentence, or undefined. */
export function refusedChange(before: Plan, after: Plan): string | undefined {
  const anew = 'begin another session for that';
  if (before.launch.id !== after.launch.id) {
    return `That is the plan of ${after.launch.id}, and this is the launch ${before.launch.id}: ${anew}.`;
  }
  if (before.launch.t0 !== after.launch.t0) {
    return 'T-0 is moved by the clock (hold, recycle), not by the plan: leave launch.t0 as it is.';
  }
  if (comparePlans(before, after).some(({ part }) => part === 'dimensions')) {
    return `The plan has other cells (dimensions), and what people did speaks of those that were: ${anew}.`;
  }
  const [had, asked] = [latencyLimitsOf(before), latencyLimitsOf(after)];
  if (had.join() !== asked.join()) {
    const list = (limits: readonly number[]): string => limits.map((ms) => `${ms} ms`).join(', ') || 'none';
    return `Latencies are counted against ${list(had)} as they arrive, and that plan asks for ${list(asked)}: ${anew}.`;
  }
  return undefined;
}
