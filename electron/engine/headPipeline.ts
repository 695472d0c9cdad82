import type { Judge } from '../../shared/judge/judge.ts';
import { planTransitions } from '../../shared/judge/planTransitions.ts';
import { joinParts, TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Arrival, JsonValue } from '../../shared/model/arrival.ts';
import type { BadLine } from '../../shared/model/badLine.ts';
import type { LedgerFact } from '../../shared/model/ledgerRow.ts';
import type { RoomRow } from '../../shared/model/room/roomFact.ts';
import type { QuarantineRow, SealBatch } from '../../shared/model/session.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { ContentRecall } from './contentRecall.ts';
import { createDecoder, type Decoder } from './ingest/decoder.ts';
import { Ingest, type IngestPosition } from './ingest/ingest.ts';
import { type FreshRange, SequenceBook } from './ingest/sequenceBook.ts';
import { createSeriesTable, type SeriesTable } from './ingest/seriesTable.ts';
import { judgeUpTo, type StoredJudge, storedJudge } from './judgeUpTo.ts';
import type { OpenChunk } from './openChunk.ts';
import { mustReplace, PendingLines } from './pendingLines.ts';
import type { PlanHistory, PlanVersion } from './planHistory.ts';
import type { LineBatch } from './source/lineBatch.ts';
import { ownSources } from './source/live/stampLines.ts';
import { type OnRow, rehearsalMark, RoomLedger, UntoldRows } from './roomLedger.ts';
import type { Session } from './store/session.ts';

/** A chunk closes at the first end of a second after so many lines, unless the host wants other chunks... */
const defaultSealLines = 10_000;
/** ...or as soon as so much is pending, even within a second. */
const mostLines = 100_000;
const mostBytes = 32 * 2 ** 20;

/** Where reading goes on after what was sealed, and what ingest knew then. Stored with each chunk. */
interface SealedPosition {
  readonly nextByte: number;
  readonly nextLine: number;
  /** The first tick that was judged; null before it. */
  readonly firstTick: number | null;
  readonly ingest: IngestPosition;
  /** The recording has been read to its end. */
  readonly isFinished: boolean;
  /** Which numbers of which stream this chunk brought. */
  readonly fresh: readonly FreshRange[];
  /** How far the links of a live session are read; absent from everything else. */
  readonly links?: readonly (readonly [mark: string, position: string | number])[];
}

/**
 * The head of a session: lines in, seconds judged, chunks sealed. What it holds in memory is what came since the last
 * seal, and the judge; where chunks end depends on the lines alone, so an interrupted session ends up with the same ones.
 */
export class HeadPipeline {
  judge: Judge;
  readonly pending: PendingLines;
  /** What people and the room do. */
  readonly ledger: RoomLedger;
  isFinished = false;
  /** The last line that is known to be on the disk, sealed or not. */
  durableLine: number;
  /** Where the source goes on reading. */
  nextByte = 0;
  nextLine = 1;
  /** The first second that was judged. */
  firstTick: number | undefined;
  /** Whole ticks since the last seal. */
  ticks: TickInput[] = [];
  private readonly session: Session;
  private readonly series: SeriesTable = createSeriesTable();
  private readonly decoder: Decoder;
  private readonly gatherer: TickGatherer;
  private readonly sequences: SequenceBook;
  readonly recall: ContentRecall;
  private readonly ingest: Ingest;
  /** Parts of the tick under way that were sealed before the rest of it came. */
  private parts: TickInput[] = [];
  private transitions: Transition[] = [];
  private quarantine: QuarantineRow[] = [];
  private sealedSeries: number;
  private readonly sealLines: number;
  private readonly plans: PlanHistory;
  private version: PlanVersion;
  /** A judge of a plan that is about to come into force, brought up to the last second ahead of time. */
  private primed: { readonly digest: string; readonly judge: Judge } | undefined;
  /** The first of `ticks`, where a part of it was sealed before the rest came. */
  private joined: TickInput | undefined;
  private readonly onTick: (tick: number, transitions: readonly Transition[]) => void;
  /** By the marks that the session's own links make. */
  private readonly links = new Map<string, string | number>();

  constructor(
    session: Session,
    plans: PlanHistory,
    outlets: { readonly onTick: HeadPipeline['onTick']; readonly onRow: OnRow; readonly isShared: boolean },
    sealLines = defaultSealLines,
  ) {
    this.session = session;
    this.onTick = outlets.onTick;
    this.sealLines = sealLines;
    plans.reread();
    this.plans = plans;
    this.version = plans.ofRow(0);
    this.judge = plans.createJudge(this.version);
    this.decoder = createDecoder(this.series, { reuse: true });
    this.gatherer = new TickGatherer(this.judge.limits);
    this.recall = new ContentRecall(session, this.series);
    this.sequences = new SequenceBook((source, epoch, seq) => this.recall.find(source, epoch, seq));
    const durable = session.readDurable();
    const position = durable.position as unknown as SealedPosition | undefined;
    this.durableLine = durable.tailLine;
    if (position !== undefined) {
      this.nextByte = position.nextByte;
      this.nextLine = position.nextLine;
      this.isFinished = position.isFinished;
      this.firstTick = position.firstTick ?? undefined;
      for (const [mark, read] of position.links ?? []) this.links.set(mark, read);
      this.restore();
    }
    this.sealedSeries = this.series.list().length;
    this.pending = new PendingLines(durable.sealedLine + 1);
    const heard = {
      onTick: (tick: number): void => this.judgeTick(tick),
      onQuarantine: (bad: BadLine, arrivedAt: number | undefined): void => this.setAside(bad, arrivedAt),
    };
    this.ingest = new Ingest(this.gatherer, this.sequences, this.judge.longestWindowS, heard, position?.ingest);
    this.ledger = new RoomLedger(session, this, this.version, outlets);
    this.ledger.takeUp();
  }

  get counters(): IngestPosition['counters'] {
    return this.ingest.counters;
  }

  get tick(): number | undefined {
    return this.judge.tick;
  }

  /** Where the session's time stands, ms: what people did after the last seal is lived through again at once. */
  get standsAtMs(): number | undefined {
    return this.ledger.livedUntilMs ?? (this.tick === undefined ? undefined : this.tick * 1000);
  }

  get plan(): PlanVersion {
    return this.version;
  }

  /** Seconds that the session does not hold yet. */
  get unsealed(): readonly TickInput[] {
    return this.joined === undefined ? this.ticks : [this.joined, ...this.ticks.slice(1)];
  }

  /** What came since the last seal. */
  openChunk(): OpenChunk {
    const { ticks, transitions, quarantine, pending } = this;
    const series = this.series.list().slice(this.sealedSeries);
    const books = { gaps: this.sequences.changed, troubles: this.ingest.troubles.all() };
    return { ticks, series, transitions, quarantine, ...books, lines: () => pending.lines() };
  }

  gaps(): ReturnType<SequenceBook['gaps']> {
    return this.sequences.gaps();
  }

  /** When a line of the batch arrives, so that whoever paces the source can wait; undefined for a line that cannot tell. */
  decode(batch: LineBatch, index: number): Arrival | BadLine {
    const { bytes, starts, ends, lineNumbers } = batch;
    return this.decoder.decodeLine(bytes, starts[index] ?? 0, ends[index] ?? 0, lineNumbers[index] ?? 0);
  }

  /** Takes one decoded line, after the chunk before it was sealed if that is due. */
  take(decoded: Arrival | BadLine, batch: LineBatch, index: number): void {
    this.sealIfDue(decoded);
    // What a live second is judged by is on the disk before anybody can act on it: it comes from nowhere again.
    if (this.isLive && decoded.kind !== 'bad' && this.ingest.endsSecond(decoded)) this.commitTail();
    if (decoded.kind === 'bad' && mustReplace(decoded, lineBytes(batch, index))) this.pending.replace(decoded);
    else this.pending.add(batch, index);
    this.nextByte = index + 1 < batch.count ? batch.firstByte + (batch.starts[index + 1] ?? 0) : batch.nextByte;
    this.nextLine = index + 1 < batch.count ? (batch.lineNumbers[index + 1] ?? 0) : batch.nextLine;
    this.settle(decoded, batch.lineNumbers[index] ?? 0);
  }

  /** A line that was too long to hold. */
  takeOversized(bad: BadLine, batch: LineBatch): void {
    this.pending.replace(bad);
    this.nextByte = batch.nextByte;
    this.nextLine = batch.nextLine;
    this.ingest.takeBad(bad);
  }

  private takeStored(line: number, bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes);
    const decoded = this.decoder.decodeLine(buffer, 0, buffer.length, line);
    this.sealIfDue(decoded);
    this.pending.addStored(line, bytes);
    this.nextLine = line + 1;
    this.settle(decoded, line);
  }

  /** What the session holds beyond its last chunk, when there is no recording to read it from again. */
  takeTail(): void {
    for (const { line, bytes } of this.session.readTailLines()) this.takeStored(line, bytes);
    this.leave();
    this.isFinished = true;
  }

  /** Nothing more comes for now: a live session is judged to its last line, and all of it is on the disk. */
  leave(): void {
    if (this.isLive) this.ingest.finish();
    if (this.session.writable) this.commitTail();
  }

  /**
   * Judges what time alone ends before `next` comes, up to `second`: silence is judged as it passes. The outcome is the
   * same as if `next` had been taken at once.
   */
  passTo(second: number, next: Arrival): void {
    if (this.ingest.endsSecond(next)) this.ingest.endSeconds(next, second);
  }

  /** The source has ended: judges the last second and seals what is left. */
  finish(): void {
    if (this.isFinished) return;
    this.ingest.finish();
    this.isFinished = true;
    this.seal([
      this.fact('recording.ended', {
        lines: this.counters.lines,
        accepted: this.counters.accepted,
        gaps: this.gaps().length,
      }),
    ]);
  }

  /** Makes what is pending durable without closing the chunk. */
  commitTail(): void {
    if (this.pending.next <= this.durableLine + 1) return;
    this.session.commitTail(this.pending.lines(this.durableLine + 1));
    this.durableLine = this.pending.next - 1;
  }

  /** A judge that has been told everything up to the last second, for the plan with this digest. */
  prime(digest: string, judge: Judge): void {
    this.primed = { digest, judge };
  }

  /** Takes a row of the ledger. One that changes the plan brings another judge, who tells what he sees otherwise. */
  apply(row: RoomRow): void {
    if (row.kind !== 'plan.changed') {
      this.judge.apply(row);
      return;
    }
    const { tick, judge: before, primed } = this;
    if (tick === undefined) throw new Error('A plan cannot be changed before the first second is judged.');
    this.plans.reread();
    this.version = this.plans.ofRow(row.seq);
    if (primed?.digest === row.body.digest && primed.judge.tick === tick) {
      this.judge = primed.judge;
      const fromSeq = (primed.judge.room?.seq ?? 0) + 1;
      new UntoldRows(this.session, { fromSeq, toSeq: row.seq }).tell(primed.judge, tick);
    } else {
      const { unsealed } = this;
      this.judge = judgeUpTo(this.plans, this.version, this.session, { tick, unsealed, toSeq: row.seq });
    }
    this.primed = undefined;
    this.ingest.longestWindowS = this.judge.longestWindowS;
    this.transitions.push(...planTransitions(before, this.judge, tick));
  }

  private get isLive(): boolean {
    return this.session.identity.kind === 'live';
  }

  private settle(decoded: Arrival | BadLine, line: number): void {
    if (decoded.kind === 'mark' && decoded.pos !== undefined && decoded.source.startsWith(ownSources)) {
      this.links.set(decoded.source, decoded.pos);
    }
    if (decoded.kind === 'bad') this.ingest.takeBad(decoded);
    else this.ingest.take(decoded, line);
  }

  private sealIfDue(next: Arrival | BadLine): void {
    const { count, bytes } = this.pending;
    const isLarge = count >= mostLines || bytes >= mostBytes;
    if (!(isLarge || count >= this.sealLines) || !this.ingest.isSettled) return;
    if (next.kind !== 'bad' && this.ingest.endsSecond(next)) {
      this.ingest.endSeconds(next);
      this.seal([]);
    } else if (isLarge) this.seal([]);
  }

  private judgeTick(tick: number): void {
    const gathered = this.gatherer.take(tick);
    this.ticks.push(gathered);
    const input = this.parts.length === 0 ? gathered : joinParts([...this.parts, gathered], tick);
    if (this.parts.length > 0) this.joined = input;
    this.parts = [];
    this.firstTick ??= tick;
    const transitions = this.judge.judge(input);
    this.transitions.push(...transitions);
    this.ledger.settle(tick);
    this.onTick(tick, transitions);
  }

  private setAside(bad: BadLine, arrivedAt: number | undefined): void {
    const { line, reason, text, excerpt, source } = bad;
    this.quarantine.push({ line, at: bad.arrived ?? arrivedAt, reason, text, excerpt, source });
  }

  private seal(facts: readonly LedgerFact[]): void {
    const ticks = [...this.ticks];
    const gathering = this.ingest.gatheringTick;
    const part = gathering === undefined || this.isFinished ? undefined : this.gatherer.take(gathering);
    const isPartial = part !== undefined && (part.rows.length > 0 || part.events.length > 0 || part.heard.length > 0);
    if (isPartial) {
      this.parts.push(part);
      ticks.push(part);
    }
    const position: SealedPosition = {
      nextByte: this.nextByte,
      nextLine: this.nextLine,
      firstTick: this.firstTick ?? null,
      ingest: this.ingest.position(),
      isFinished: this.isFinished,
      fresh: this.sequences.takeFresh(),
      ...(this.links.size === 0 ? {} : { links: [...this.links] }),
    };
    const batch: SealBatch = {
      lines: this.pending.lines(),
      ticks,
      partialTick: isPartial,
      series: this.series.list().slice(this.sealedSeries),
      transitions: this.transitions,
      quarantine: this.quarantine,
      gaps: this.sequences.takeChanges(),
      sourceStates: this.sequences.takeStates(),
      position: position as unknown as JsonValue,
      checkpoint: this.checkpoint(),
      ledger: facts,
    };
    this.session.seal(batch);
    this.durableLine = this.pending.next - 1;
    this.recall.note(this.pending.first, this.pending.count, position.fresh);
    this.sealedSeries = this.series.list().length;
    this.pending.clear();
    this.ticks = [];
    this.joined = undefined;
    this.transitions = [];
    this.quarantine = [];
  }

  /** None for a chunk that ends in the second in which the one before it did. */
  private checkpoint(): SealBatch['checkpoint'] {
    const { tick } = this.judge;
    return tick === undefined || this.ticks.length === 0 ? undefined : { tick, body: JSON.stringify(this.stored()) };
  }

  private stored(): StoredJudge {
    const { row } = this.version;
    return { ...this.judge.save(), ...(row === 0 ? {} : { planRow: row }) };
  }

  private fact(kind: string, body: LedgerFact['body']): LedgerFact {
    const marked = { ...body, ...rehearsalMark(this.session) };
    return { at: (this.judge.tick ?? 0) * 1000, actor: { role: 'system', name: 'holdpoint' }, kind, body: marked };
  }

  private restore(): void {
    this.series.load(this.session.readSeries());
    const states = [...this.session.readSourceStates()].map(([source, state]) => ({ source, state }));
    this.sequences.load(states);
    for (const { firstLine, lines, position } of this.session.readPositions()) {
      this.recall.note(firstLine, lines, (position as unknown as SealedPosition).fresh);
    }
    const partial = this.session.readPartialTick();
    if (partial !== undefined) this.parts.push(partial);
    const { lastTick } = this.session.readDurable();
    if (lastTick === undefined) return;
    // A plan that was changed after the seal, in the same second, has yet to come into force.
    const checkpoint = this.session.readCheckpointAtOrBefore(lastTick);
    this.version = this.plans.ofRow(checkpoint === undefined ? 0 : (storedJudge(checkpoint).planRow ?? 0));
    const toSeq = (this.plans.endOf(this.version) ?? Infinity) - 1;
    this.judge = judgeUpTo(this.plans, this.version, this.session, { tick: lastTick, toSeq });
  }
}

function lineBytes({ bytes, starts, ends }: LineBatch, index: number): Uint8Array {
  return bytes.subarray(starts[index], ends[index]);
}
