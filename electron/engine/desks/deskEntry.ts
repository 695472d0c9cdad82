import { deskEntry } from '../../../shared/model/deskMessages.ts';
import type { LedgerActor } from '../../../shared/model/ledgerRow.ts';
import { type FactKind, factSchemas, type RoomFact } from '../../../shared/model/room/roomFact.ts';
import type { CommandMark } from '../command/commandDesk.ts';

/** What one desk tells all of them: rows that are written together, in every ledger at the same place. */
export interface DeskEntry {
  readonly desk: string;
  /** When it was said, by this desk's time, ms: its age is counted from then at every desk. */
  readonly at: number;
  readonly actor: LedgerActor;
  readonly facts: readonly RoomFact[];
  /** The row of the ledger that the first of them becomes: the same at every desk. */
  readonly row: number;
  readonly command?: CommandMark | undefined;
  /** The texts of plans that the facts name by their digests. */
  readonly plans?: readonly { readonly digest: string; readonly text: string }[] | undefined;
  /** The files of evidence that the facts name and that are small enough, in base64. */
  readonly files?: readonly string[] | undefined;
}

/** The message of this error is a sentence. */
export class UnreadableEntry extends Error {
  override readonly name = 'UnreadableEntry';
}

export function writeDeskEntry(entry: DeskEntry): Uint8Array {
  return Buffer.from(JSON.stringify({ format: 'holdpoint/entry@1', ...entry }));
}

/** Throws `UnreadableEntry`: a desk that does not read what the others agreed on must not go on as if it did. */
export function readDeskEntry(body: Uint8Array): DeskEntry {
  const entry = deskEntry.safeParse(parse(body)).data;
  const facts = entry?.facts.map(({ kind, body: said }) => readFact(kind, said));
  if (entry === undefined || facts?.includes(undefined) !== false) {
    throw new UnreadableEntry(
      'The ledger of this launch holds an entry that this version of Holdpoint does not read: use the same version at every desk.',
    );
  }
  const { desk, at, actor, row, command, plans, files } = entry;
  return { desk, at, actor, facts: facts as readonly RoomFact[], row, command, plans, files };
}

function readFact(kind: string, body: unknown): RoomFact | undefined {
  if (!Object.hasOwn(factSchemas, kind)) return undefined;
  const parsed = factSchemas[kind as FactKind].safeParse(body);
  return parsed.success ? ({ kind, body: parsed.data } as RoomFact) : undefined;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
