import type {
  Appended,
  EntryNumber,
  LedgerEntry,
  LedgerLink,
  LedgerNews,
} from '../../electron/engine/desks/ledgerDoor.ts';

/** Everything that is on its way between desks and the ledger; whoever runs the model says what arrives next. */
export class ModelLedger {
  readonly entries: LedgerEntry[] = [];
  readonly links: ModelLink[] = [];

  open(): ModelLink {
    const link = new ModelLink(this);
    this.links.push(link);
    return link;
  }

  /** As JetStream does it: behind the last entry that the writer names, or not at all; one id once. */
  keep(body: Uint8Array, id: string, after: EntryNumber): Appended {
    const known = this.entries.find((entry) => entry.id === id);
    if (known !== undefined) return { kind: 'kept', number: known.number };
    const last = this.entries.at(-1)?.number ?? 0;
    if (last !== after) return { kind: 'behind' };
    // Other launches have entries between ours.
    const number = last + 1 + (this.entries.length % 3);
    this.entries.push({ number, id, body });
    return { kind: 'kept', number };
  }
}

interface OnItsWay {
  readonly body: Uint8Array;
  readonly id: string;
  readonly after: EntryNumber;
  readonly answer: (appended: Appended) => void;
}

/** One desk's link, cut and healed by whoever runs the model. */
export class ModelLink implements LedgerLink {
  readonly address = 'model://ledger';
  isCut = false;
  private readonly ledger: ModelLedger;
  private readonly appends: OnItsWay[] = [];
  private readonly news: LedgerNews[] = [];
  private wake: (() => void) | undefined;
  /** Handed on, or waiting to be. */
  private reached = 0;

  constructor(ledger: ModelLedger) {
    this.ledger = ledger;
  }

  async *read(after: EntryNumber, signal: AbortSignal): AsyncGenerator<LedgerNews, void, undefined> {
    this.reached = after;
    this.tell();
    signal.addEventListener('abort', () => this.wake?.());
    while (!signal.aborted) {
      const next = this.news.shift();
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  append(body: Uint8Array, id: string, after: EntryNumber): Promise<Appended> {
    if (this.isCut) return Promise.resolve({ kind: 'unknown', text: 'cut' });
    return new Promise((answer) => this.appends.push({ body, id, after, answer }));
  }

  greet(): void {
    // Nobody listens.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  get isBusy(): boolean {
    return this.appends.length > 0 || this.isBehind;
  }

  private get isBehind(): boolean {
    return !this.isCut && (this.ledger.entries.at(-1)?.number ?? 0) > this.reached;
  }

  /** One entry arrives at the desk. */
  deliver(): void {
    const entry = this.ledger.entries.find(({ number }) => number > this.reached);
    if (this.isCut || entry === undefined) return;
    this.reached = entry.number;
    this.hand({ kind: 'entries', entries: [entry] });
  }

  /** An append arrives at the ledger; its answer gets through or is lost. Or it is lost itself. */
  land(fate: 'kept' | 'answerLost' | 'lost'): void {
    const one = this.appends.shift();
    if (one === undefined) return;
    const appended = fate === 'lost' ? undefined : this.ledger.keep(one.body, one.id, one.after);
    one.answer(fate === 'kept' && appended !== undefined ? appended : { kind: 'unknown', text: fate });
  }

  cut(): void {
    if (this.isCut) return;
    this.isCut = true;
    this.hand({ kind: 'cutOff', text: 'The link was cut.' });
  }

  heal(): void {
    if (!this.isCut) return;
    this.isCut = false;
    this.tell();
  }

  /** What was made meanwhile, and that this is all of it. */
  private tell(): void {
    const entries = this.ledger.entries.filter(({ number }) => number > this.reached);
    this.reached = entries.at(-1)?.number ?? this.reached;
    if (entries.length > 0) this.hand({ kind: 'entries', entries });
    this.hand({ kind: 'joined' });
  }

  private hand(news: LedgerNews): void {
    this.news.push(news);
    this.wake?.();
  }
}
