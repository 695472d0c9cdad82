import type { Plan } from '../../model/plan.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import { reachMs, type TriggerAnswer } from './rightAnswers.ts';

/** A right answer that somebody gave who was there. */
export interface MarkedAnswer {
  readonly answer: TriggerAnswer;
  /** The row of the ledger that set the mark. */
  readonly row: number;
  readonly note: string;
}

/** What a ledger's marks say should have been found: those that were not withdrawn, of triggers that the plan has. */
export function markAnswers(rows: readonly RoomRow[], plan: Plan): MarkedAnswer[] {
  const withdrawn = new Set(rows.flatMap((row) => (row.kind === 'mark.withdrawn' ? [row.body.mark] : [])));
  return rows.flatMap((row): MarkedAnswer[] => {
    if (row.kind !== 'mark.set' || withdrawn.has(row.seq)) return [];
    const { trigger: id, cell, fromAt, toAt, note } = row.body;
    if (!Object.hasOwn(plan.triggers, id)) return [];
    const span = { incident: `row ${row.seq}`, beginsMs: fromAt, overMs: toAt, byMs: toAt };
    const endsMs = toAt + reachMs(plan, id);
    return [{ answer: { kind: 'trigger', id, cell, ...span, endsMs }, row: row.seq, note }];
  });
}
