import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import type { EntryNumber, LedgerEntry } from '../ledgerDoor.ts';

/** The server keeps them with an entry: under which id, and behind which other one it was appended. */
const idHeader = 'Nats-Msg-Id';
const afterHeader = 'Nats-Expected-Last-Subject-Sequence';

/** What a desk has read is no longer there, or something between is missing. Seen once, it may be a server that lags behind. */
export class LedgerGone extends Error {
  override readonly name = 'LedgerGone';
}

/** One server keeps the ledgers of many launches and keeps one of each id: so an id is told from that of another launch. */
export function writeEntryId(launch: string, id: string): string {
  return `${launch}/${id}`;
}

/** How far the ledger is read, over every break: each entry says behind which one it stands, so none is missed unseen. */
export class LedgerPlace {
  private readonly launch: string;
  private number: EntryNumber;
  /** What the last entry is known by; undefined while none was read. */
  private mark: string | undefined;

  constructor(launch: string, after: EntryNumber) {
    this.launch = launch;
    this.number = after;
  }

  get after(): EntryNumber {
    return this.number;
  }

  /** Whether the last entry that was read is still there, and the same. Throws `LedgerGone`. */
  check(stored: StoredMsg | null, subject: string): void {
    const isThere = stored?.subject === subject;
    const mark = stored === null ? '' : markOf(stored.header.get(idHeader), stored.time);
    if (!isThere || (this.mark !== undefined && this.mark !== mark)) throw new LedgerGone();
  }

  /** The next entry. Throws `LedgerGone`. */
  take(message: JsMsg): LedgerEntry {
    const { seq: number, data, headers, time } = message;
    const id = headers?.get(idHeader) ?? '';
    const after = headers?.get(afterHeader) ?? '';
    // Of what somebody put there by other means nothing is known: whoever reads entries finds that it is none.
    if (number <= this.number || (after !== '' && Number(after) !== this.number)) throw new LedgerGone();
    this.number = number;
    this.mark = markOf(id, time);
    return { number, id: id.replace(`${this.launch}/`, ''), body: data.slice() };
  }
}

function markOf(id: string, time: Date): string {
  return `${id} ${time.getTime()}`;
}
