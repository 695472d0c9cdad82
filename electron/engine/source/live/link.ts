import { holdsCardNumber } from '../../../../shared/base/cardNumber.ts';
import type { ArrivalClock } from './arrivalClock.ts';
import type { BoundedQueue } from './boundedQueue.ts';
import type { LiveEvent, LivePosition, LiveSource } from './liveSource.ts';
import { ownMark, ownSources, stampLines, type StampedLines } from './stampLines.ts';

/** Lines on their way into the session, and how far their source is read with them. */
export interface Intake extends StampedLines {
  readonly link: Link | undefined;
  readonly position: LivePosition | undefined;
}

export type LinkState = 'connecting' | 'open' | 'broken' | 'cut' | 'ended';

/** How it stands with a link, for people. */
export interface LinkReading {
  readonly name: string;
  readonly address: string;
  readonly state: LinkState;
  /** Why, in a sentence; empty while all is well. */
  readonly text: string;
  /** Since when it has been in this state, and when the last frame came; ms, by the session's clock. */
  readonly sinceMs: number;
  readonly lastFrameAtMs: number | undefined;
  /** How far behind the other side it knows itself. */
  readonly lagMs: number | undefined;
  readonly frames: number;
  readonly samples: number;
  /** What is gone for good, in what the source counts. */
  readonly lost: number;
  /** Frames that came again, and were left out. */
  readonly repeated: number;
  /** Samples a second over the last minute or so. */
  readonly rate: number;
}

/** What the ledger is told of a link. */
export type LinkNews =
  | { readonly kind: 'opened' }
  | { readonly kind: 'broken'; readonly text: string }
  | { readonly kind: 'lost'; readonly count: number; readonly of: string; readonly text: string };

interface LinkInside {
  readonly inbox: BoundedQueue<Intake>;
  readonly arrivals: ArrivalClock;
  readonly tell: (link: Link, news: LinkNews) => void;
}

const rateOverS = 10;
/** What a line costs beside its bytes: the shortest ones are not to be the dearest. */
const lineBytes = 100;

/** One source of a live session, from where it was last read: pulled, stamped and merged with the others. */
export class Link {
  readonly name: string;
  readonly source: LiveSource;
  private readonly inside: LinkInside;
  private stop: AbortController | undefined;
  private running: Promise<void> = Promise.resolve();
  /** How far it has been taken in, on the disk or not. */
  private taken: LivePosition | undefined;
  private state: LinkState = 'cut';
  private text = '';
  private sinceMs = 0;
  private lastFrameAtMs: number | undefined;
  private lagMs: number | undefined;
  private frames = 0;
  private samples = 0;
  private lost = 0;
  private repeated = 0;
  private wasOpen = false;
  /** Samples by second of arrival, the newest last. */
  private readonly recent: { second: number; samples: number }[] = [];

  constructor(name: string, source: LiveSource, taken: LivePosition | undefined, inside: LinkInside) {
    this.name = name;
    this.source = source;
    this.taken = taken;
    this.inside = inside;
  }

  /** Begins or goes on. Does nothing while it runs. */
  join(): void {
    if (this.stop !== undefined) return;
    const stop = new AbortController();
    this.stop = stop;
    this.turn('connecting', '');
    // What ran before has let go of its source by then.
    this.running = this.running.then(() => this.run(stop.signal));
  }

  cut(text = ''): void {
    this.stop?.abort();
    this.stop = undefined;
    this.turn('cut', text);
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    this.stop?.abort();
    this.stop = undefined;
    await this.running;
  }

  read(): LinkReading {
    const { name, state, text, sinceMs, lastFrameAtMs, lagMs, frames, samples, lost, repeated } = this;
    const second = Math.floor(this.inside.arrivals.now() / 1000);
    const counted = this.recent.filter((one) => one.second < second && one.second >= second - rateOverS);
    const rate = counted.reduce((sum, one) => sum + one.samples, 0) / rateOverS;
    return {
      ...{ name, address: this.source.address, state, text, sinceMs },
      ...{ lastFrameAtMs, lagMs, frames, samples, lost, repeated, rate },
    };
  }

  private async run(signal: AbortSignal): Promise<void> {
    try {
      for await (const event of this.source.read(this.taken, signal)) {
        if (signal.aborted) return;
        await this.take(event, signal);
      }
      if (!signal.aborted) this.end('The source has ended.');
    } catch (error) {
      if (!signal.aborted) this.end(error instanceof Error ? error.message : String(error));
    }
  }

  private async take(event: LiveEvent, signal: AbortSignal): Promise<void> {
    if (event.kind === 'status') {
      this.lagMs = event.lagMs;
      this.repeated = event.repeated ?? this.repeated;
      this.turn(event.state, event.text ?? '');
      return;
    }
    if (event.kind === 'gap') {
      this.lost += event.count;
      const { count, of, text } = event;
      this.inside.tell(this, { kind: 'lost', count, of, text });
      return;
    }
    const { inbox, arrivals } = this.inside;
    await inbox.roomy(signal);
    // A frame that is not taken any more comes again after the next joining: its position was not taken either.
    if (signal.aborted) return;
    const atMs = arrivals.now();
    const { samples, position } = event;
    const lines = stampLines(samples, atMs);
    const mark = ownMark(`${ownSources}${this.name}`, atMs, isKeepable(position) ? position : undefined);
    const bytes = Buffer.concat([lines.bytes, mark.bytes]);
    const count = lines.count + mark.count;
    inbox.put({ bytes, count, link: this, position }, bytes.length + count * lineBytes);
    if (position !== undefined) this.taken = position;
    this.count(samples.length, atMs);
  }

  private count(samples: number, atMs: number): void {
    this.frames += 1;
    this.samples += samples;
    this.lastFrameAtMs = atMs;
    const second = Math.floor(atMs / 1000);
    const newest = this.recent.at(-1);
    if (newest?.second === second) newest.samples += samples;
    else this.recent.push({ second, samples });
    if (this.recent.length > rateOverS + 2) this.recent.shift();
  }

  private end(text: string): void {
    this.stop = undefined;
    this.turn('ended', text);
  }

  /** Only what people would notice is told: that it is open, and that it no longer is. */
  private turn(state: LinkState, text: string): void {
    if (state === this.state && text === this.text) return;
    // Whoever tries again is still cut off, and has been since the break.
    if (state === 'connecting' && this.state === 'broken') return;
    const isNew = state !== this.state;
    this.state = state;
    this.text = text;
    if (isNew) this.sinceMs = this.inside.arrivals.now();
    if (state === 'open' && !this.wasOpen) this.inside.tell(this, { kind: 'opened' });
    const isBroken = state === 'broken' || state === 'ended';
    if (isBroken && this.wasOpen) this.inside.tell(this, { kind: 'broken', text });
    if (state !== 'connecting') this.wasOpen = state === 'open';
  }
}

/** A session keeps nothing that may be a card number: it goes on from the next position that cannot be one. */
function isKeepable(position: LivePosition | undefined): boolean {
  return typeof position !== 'string' || !holdsCardNumber(position);
}
