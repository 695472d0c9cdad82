import type { Arrival } from '../../../shared/model/arrival.ts';
import type { BadLine } from '../../../shared/model/badLine.ts';
import type { IngestCounters } from '../../../shared/model/ingestCounters.ts';
import type { TickGatherer } from '../../../shared/judge/tickGatherer.ts';
import { type ContentHash, hashContent } from './contentHash.ts';
import { eventLabels } from './eventLabels.ts';
import type { SequenceBook } from './sequenceBook.ts';
import { type SavedTroubles, type SourceTroubles, TroubleBook } from './troubleBook.ts';
import { assertBearableBreak } from './unfitRecording.ts';

const futureMs = 60_000;
const jumpMs = 600_000;
const lateS = 5;

/** Where ingest stands, as plain JSON. */
export interface IngestPosition {
  /** Arrival of the last line that was taken, ms; null before the first. */
  readonly arrivedAt: number | null;
  /** The tick that is being gathered; null before the first line. */
  readonly nextTick: number | null;
  readonly counters: IngestCounters;
  /** The same by source, where there was trouble; absent from sessions that did not keep it. */
  readonly troubles?: SavedTroubles;
}

export interface IngestOutlets {
  /** Everything with `arrived < tick * 1000` has been gathered: time to judge that second. */
  onTick(tick: number): void;
  /** A line was set aside. `line` is its number in the recording. */
  onQuarantine(bad: BadLine, arrivedAt: number | undefined): void;
}

/**
 * Takes decoded lines one by one and decides what becomes of each: accepted, duplicate, conflict, late, too late or
 * quarantined. It alone moves the session's clock, by the arrivals of the lines.
 */
export class Ingest {
  readonly counters: IngestCounters;
  readonly troubles: TroubleBook;
  private readonly gatherer: TickGatherer;
  private readonly sequences: SequenceBook;
  private readonly outlets: IngestOutlets;
  /** Samples older than this are too late to be judged, s. */
  longestWindowS: number;
  private readonly hash: ContentHash = { a: 0, b: 0 };
  /** Arrival of the last line that was taken, ms; `-Infinity` before the first. */
  private arrivedAt = -Infinity;
  /** Where the second of that arrival ends, ms. */
  private secondEndsAt = -Infinity;
  private nextTick: number | undefined;
  /** A line that would take the clock far ahead waits for the next to agree. */
  private held: { arrival: Arrival; line: number } | undefined;

  constructor(
    gatherer: TickGatherer,
    sequences: SequenceBook,
    longestWindowS: number,
    outlets: IngestOutlets,
    from?: IngestPosition,
  ) {
    this.gatherer = gatherer;
    this.sequences = sequences;
    this.longestWindowS = longestWindowS;
    this.outlets = outlets;
    if (from !== undefined && from.arrivedAt !== null) this.standAt(from.arrivedAt);
    this.nextTick = from?.nextTick ?? undefined;
    this.counters = { ...(from?.counters ?? noCounters) };
    this.troubles = new TroubleBook(from?.troubles);
  }

  /** `line`: its number in the recording, for what is said about it. */
  take(arrival: Arrival, line: number): void {
    const isJump = this.isJump(arrival);
    if (isJump || this.held !== undefined) this.takeDoubtful(arrival, line, isJump);
    else this.admit(arrival, line);
  }

  takeBad(bad: BadLine): void {
    this.counters.lines += 1;
    this.count('quarantined', bad.source);
    const arrivedAt = this.lastArrival;
    if (bad.source !== undefined && arrivedAt !== undefined) this.gatherer.hear(bad.source, arrivedAt, false);
    this.outlets.onQuarantine(bad, arrivedAt);
  }

  /** The last line has come. Settles a held line and judges the second that was being gathered. */
  finish(): void {
    const { held } = this;
    this.held = undefined;
    if (held !== undefined) this.refuseJump(held.arrival, held.line);
    if (this.nextTick === undefined) return;
    const last = this.nextTick;
    this.nextTick = last + 1;
    this.outlets.onTick(last);
  }

  /** True when no line waits for the next: all that was taken is settled. */
  get isSettled(): boolean {
    return this.held === undefined;
  }

  /** The tick that is being gathered; undefined before the first line. */
  get gatheringTick(): number | undefined {
    return this.nextTick;
  }

  /** Whether this line is the first of a later second than the last, so that everything before it is complete. */
  endsSecond(arrival: Arrival): boolean {
    if (this.lastArrival === undefined || !this.isSettled || this.isJump(arrival)) return false;
    return (arrival.arrived ?? arrival.t) >= this.secondEndsAt;
  }

  /** Judges the seconds up to `second` that `next` ends, without taking it. Only when `endsSecond(next)`. */
  endSeconds(next: Arrival, second = Infinity): void {
    this.judgeUpTo(Math.min(second, secondOf(next)));
  }

  position(): IngestPosition {
    return {
      arrivedAt: this.lastArrival ?? null,
      nextTick: this.nextTick ?? null,
      counters: { ...this.counters },
      troubles: this.troubles.save(),
    };
  }

  /** Undefined before the first line. */
  private get lastArrival(): number | undefined {
    return this.arrivedAt === -Infinity ? undefined : this.arrivedAt;
  }

  /** It would take the clock so far ahead that one line alone is not believed. */
  private isJump(arrival: Arrival): boolean {
    return (arrival.arrived ?? arrival.t) > this.arrivedAt + jumpMs && this.arrivedAt !== -Infinity;
  }

  /** A line far ahead, or the one after it. */
  private takeDoubtful(arrival: Arrival, line: number, isJump: boolean): void {
    const { held } = this;
    if (held === undefined) {
      // What is held outlives its line.
      this.held = { arrival: { ...arrival }, line };
      return;
    }
    this.held = undefined;
    if (isJump) {
      assertBearableBreak(this.arrivedAt, held.arrival.arrived ?? held.arrival.t, held.line);
      this.admit(held.arrival, held.line);
    } else this.refuseJump(held.arrival, held.line);
    this.admit(arrival, line);
  }

  private admit(arrival: Arrival, line: number): void {
    const ownAt = arrival.arrived ?? arrival.t;
    if (ownAt > this.arrivedAt) this.moveClock(ownAt);
    const { arrivedAt, counters } = this;
    this.gatherer.hear(arrival.source, arrivedAt, arrival.kind === 'mark' && arrival.end);
    counters.lines += 1;
    if (arrival.kind !== 'mark' && arrival.seq >= 0 && !this.isNew(arrival, arrivedAt, line)) return;
    if (arrival.t > arrivedAt + futureMs) {
      this.quarantine(arrival, line, 'future', 'It is stamped more than a minute after it arrived.');
      return;
    }
    counters.accepted += 1;
    if (arrival.kind === 'mark') return;
    const behindMs = this.secondEndsAt - 1000 - arrival.t;
    if (behindMs > this.longestWindowS * 1000) {
      this.count('tooLate', arrival.source);
      return;
    }
    if (behindMs > lateS * 1000) this.count('late', arrival.source);
    this.gather(arrival);
  }

  private moveClock(arrivedAt: number): void {
    if (arrivedAt >= this.secondEndsAt) {
      const second = Math.floor(arrivedAt / 1000);
      this.nextTick ??= second + 1;
      this.judgeUpTo(second);
    }
    this.standAt(arrivedAt);
  }

  private standAt(arrivedAt: number): void {
    this.arrivedAt = arrivedAt;
    if (arrivedAt >= this.secondEndsAt) this.secondEndsAt = (Math.floor(arrivedAt / 1000) + 1) * 1000;
  }

  private judgeUpTo(second: number): void {
    while (this.nextTick !== undefined && this.nextTick <= second) {
      const tick = this.nextTick;
      this.nextTick = tick + 1;
      this.outlets.onTick(tick);
    }
  }

  private isNew(arrival: Exclude<Arrival, { kind: 'mark' }>, arrivedAt: number, line: number): boolean {
    hashContent(arrival, this.hash);
    const verdict = this.sequences.see(arrival.source, arrival.epoch, arrival.seq, this.hash, arrivedAt);
    if (verdict === 'fresh') return true;
    if (verdict === 'duplicate') this.count('duplicates', arrival.source);
    else {
      this.count('conflicts', arrival.source);
      const bad = setAside(
        arrival,
        line,
        'conflict',
        `Number ${arrival.seq} of its source came before with other content.`,
      );
      this.outlets.onQuarantine(bad, arrivedAt);
    }
    return false;
  }

  private count(what: keyof SourceTroubles, source: string | undefined): void {
    this.counters[what] += 1;
    this.troubles.note(source, what);
  }

  private gather(arrival: Exclude<Arrival, { kind: 'mark' }>): void {
    switch (arrival.kind) {
      case 'count':
        this.gatherer.addCount(arrival.series, arrival.t, arrival.value);
        return;
      case 'gauge':
        this.gatherer.addGauge(arrival.series, arrival.t, arrival.value);
        return;
      case 'latency':
        if (arrival.values !== undefined) this.gatherer.addLatencies(arrival.series, arrival.t, arrival.values);
        else this.gatherer.addLatencyBuckets(arrival.series, arrival.t, arrival.buckets ?? []);
        return;
      case 'event': {
        const { t, source, type, text } = arrival;
        this.gatherer.addEvent({ t, source, type, labels: eventLabels(arrival), text });
      }
    }
  }

  /** A lone line far ahead has not moved the clock; its source was heard, and its number has arrived. */
  private refuseJump(arrival: Arrival, line: number): void {
    const { arrivedAt } = this;
    this.gatherer.hear(arrival.source, arrivedAt, false);
    this.counters.lines += 1;
    if (arrival.kind !== 'mark' && arrival.seq >= 0 && !this.isNew(arrival, arrivedAt, line)) return;
    this.quarantine(
      arrival,
      line,
      'future',
      'It would move the clock more than ten minutes ahead, and the next line does not.',
    );
  }

  private quarantine(arrival: Arrival, line: number, reason: 'future', text: string): void {
    this.count('quarantined', arrival.source);
    this.outlets.onQuarantine(setAside(arrival, line, reason, text), this.lastArrival);
  }
}

const noCounters: IngestCounters = {
  lines: 0,
  accepted: 0,
  duplicates: 0,
  conflicts: 0,
  late: 0,
  tooLate: 0,
  quarantined: 0,
};

function secondOf(arrival: Arrival): number {
  return Math.floor((arrival.arrived ?? arrival.t) / 1000);
}

function setAside(arrival: Arrival, line: number, reason: 'future' | 'conflict', text: string): BadLine {
  const seq = arrival.kind === 'mark' || arrival.seq < 0 ? '' : ` seq ${arrival.seq}`;
  const metric = 'series' in arrival ? ` ${arrival.series.metric}` : '';
  const excerpt = `${arrival.kind}${metric} of ${arrival.source}${seq} at ${arrival.t}`.slice(0, 120);
  const arrived = arrival.arrived ?? arrival.t;
  return { kind: 'bad', line, reason, text, excerpt, source: arrival.source, arrived };
}
