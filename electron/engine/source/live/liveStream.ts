import type { StoredLine } from '../../../../shared/model/session.ts';
import type { LineBatch } from '../lineBatch.ts';
import type { ReadOptions, Recording } from '../recording.ts';
import { ArrivalClock } from './arrivalClock.ts';
import { BoundedQueue } from './boundedQueue.ts';
import { type Intake, Link, type LinkNews, type LinkReading } from './link.ts';
import { afterLine, joinLines, toLineBatch } from './liveBatch.ts';
import type { LivePosition, LiveSource, LiveTools } from './liveSource.ts';
import { clockSource, ownMark } from './stampLines.ts';

/** So much may wait to be judged; then the sources are held back. */
const mostWaitingBytes = 32 * 2 ** 20;
const batchBytes = 2 ** 20;
/** More news than this at once is a fault of ours. */
const mostNews = 1000;

export interface NamedSource {
  readonly name: string;
  readonly source: LiveSource;
}

/** What the session knows of its links from before. */
export interface LiveMemory {
  /** By the name of the link. */
  readonly positions: ReadonlyMap<string, LivePosition>;
  /** Links that somebody has cut. */
  readonly cut: ReadonlySet<string>;
  /** Arrival of the last line that it holds, ms; undefined before the first. */
  readonly lastArrivalMs: number | undefined;
  /** Lines from this number on that are kept and not sealed. */
  readonly readTail: (fromLine: number) => Iterable<StoredLine>;
}

/**
 * The sources of a live session as one recording that is written while it is read. Each second ends with a mark of the
 * session's own clock, so that time passes whoever is silent. What was handed on is held until it is known to be on the
 * disk: the engine may read again from what the disk has.
 */
export class LiveStream implements Recording {
  readonly path: string;
  readonly compression = 'none';
  readonly bytesTotal = 1;
  readonly links: readonly Link[];
  private readonly tools: LiveTools;
  private readonly memory: LiveMemory;
  private readonly arrivals: ArrivalClock;
  private readonly inbox = new BoundedQueue<Intake>(mostWaitingBytes);
  private readonly closing = new AbortController();
  private clockRuns: Promise<void> | undefined;
  /** Handed on and not known to be durable. */
  private held: LineBatch[] = [];
  /** By which line a link is read how far. */
  private unacknowledged: { readonly line: number; readonly link: Link; readonly position: LivePosition }[] = [];
  private news: { readonly link: Link; readonly news: LinkNews }[] = [];
  /** News that nobody has taken in time. */
  private untold = 0;

  constructor(sources: readonly NamedSource[], memory: LiveMemory, tools: LiveTools) {
    const { lastArrivalMs } = memory;
    this.path = sources.map(({ source }) => source.address).join(', ');
    this.tools = tools;
    this.memory = memory;
    // A second that was judged when the session was left is not added to.
    const notBefore = lastArrivalMs === undefined ? 0 : (Math.floor(lastArrivalMs / 1000) + 1) * 1000;
    this.arrivals = new ArrivalClock(tools.clock, notBefore);
    const inside = {
      ...{ inbox: this.inbox, arrivals: this.arrivals },
      tell: (link: Link, news: LinkNews): void => this.note(link, news),
    };
    this.links = sources.map(({ name, source }) => new Link(name, source, memory.positions.get(name), inside));
  }

  readings(): LinkReading[] {
    return this.links.map((link) => link.read());
  }

  /** The machine's clock was put back by so much since, ms. */
  get aheadOfWallMs(): number {
    return this.arrivals.aheadOfWallMs;
  }

  find(name: string): Link | undefined {
    return this.links.find((link) => link.name === name);
  }

  /** What is to be written down of the links, oldest first. */
  takeNews(): { readonly link: Link; readonly news: LinkNews }[] {
    const { news, untold } = this;
    const last = news.at(-1);
    this.news = [];
    this.untold = 0;
    if (untold === 0 || last === undefined) return news;
    const text = `${untold} more breaks and openings of links were not written down.`;
    return [...news, { link: last.link, news: { kind: 'lost', count: untold, of: 'news', text } }];
  }

  async *batches({ fromByte = 0, fromLine = 1, signal }: ReadOptions = {}): AsyncGenerator<LineBatch, void, undefined> {
    const over = signal === undefined ? this.closing.signal : AbortSignal.any([signal, this.closing.signal]);
    let line = fromLine;
    let byte = fromByte;
    for (const batch of this.again(fromLine, fromByte)) {
      [line, byte] = [batch.nextLine, batch.nextByte];
      yield batch;
    }
    this.begin();
    while (!over.aborted) {
      await this.inbox.filled(over);
      const intakes = this.inbox.take(batchBytes);
      if (intakes.length === 0) continue;
      const batch = toLineBatch(Buffer.concat(intakes.map(({ bytes }) => bytes)), line, byte);
      this.hold(batch, intakes);
      [line, byte] = [batch.nextLine, batch.nextByte];
      yield batch;
    }
    await this.close();
  }

  /** Everything up to this line is on the disk. */
  committed(toLine: number): void {
    this.held = this.held.filter(({ nextLine }) => nextLine - 1 > toLine);
    const reached = new Map<Link, LivePosition>();
    for (const { line, link, position } of this.unacknowledged) if (line <= toLine) reached.set(link, position);
    this.unacknowledged = this.unacknowledged.filter(({ line }) => line > toLine);
    for (const [link, position] of reached) link.source.acknowledge(position);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.links.map((link) => link.close()), this.clockRuns]);
  }

  /** What the session keeps beyond its last chunk, and then what was handed on before and is not kept yet. */
  private *again(fromLine: number, fromByte: number): Generator<LineBatch> {
    let [line, byte] = [fromLine, fromByte];
    // Read before the first of it is taken: what is sealed meanwhile is no longer there.
    for (const bytes of [...joinLines(this.memory.readTail(fromLine))]) {
      const batch = toLineBatch(bytes, line, byte);
      [line, byte] = [batch.nextLine, batch.nextByte];
      yield batch;
    }
    for (const batch of this.held) {
      const rest = afterLine(batch, line);
      if (rest === undefined) continue;
      const placed = toLineBatch(rest, line, byte);
      [line, byte] = [placed.nextLine, placed.nextByte];
      yield placed;
    }
  }

  private begin(): void {
    if (this.clockRuns !== undefined) return;
    this.clockRuns = this.runClock();
    for (const link of this.links) if (!this.memory.cut.has(link.name)) link.join();
  }

  /** While too much waits no mark is made: the lines that wait move the clock by themselves. */
  private async runClock(): Promise<void> {
    const { signal } = this.closing;
    const { clock } = this.tools;
    while (!signal.aborted) {
      const mark = ownMark(clockSource, this.arrivals.now());
      this.inbox.put({ ...mark, link: undefined, position: undefined }, mark.bytes.length);
      const nowMs = this.arrivals.now();
      const nextMs = (Math.floor(nowMs / 1000) + 1) * 1000;
      while (!signal.aborted && this.arrivals.now() < nextMs) await clock.sleep(nextMs - this.arrivals.now(), signal);
    }
  }

  private hold(batch: LineBatch, intakes: readonly Intake[]): void {
    this.held.push(batch);
    let line = batch.firstLine - 1;
    for (const { count, link, position } of intakes) {
      line += count;
      if (link !== undefined && position !== undefined) this.unacknowledged.push({ line, link, position });
    }
  }

  private note(link: Link, news: LinkNews): void {
    if (this.news.length < mostNews) this.news.push({ link, news });
    else this.untold += 1;
  }
}
