import { mostCarriedBytes } from '../../../shared/model/deskMessages.ts';
import type { LedgerRow } from '../../../shared/model/ledgerRow.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import type { FactKind, RoomFact, RoomRow } from '../../../shared/model/room/roomFact.ts';
import type { Session } from '../store/session.ts';
import type { DeskEntry } from './deskEntry.ts';
import type { EntryNumber } from './ledgerDoor.ts';
import type { DeskInside } from './sharedDesk.ts';
import type { DeskClock } from './sharedOrder.ts';

/** What the ledger of a shared launch needs of the engine. */
interface LedgerInside {
  readonly session: Session;
  readonly clock: DeskClock;
  /** The plan in force, and its digest. */
  plan(): { readonly plan: Plan; readonly digest: string };
  isReady(): boolean;
  /** The session's time, ms. */
  nowMs(): number;
  /** Writes the facts of an entry, all or none, and tells the room. */
  write(entry: DeskEntry, number: EntryNumber): readonly RoomRow[];
  /** Opens the session again where the disk left a write uncertain, or throws. */
  reopenAfter(error: unknown): void;
}

const readyEveryMs = 50;
/** So much may the clock of another desk be ahead of this one's. */
const mostAheadMs = 5000;
/** These name a plan that a desk may not have. */
const namingPlans: ReadonlySet<FactKind> = new Set(['plan.adopted', 'plan.changed', 'plan.proposed']);

/** What the rows of an entry bear in the ledger of each desk. */
export interface EntryMark {
  readonly desk: string;
  readonly number: EntryNumber;
}

/** Which entry a row came by; undefined where one desk decides alone. */
export function entryOf({ body }: LedgerRow): EntryMark | undefined {
  const mark = body['entry'];
  return mark === undefined ? undefined : (mark as unknown as EntryMark);
}

/** One session's own ledger as the copy that it is of the one that all desks share. */
export function openDeskLedger(
  inside: LedgerInside,
): Pick<DeskInside, 'lastEntry' | 'nextRow' | 'adopt' | 'opening' | 'plansOf' | 'filesOf' | 'wasProposed'> {
  const { session, clock } = inside;
  const rowsOf = (number: EntryNumber): number[] =>
    session.readLedger().flatMap((row) => (entryOf(row)?.number === number ? [row.seq] : []));
  let lastSeq = 1;
  const lastRow = (): LedgerRow | undefined => {
    const last = session.readLedger({ fromSeq: lastSeq }).at(-1) ?? session.readLedger().at(-1);
    lastSeq = last?.seq ?? 1;
    return last;
  };
  const nextRow = (): number => (lastRow()?.seq ?? 0) + 1;
  const lastEntry = (): EntryNumber => {
    const last = lastRow();
    if (last === undefined) return 0;
    const mark = entryOf(last);
    if (mark === undefined) throw new Error(ownRows);
    return mark.number;
  };
  return {
    lastEntry,
    nextRow,
    async adopt(entry, number, signal) {
      for (;;) {
        while (!inside.isReady() && !signal.aborted) await clock.sleep(readyEveryMs, signal);
        signal.throwIfAborted();
        if (lastEntry() >= number) return rowsOf(number);
        // It is not known here before it was said there; a desk whose clock is wrong is not waited for.
        for (let waitedMs = 0; inside.nowMs() < entry.at && waitedMs < mostAheadMs; waitedMs += readyEveryMs) {
          await clock.sleep(readyEveryMs, signal);
        }
        signal.throwIfAborted();
        if (entry.row !== nextRow()) throw new Error(ownRows);
        refuseOther(entry, inside.plan());
        try {
          for (const { digest, text } of entry.plans ?? []) {
            if (session.readPlan(digest) === undefined) session.appendPlan({ at: inside.nowMs(), digest, text });
          }
          for (const file of entry.files ?? []) session.keepFile(Buffer.from(file, 'base64'));
          return inside.write(entry, number).map(({ seq }) => seq);
        } catch (error) {
          inside.reopenAfter(error);
        }
      }
    },
    opening() {
      if (lastRow() !== undefined) return [];
      const { plan, digest } = inside.plan();
      return [{ kind: 'plan.adopted', body: { id: plan.launch.id, digest } }];
    },
    plansOf: (facts) =>
      textsOf(
        session,
        facts.flatMap(({ kind, body }) => (namingPlans.has(kind) && 'digest' in body ? [body.digest] : [])),
      ),
    filesOf: (facts) => {
      const files = facts.flatMap((fact) => filesOf(session, fact));
      return files.length === 0 ? undefined : files;
    },
    wasProposed: (asked) =>
      session.readLedger().some(({ kind, body }) => kind === 'desk.proposed' && body['asked'] === asked),
  };
}

const ownRows =
  'This session holds rows of its own that the other desks do not have: begin this desk again with a new session.';

function textsOf(session: Session, digests: readonly string[]): DeskEntry['plans'] {
  const plans = digests.flatMap((digest) => {
    const text = session.readPlan(digest)?.text;
    return text === undefined ? [] : [{ digest, text }];
  });
  return plans.length === 0 ? undefined : plans;
}

function filesOf(session: Session, fact: RoomFact): string[] {
  const named =
    fact.kind === 'evidence.attached' ? [fact.body.file] : fact.kind === 'plan.proposed' ? fact.body.evidence : [];
  if (named.reduce((total, { bytes }) => total + bytes, 0) > mostCarriedBytes) return [];
  return named.flatMap(({ sha256 }) => {
    const bytes = session.readFile(sha256);
    return bytes === undefined ? [] : [Buffer.from(bytes).toString('base64')];
  });
}

/** Desks that judge by different plans decide about different things. */
function refuseOther({ facts }: DeskEntry, own: { readonly plan: Plan; readonly digest: string }): void {
  for (const { kind, body } of facts) {
    if (kind !== 'plan.adopted' || body.digest === own.digest) continue;
    throw new Error(
      `The other desks decide by another plan (${body.id}, ${body.digest}) than this session holds: leave --plan out to take theirs, with a new session.`,
    );
  }
}
