import { cellWords } from '../../shared/judge/selector.ts';
import type { LedgerActor, LedgerRow } from '../../shared/model/ledgerRow.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { Person } from './reviewData.ts';
import { readFact } from './readFact.ts';
import type { ReviewTimes } from './reviewTimes.ts';

/** What things are called in sentences: as the plan calls them, with their ids where people use those. */
export class ReviewNames {
  readonly times: ReviewTimes;
  private readonly plan: Plan;
  private readonly rows: ReadonlyMap<number, LedgerRow>;

  constructor(plan: Plan, times: ReviewTimes, ledger: readonly LedgerRow[]) {
    this.plan = plan;
    this.times = times;
    this.rows = new Map(ledger.map((row) => [row.seq, row]));
  }

  person({ role, name }: LedgerActor): Person {
    return { role, roleName: this.role(role), name };
  }

  role(id: string): string {
    if (id === 'system') return 'Holdpoint';
    return own(this.plan.roles, id)?.name ?? id;
  }

  roles(ids: readonly string[]): string {
    return ids.map((id) => this.role(id)).join(', ');
  }

  trigger(id: string, cell: Labels = {}): string {
    return withCell(withName(id, own(this.plan.triggers, id)?.name), cell);
  }

  criterion(id: string, cell: Labels = {}): string {
    return withCell(withName(id, own(this.plan.criteria, id)?.says), cell);
  }

  evidence(id: string): string {
    return withName(id, own(this.plan.evidence, id)?.says);
  }

  milestone(id: string): string {
    return withName(id, own(this.plan.milestones, id)?.says);
  }

  step(id: string): string {
    const step = this.plan.runbook.flatMap((phase) => phase.steps).find((one) => one.id === id);
    return withName(id, step?.says);
  }

  poll(id: string): string {
    return withName(id, own(this.plan.polls, id)?.question);
  }

  /** The poll that this row opened. */
  pollOfRow(seq: number): string {
    const row = this.rows.get(seq);
    const opened = row && readFact(row, 'poll.opened');
    return opened === undefined ? `the poll of row ${seq}` : `poll ${opened.poll}`;
  }

  /** The criterion whose waiver this row proposed. */
  waiverOfRow(seq: number): string {
    const row = this.rows.get(seq);
    const proposed = row && readFact(row, 'waiver.proposed');
    if (proposed === undefined) return `the waiver of row ${seq}`;
    return `the waiver of ${this.criterion(proposed.criterion, proposed.cell)}`;
  }

  evidenceOfRow(seq: number): string {
    const row = this.rows.get(seq);
    const attached = row && readFact(row, 'evidence.attached');
    return attached === undefined
      ? `the evidence of row ${seq}`
      : `${attached.file.name} for ${this.evidence(attached.evidence)}`;
  }
}

/** Ids come from people's rows: a name such as `constructor` is no role. */
function own<Value>(map: Readonly<Record<string, Value>>, id: string): Value | undefined {
  return Object.hasOwn(map, id) ? map[id] : undefined;
}

function withName(id: string, name: string | undefined): string {
  return name === undefined || name === id ? id : `${id} (${name})`;
}

function withCell(text: string, cell: Labels): string {
  return Object.keys(cell).length === 0 ? text : `${text}, ${cellWords(cell)}`;
}
