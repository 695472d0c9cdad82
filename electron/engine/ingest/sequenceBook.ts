import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { GapRow } from '../../../shared/model/session.ts';
import type { ContentHash } from './contentHash.ts';
import { ContentPages } from './contentPages.ts';

/** `fresh`: never seen. `duplicate`: the same again. `conflict`: the number again with other content. */
export type SequenceVerdict = 'fresh' | 'duplicate' | 'conflict';

/** The numbers of one stream that came anew since the last seal: from the least to the greatest. */
export interface FreshRange {
  readonly source: string;
  readonly epoch: string;
  readonly least: number;
  readonly greatest: number;
}

/** Finds what a stream said under an old number in the session's chunks. */
export type RecallFromChunks = (source: string, epoch: string, seq: number) => ContentHash | undefined;

interface OpenGap {
  from: number;
  to: number;
  readonly openedAt: number;
  /** Lies before the first number that came: not missing, but not seen either. */
  readonly isBefore: boolean;
}

interface Stream {
  readonly source: string;
  readonly epoch: string;
  readonly pages: ContentPages;
  /** The lowest and one past the highest number seen. */
  base: number;
  next: number;
  /** Ascending, apart from each other. */
  gaps: OpenGap[];
  /** Fresh numbers since the last `takeFresh`; `Infinity` and `-Infinity` when there were none. */
  leastFresh: number;
  greatestFresh: number;
}

interface SavedStream {
  readonly epoch: string;
  readonly base: number;
  readonly next: number;
  readonly gaps: readonly (readonly [from: number, to: number, openedAt: number, isBefore: boolean])[];
}

/**
 * The numbers of every stream `(source, epoch)`: which came, which came twice, which are missing. The first number of a
 * stream starts its count, so what may have come before it is no gap.
 */
export class SequenceBook {
  private readonly streams = new Map<string, Map<string, Stream>>();
  private readonly recall: RecallFromChunks | undefined;
  /** Gaps as they changed since the last `takeChanges`, in order. */
  private changes: GapRow[] = [];
  private readonly changedSources = new Set<string>();
  /** The stream of the last number: the next is often of the same. */
  private recent: Stream | undefined;

  constructor(recall?: RecallFromChunks) {
    this.recall = recall;
  }

  see(source: string, epoch: string, seq: number, hash: ContentHash, arrivedAt: number): SequenceVerdict {
    const { recent } = this;
    const isSame = recent !== undefined && recent.source === source && recent.epoch === epoch;
    const stream = isSame ? recent : this.turnTo(source, epoch, seq);
    if (seq === stream.next) stream.next = seq + 1;
    else if (!this.isFresh(stream, seq, arrivedAt)) return stream.pages.isSame(seq, hash) ? 'duplicate' : 'conflict';
    stream.pages.set(seq, hash);
    if (seq < stream.leastFresh) stream.leastFresh = seq;
    if (seq > stream.greatestFresh) stream.greatestFresh = seq;
    return 'fresh';
  }

  /** A number out of turn: whether it comes for the first time. Opens the gap that it leaves, or fills the one it lay in. */
  private isFresh(stream: Stream, seq: number, arrivedAt: number): boolean {
    if (seq >= stream.next) {
      this.openGap(stream, { from: stream.next, to: seq, openedAt: arrivedAt, isBefore: false });
      stream.next = seq + 1;
      return true;
    }
    if (seq >= stream.base) return this.fillGap(stream, seq, arrivedAt);
    if (seq + 1 < stream.base) {
      this.openGap(stream, { from: seq + 1, to: stream.base, openedAt: arrivedAt, isBefore: true });
    }
    stream.base = seq;
    return true;
  }

  /** What is missing now. */
  gaps(): { source: string; epoch: string; from: number; to: number }[] {
    const all: { source: string; epoch: string; from: number; to: number }[] = [];
    for (const epochs of this.streams.values()) {
      for (const { source, epoch, gaps } of epochs.values()) {
        for (const { from, to, isBefore } of gaps) if (!isBefore) all.push({ source, epoch, from, to });
      }
    }
    return all;
  }

  /** Gap rows that changed since the last `takeChanges`. */
  get changed(): readonly GapRow[] {
    return this.changes;
  }

  /** The same, for the session. */
  takeChanges(): GapRow[] {
    const { changes } = this;
    this.changes = [];
    return changes;
  }

  /** What was fresh since the last call, stream by stream, so that it can be found again in the session. */
  takeFresh(): FreshRange[] {
    const ranges: FreshRange[] = [];
    for (const source of this.changedSources) {
      for (const stream of this.streams.get(source)?.values() ?? []) {
        const { epoch, leastFresh: least, greatestFresh: greatest } = stream;
        if (least <= greatest) ranges.push({ source, epoch, least, greatest });
        stream.leastFresh = Infinity;
        stream.greatestFresh = -Infinity;
      }
    }
    return ranges;
  }

  /** State of the sources that changed since the last call, for the session. */
  takeStates(): { source: string; state: JsonValue }[] {
    const states = [...this.changedSources].map((source) => ({ source, state: this.saveSource(source) }));
    this.changedSources.clear();
    this.recent = undefined;
    return states;
  }

  load(states: Iterable<{ readonly source: string; readonly state: JsonValue }>): void {
    for (const { source, state } of states) {
      for (const saved of state as unknown as readonly SavedStream[]) {
        const { epoch, base, next, gaps } = saved;
        const stream: Stream = {
          source,
          epoch,
          base,
          next,
          pages: this.pagesFor(source, epoch),
          gaps: gaps.map(([from, to, openedAt, isBefore]) => ({ from, to, openedAt, isBefore })),
          leastFresh: Infinity,
          greatestFresh: -Infinity,
        };
        this.add(stream);
      }
    }
  }

  private saveSource(source: string): JsonValue {
    return [...(this.streams.get(source)?.values() ?? [])].map(({ epoch, base, next, gaps }) => ({
      epoch,
      base,
      next,
      gaps: gaps.map(({ from, to, openedAt, isBefore }) => [from, to, openedAt, isBefore]),
    }));
  }

  private turnTo(source: string, epoch: string, seq: number): Stream {
    const stream = this.streamOf(source, epoch, seq);
    this.recent = stream;
    this.changedSources.add(source);
    return stream;
  }

  private streamOf(source: string, epoch: string, seq: number): Stream {
    const known = this.streams.get(source)?.get(epoch);
    if (known !== undefined) return known;
    const stream: Stream = {
      source,
      epoch,
      base: seq,
      next: seq,
      pages: this.pagesFor(source, epoch),
      gaps: [],
      leastFresh: Infinity,
      greatestFresh: -Infinity,
    };
    this.add(stream);
    return stream;
  }

  private add(stream: Stream): void {
    const epochs = this.streams.get(stream.source);
    if (epochs === undefined) this.streams.set(stream.source, new Map([[stream.epoch, stream]]));
    else epochs.set(stream.epoch, stream);
  }

  private pagesFor(source: string, epoch: string): ContentPages {
    const { recall } = this;
    return new ContentPages(recall === undefined ? undefined : (seq) => recall(source, epoch, seq));
  }

  private openGap(stream: Stream, gap: OpenGap): void {
    const place = stream.gaps.findIndex((other) => other.from > gap.from);
    if (place < 0) stream.gaps.push(gap);
    else stream.gaps.splice(place, 0, gap);
    this.note(stream, gap, undefined);
  }

  /** Takes a number out of the gap it lies in; false when it lies in none. */
  private fillGap(stream: Stream, seq: number, arrivedAt: number): boolean {
    const place = findGap(stream.gaps, seq);
    const gap = stream.gaps[place];
    if (gap === undefined) return false;
    const rest: OpenGap[] = [];
    if (gap.from < seq) rest.push({ ...gap, to: seq });
    if (seq + 1 < gap.to) rest.push({ ...gap, from: seq + 1 });
    stream.gaps.splice(place, 1, ...rest);
    for (const one of rest) this.note(stream, one, undefined);
    this.note(stream, { ...gap, from: seq, to: seq + 1 }, arrivedAt);
    return true;
  }

  private note(stream: Stream, gap: OpenGap, closedAt: number | undefined): void {
    if (gap.isBefore) return;
    const { source, epoch } = stream;
    const { from, to, openedAt } = gap;
    this.changes.push({ source, epoch, fromSeq: from, toSeq: to, openedAt, closedAt });
  }
}

/** Place of the gap that holds `seq`, -1 when none does. */
function findGap(gaps: readonly OpenGap[], seq: number): number {
  let low = 0;
  let high = gaps.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const gap = gaps[middle];
    if (gap === undefined || seq < gap.from) high = middle - 1;
    else if (seq >= gap.to) low = middle + 1;
    else return middle;
  }
  return -1;
}
