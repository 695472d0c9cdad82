import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import { type FactBody, type FactKind, factSchemas } from '../../shared/model/room/roomFact.ts';

/** A row as the room understands it; undefined for a kind or a body that this version does not know. */
export function readFact<Kind extends FactKind>(row: LedgerRow, kind: Kind): FactBody<Kind> | undefined {
  if (row.kind !== kind) return undefined;
  const { rehearsal: _rehearsal, command: _command, given: _given, entry: _entry, ...body } = row.body;
  const parsed = factSchemas[kind].safeParse(body);
  return parsed.success ? (parsed.data as FactBody<Kind>) : undefined;
}

export function isFactKind(kind: string): kind is FactKind {
  return Object.hasOwn(factSchemas, kind);
}
