import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import type { EvidencePiece, Note, Order, StatusUpdate, Waiver } from './reviewData.ts';
import type { ReviewInput } from './reviewInput.ts';
import type { ReviewNames } from './reviewNames.ts';
import { type FactBody, type FactKind } from '../../shared/model/room/roomFact.ts';
import { readFact } from './readFact.ts';
import { rowWords } from './rowWords.ts';

/** What people did, gathered from rows that speak of each other: a thing with its answer, its attempts, its corrections. */

export function waiversOf({ ledger, plan }: ReviewInput, names: ReviewNames): Waiver[] {
  return each(ledger, 'waiver.proposed').map(({ row, body }): Waiver => {
    const granted = each(ledger, 'waiver.granted').find((one) => one.body.proposal === row.seq);
    const refused = each(ledger, 'waiver.refused').find((one) => one.body.proposal === row.seq);
    const ended = each(ledger, 'waiver.ended').find((one) => one.body.proposal === row.seq);
    const answer = ended ?? refused ?? granted;
    const state = ended ? 'ended' : refused ? 'refused' : granted ? 'granted' : 'proposed';
    return {
      row: row.seq,
      at: row.at,
      criterion: body.criterion,
      says: plan.criteria[body.criterion]?.says ?? body.criterion,
      cell: body.cell,
      reason: body.reason,
      untilAt: body.untilAt,
      by: names.person(row.actor),
      state,
      answeredBy: answer === undefined ? null : names.person(answer.row.actor),
      answer: (ended ?? refused)?.body.reason ?? granted?.body.note ?? null,
    };
  });
}

export function ordersOf({ ledger }: ReviewInput, names: ReviewNames): Order[] {
  return each(ledger, 'order.placed').map(({ row, body: { order } }): Order => {
    const attempts = each(ledger, 'order.attempted').filter((one) => one.body.order === order);
    const last = ledger.findLast(
      (one) => Object.hasOwn(orderStates, one.kind) && 'order' in one.body && one.body['order'] === order,
    );
    return {
      row: row.seq,
      order,
      at: row.at,
      by: names.person(row.actor),
      text: rowWords(row, names),
      state: (last && orderStates[last.kind]) ?? 'placed',
      attempts: attempts.map(({ row: { at }, body: { outcome, text } }) => ({ at, outcome, text })),
    };
  });
}

const orderStates: Readonly<Record<string, string>> = {
  'order.confirmed': 'confirmed',
  'order.stabilized': 'stable',
  'order.fell_overdue': 'overdue',
  'order.failed': 'failed',
  'order.cancelled': 'cancelled',
};

export function evidenceOf({ ledger, plan }: ReviewInput, names: ReviewNames): EvidencePiece[] {
  return each(ledger, 'evidence.attached').map(({ row, body }): EvidencePiece => {
    const accepted = each(ledger, 'evidence.accepted').find((one) => one.body.attachment === row.seq);
    const rejected = each(ledger, 'evidence.rejected').find((one) => one.body.attachment === row.seq);
    const answer = rejected ?? accepted;
    return {
      row: row.seq,
      at: row.at,
      by: names.person(row.actor),
      evidence: body.evidence,
      says: plan.evidence[body.evidence]?.says ?? body.evidence,
      file: body.file,
      verdict: body.reading.verdict,
      reading: body.reading.says,
      state: rejected ? 'rejected' : accepted ? 'accepted' : 'attached',
      answeredBy: answer === undefined ? null : names.person(answer.row.actor),
      answer: rejected?.body.reason ?? accepted?.body.note ?? null,
    };
  });
}

export function notesOf({ ledger }: ReviewInput, names: ReviewNames): Note[] {
  const notes = each(ledger, 'note.written');
  return notes.map(({ row, body }) => ({
    row: row.seq,
    at: row.at,
    by: names.person(row.actor),
    text: body.text,
    aboutAt: body.aboutAt ?? null,
    corrects: body.corrects ?? null,
    correctedBy: notes.findLast((one) => one.body.corrects === row.seq)?.row.seq ?? null,
  }));
}

export function updatesOf({ ledger }: ReviewInput, names: ReviewNames): StatusUpdate[] {
  return each(ledger, 'update.written').map(({ row, body }) => ({
    row: row.seq,
    at: row.at,
    by: names.person(row.actor),
    text: body.text,
    delivery: body.to === 'copy' ? 'copied' : deliveryOf(ledger, body.update),
  }));
}

function deliveryOf(ledger: readonly LedgerRow[], update: string): string {
  if (each(ledger, 'update.failed').some((one) => one.body.update === update)) return 'failed';
  const attempts = each(ledger, 'update.attempted').filter((one) => one.body.update === update);
  if (attempts.some((one) => one.body.outcome === 'delivered')) return 'delivered';
  return attempts.length === 0 ? 'waiting' : 'not delivered';
}

function each<Kind extends FactKind>(
  ledger: readonly LedgerRow[],
  kind: Kind,
): { readonly row: LedgerRow; readonly body: FactBody<Kind> }[] {
  return ledger.flatMap((row) => {
    const body = readFact(row, kind);
    return body === undefined ? [] : [{ row, body }];
  });
}
