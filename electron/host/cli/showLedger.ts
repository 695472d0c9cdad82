import { cellWords } from '../../../shared/judge/selector.ts';
import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { Paint } from './paint.ts';
import { showTable } from './showTable.ts';
import { showUtc } from './showTimes.ts';

/** Rows of a ledger, one a line: who wrote what, and when. */
export function showLedger(rows: readonly Omit<LedgerRow, 'prev' | 'hash'>[], paint: Paint): Generator<string> {
  const cells = rows.map(({ seq, at, actor, kind, body }) => [
    String(seq),
    showUtc(at),
    printable(`${actor.role} (${actor.name})`, 40),
    kind,
    printable(bodyWords(body), 400),
  ]);
  return showTable(cells, ['right', 'left', 'left', 'left', 'free'], paint);
}

/** What people wrote and chose, without what machines keep for later. */
function bodyWords(body: { readonly [key: string]: JsonValue }): string {
  return Object.entries(body)
    .filter(([key]) => !['command', 'rehearsal', 'saw', 'tick', 'snapshot', 'digest'].includes(key))
    .map(([key, value]) => `${key} ${valueWords(key, value)}`)
    .join(', ');
}

function valueWords(key: string, value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && key.endsWith('At')) return showUtc(value);
  if (key === 'cell' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return cellWords(value as Readonly<Record<string, string>>);
  }
  return JSON.stringify(value);
}
