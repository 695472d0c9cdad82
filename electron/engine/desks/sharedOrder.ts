import { Backoff } from '../source/live/backoff.ts';
import type { LiveClock } from '../source/live/liveSource.ts';
import { type DeskEntry, readDeskEntry, writeDeskEntry } from './deskEntry.ts';
import type { EntryNumber, LedgerEntry, LedgerLink } from './ledgerDoor.ts';

/**
 * What became of something that a desk had to say. `kept`: it is in every ledger, in these rows. `dropped`: decided anew, it
 * was no longer to be said. `unsaid`: the link broke before anybody knew; if it was kept all the same, its rows come.
 */
export type Said =
  | { readonly kind: 'kept'; readonly rows: readonly number[] }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'unsaid'; readonly text: string };

/** What a desk needs of time: the session's own tells it when. */
export type DeskClock = Pick<LiveClock, 'steadyMs' | 'sleep'>;

const restMs = 30_000;
const over = 'This desk does not listen to the others any more.';

interface Saying {
  /** Decides on what stands now; undefined when there is nothing to say any more. */
  readonly make: () => DeskEntry | undefined;
  /** It is said whenever the link is there again; others are unsaid when it breaks. */
  readonly isLasting: boolean;
  readonly resolve: (said: Said) => void;
}

interface Flight {
  readonly saying: Saying;
  readonly id: string;
  readonly body: Uint8Array;
  /** Whoever waited for it was told that nobody knows. */
  isGivenUp: boolean;
}

interface OrderInside {
  /** This desk has a time, by which it says things. */
  isReady(): boolean;
  /** Writes an entry into this desk's own ledger. Resolves with its rows when they are on the disk. */
  adopt(entry: LedgerEntry): Promise<readonly number[]>;
  /** The desk has caught up with the others, or has lost them. */
  turn(isJoined: boolean, text: string): void;
  greeted(body: Uint8Array): void;
}

/**
 * The one order of a launch that several desks decide, as one of them lives it: nothing is written into its ledger but what
 * it reads from the order, its own included. One thing is under way at a time, appended behind the last entry that was read;
 * the next entry that is read is either it, or what was first, on which it is decided anew. So what a desk says
 * is said once, and rests on everything before it, whichever answers are lost.
 */
export class SharedOrder {
  private readonly link: LedgerLink;
  private readonly clock: DeskClock;
  private readonly random: () => number;
  private readonly inside: OrderInside;
  private readonly queue: Saying[] = [];
  private flight: Flight | undefined;
  private last: EntryNumber;
  private isJoined = false;
  private readonly ending = new AbortController();
  /** Lasting things that the ledger has refused for now. */
  private resting = 0;

  constructor(
    { link, clock, random }: { readonly link: LedgerLink; readonly clock: DeskClock; readonly random: () => number },
    last: EntryNumber,
    inside: OrderInside,
  ) {
    this.link = link;
    this.clock = clock;
    this.random = random;
    this.last = last;
    this.inside = inside;
  }

  /** Lasting things that are still to be said. */
  get waiting(): number {
    const isWaiting = this.flight?.saying.isLasting === true ? 1 : 0;
    return this.queue.filter(({ isLasting }) => isLasting).length + isWaiting + this.resting;
  }

  /** Until the signal is aborted; throws what no waiting mends. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      for await (const news of this.link.read(this.last, signal)) {
        if (news.kind === 'entries') for (const entry of news.entries) await this.take(entry);
        else if (news.kind === 'joined') this.join();
        else if (news.kind === 'cutOff') this.cutOff(news.text);
        else this.inside.greeted(news.body);
      }
    } finally {
      this.ending.abort();
      this.giveUp(over);
    }
  }

  say(make: Saying['make'], isLasting: boolean): Promise<Said> {
    if (this.ending.signal.aborted) return Promise.resolve({ kind: 'unsaid', text: over });
    return new Promise((resolve) => {
      this.queue.push({ make, isLasting, resolve });
      this.pump();
    });
  }

  private async take(entry: LedgerEntry): Promise<void> {
    const rows = await this.inside.adopt(entry);
    this.last = entry.number;
    const { flight } = this;
    this.flight = undefined;
    if (flight !== undefined) {
      if (flight.id === entry.id) flight.saying.resolve({ kind: 'kept', rows });
      else if (!flight.isGivenUp) this.queue.unshift(flight.saying);
    }
    this.pump();
  }

  private join(): void {
    this.isJoined = true;
    this.inside.turn(true, '');
    const { flight } = this;
    // What was given up and has not come is not said again: whoever wanted it was told to look.
    if (flight?.isGivenUp === true) this.flight = undefined;
    else if (flight !== undefined) void this.append(flight);
    this.pump();
  }

  private cutOff(text: string): void {
    this.inside.turn(false, text);
    this.giveUp(text);
  }

  /** Whoever waits for something that will not be said again is told so. */
  private giveUp(text: string): void {
    this.isJoined = false;
    const { flight } = this;
    const passing = this.queue.filter(({ isLasting }) => !isLasting);
    for (const saying of passing) this.queue.splice(this.queue.indexOf(saying), 1);
    if (flight !== undefined && !flight.saying.isLasting) {
      flight.isGivenUp = true;
      passing.push(flight.saying);
    }
    for (const { resolve } of passing) resolve({ kind: 'unsaid', text });
  }

  private pump(): void {
    while (this.isJoined && this.flight === undefined && this.inside.isReady()) {
      const saying = this.queue.shift();
      if (saying === undefined) return;
      const entry = saying.make();
      const body = entry === undefined ? undefined : writeDeskEntry(entry);
      if (entry === undefined || body === undefined) saying.resolve({ kind: 'dropped' });
      else if (!isReadable(body))
        saying.resolve({ kind: 'unsaid', text: 'What this desk has to say no desk could read.' });
      else {
        const id = `${entry.desk}-${Math.floor(this.random() * 36 ** 10).toString(36)}-${this.last}`;
        this.flight = { saying, id, body, isGivenUp: false };
        void this.append(this.flight);
      }
    }
  }

  /** What the ledger does not take now, for it may be full, is not lost: it is said again after a while, and counts as waiting. */
  private async sayLater(saying: Saying): Promise<void> {
    this.resting += 1;
    await this.clock.sleep(restMs, this.ending.signal);
    this.resting -= 1;
    this.queue.push(saying);
    this.pump();
  }

  /** Until it is known to be there, or something else is: which of them, reading tells. */
  private async append(flight: Flight): Promise<void> {
    const backoff = new Backoff(this.random);
    while (this.flight === flight && this.isJoined) {
      const appended = await this.link.append(flight.body, flight.id, this.last);
      if (this.flight !== flight || appended.kind === 'kept' || appended.kind === 'behind') return;
      if (appended.kind === 'refused') {
        this.flight = undefined;
        if (flight.saying.isLasting) void this.sayLater(flight.saying);
        else flight.saying.resolve({ kind: 'unsaid', text: appended.text });
        this.pump();
        return;
      }
      await this.clock.sleep(backoff.nextMs(), this.ending.signal);
    }
  }
}

/** An entry that cannot be read stops every desk: none is appended. */
function isReadable(body: Uint8Array): boolean {
  try {
    readDeskEntry(body);
    return true;
  } catch {
    return false;
  }
}
