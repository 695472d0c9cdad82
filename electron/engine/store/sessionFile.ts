import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { LedgerCheckpoint, LedgerFact, LedgerRow } from '../../../shared/model/ledgerRow.ts';
import type * as model from '../../../shared/model/session.ts';
import type { Series } from '../../../shared/model/series.ts';
import type { SecondRow, TickInput } from '../../../shared/model/tickInput.ts';
import type { Transition } from '../../../shared/model/transition.ts';
import { backUp } from './backup.ts';
import { readPartialTick, readTicks } from './blockReader.ts';
import { digestContent } from './contentDigest.ts';
import { readEvidenceFile, writeEvidenceFile } from './evidenceFiles.ts';
import { type ChunkQuery, findChunks } from './findChunks.ts';
import { gatherCoarse } from './gatherCoarse.ts';
import { buildSealedFact, writeLedger, writeLedgerCheckpoint, writePlan } from './ledgerWriter.ts';
import { OpenFile } from './openFile.ts';
import { type LedgerRange, readLastSealedRow, readLedger, readLedgerCheckpoints } from './readLedger.ts';
import { readLines, readPositions, readTailLines } from './readLines.ts';
import * as records from './readRecords.ts';
import { readRollUp } from './readRollUp.ts';
import { scanRows, type RowRange } from './scanRows.ts';
import { writeSeal } from './sealBatch.ts';
import type { Session } from './session.ts';
import { SessionError } from './sessionError.ts';
import { toDurablePosition, type SessionHeads } from './sessionHeads.ts';
import { translateError } from './translateError.ts';
import { packLines, writeTail } from './writeLines.ts';

/** The session over one connection. */
export class SessionFile extends OpenFile implements Session {
  commitTail(lines: model.RawLines): void {
    this.write('commitTail', (heads) => {
      if (lines.first !== heads.tailLine + 1) {
        throw new SessionError(
          'out_of_order',
          `Line ${heads.tailLine + 1} is next, and line ${lines.first} was handed in.`,
        );
      }
      if (lines.count === 0) return heads;
      const packed = packLines(lines);
      const tail = this.db.transaction(() => writeTail(this.db, packed, heads.tail)).immediate();
      return { ...heads, tail, tailLine: lines.first + lines.count - 1 };
    });
  }

  seal(batch: model.SealBatch): model.SealReceipt {
    const { signingKey } = this.settings;
    const { chunk } = this.write('seal', (heads) => {
      this.coarse ??= gatherCoarse(this.blocks);
      return writeSeal(this.db, batch, heads, this.coarse, this.identity.kind, signingKey);
    });
    return { chunk: chunk.seq, hash: chunk.hash };
  }

  appendPlan(plan: { readonly at: number; readonly digest: string; readonly text: string }): model.PlanRow {
    const { seq } = this.write('appendPlan', (heads) => ({
      ...heads,
      plan: this.db.transaction(() => writePlan(this.db, plan, heads.plan)).immediate(),
    })).plan;
    return { seq, at: plan.at, digest: plan.digest, text: plan.text };
  }

  appendLedger(fact: LedgerFact): LedgerRow {
    const [row] = this.appendFacts([fact]);
    if (row === undefined) throw new Error('A row of the ledger was written and is not there.');
    return row;
  }

  appendFacts(facts: readonly LedgerFact[]): LedgerRow[] {
    if (facts.length === 0) return [];
    const { seq: toSeq } = this.write('appendFacts', (heads) => this.writeFacts(facts, heads)).ledger;
    return this.readLedger({ fromSeq: toSeq - facts.length + 1, toSeq });
  }

  keepFile(bytes: Uint8Array): string {
    let sha256 = '';
    this.write('keepFile', (heads) => {
      this.db
        .transaction(() => {
          sha256 = writeEvidenceFile(this.db, bytes);
        })
        .immediate();
      return heads;
    });
    return sha256;
  }

  signCheckpoint(): LedgerCheckpoint | undefined {
    const { signingKey: key, now } = this.settings;
    if (key === undefined) return undefined;
    this.write('signCheckpoint', (heads) =>
      this.db
        .transaction(() => {
          const fact = buildSealedFact(heads, Math.floor(now()), this.identity.kind, readLastSealedRow(this.db));
          const after = fact === undefined ? heads : this.writeFacts([fact], heads);
          writeLedgerCheckpoint(this.db, after.ledger, key);
          return after;
        })
        .immediate(),
    );
    return this.readLedgerCheckpoints().at(-1);
  }

  async backup(): Promise<string> {
    this.requireWritable();
    try {
      return await backUp(this.db, this.path, this.settings.now());
    } catch (error) {
      throw translateError(error, this.path);
    }
  }

  reopen(): model.DurablePosition {
    this.reopenConnection();
    return this.readDurable();
  }

  close(): void {
    this.closeConnection(() => {
      this.signCheckpoint();
    });
  }

  readDurable(): model.DurablePosition {
    return this.read('readDurable', () => toDurablePosition(this.currentHeads()));
  }

  readSourceStates(): ReadonlyMap<string, JsonValue> {
    return this.read('readSourceStates', () => records.readSourceStates(this.db));
  }

  readPlan(digest?: string): model.PlanRow | undefined {
    return this.read('readPlan', () => records.readPlan(this.db, digest));
  }

  readSeries(): readonly Series[] {
    return this.read('readSeries', () => this.blocks.readSeries());
  }

  readTailLines(): Iterable<model.StoredLine> {
    return this.iterate(() => readTailLines(this.db));
  }

  readLines(fromLine: number): Iterable<model.StoredLine> {
    return this.iterate(() => readLines(this.db, fromLine));
  }

  readPositions(fromChunk = 1): model.ChunkPosition[] {
    return this.read('readPositions', () => readPositions(this.db, fromChunk));
  }

  readTransitions(range: { readonly fromAt?: number; readonly toAt?: number } = {}): Transition[] {
    return this.read('readTransitions', () => records.readTransitions(this.db, range.fromAt, range.toAt));
  }

  readGaps(): model.GapRow[] {
    return this.read('readGaps', () => records.readGaps(this.db));
  }

  readQuarantine(limit: number, offset: number, source?: string | null): model.QuarantineRow[] {
    return this.read('readQuarantine', () => records.readQuarantine(this.db, limit, offset, source));
  }

  readQuarantineCount(source?: string | null): number {
    return this.read('readQuarantineCount', () => records.readQuarantineCount(this.db, source));
  }

  readCheckpointAtOrBefore(tick: number): model.JudgeCheckpoint | undefined {
    return this.read('readCheckpoint', () => records.readCheckpointAtOrBefore(this.db, tick));
  }

  readTicks(range: { readonly fromTick: number; readonly toTick: number }): Iterable<TickInput> {
    return this.iterate(() => {
      const whole = this.currentHeads().wholeTick ?? -Infinity;
      return readTicks(this.blocks, range.fromTick, range.toTick, whole);
    });
  }

  readPartialTick(): TickInput | undefined {
    return this.read('readPartialTick', () => {
      const { tick, wholeTick } = this.currentHeads();
      return tick === undefined || tick === wholeTick ? undefined : readPartialTick(this.blocks, tick);
    });
  }

  scanRowsForBuckets(range: RowRange, visit: (row: Readonly<SecondRow>, tick: number) => void): void {
    this.read('scanRowsForBuckets', () => {
      scanRows(this.blocks, range, visit);
    });
  }

  findChunks(query: ChunkQuery): Iterable<model.StoredChunk> {
    return this.iterate(() => findChunks(this.db, this.blocks, query));
  }

  readQuarantinedLines(fromLine: number, toLine: number): ReadonlySet<number> {
    return this.read('readQuarantinedLines', () => records.readQuarantinedLines(this.db, fromLine, toLine));
  }

  readSeriesRollUp(query: model.RollUpQuery): model.SeriesRollUp {
    return this.read('readSeriesRollUp', () => readRollUp(this.blocks, query));
  }

  readLedger(range: LedgerRange = {}): LedgerRow[] {
    return this.read('readLedger', () => readLedger(this.db, range));
  }

  readLedgerCheckpoints(): LedgerCheckpoint[] {
    return this.read('readLedgerCheckpoints', () => readLedgerCheckpoints(this.db));
  }

  readFile(sha256: string): Uint8Array | undefined {
    return this.read('readFile', () => readEvidenceFile(this.db, sha256));
  }

  contentDigest(): string {
    return this.read('contentDigest', () => digestContent(this.db));
  }

  private writeFacts(facts: readonly LedgerFact[], heads: SessionHeads): SessionHeads {
    const write = (): LedgerRow[] =>
      writeLedger(this.db, facts, heads.ledger, this.identity.kind, this.settings.signingKey);
    return { ...heads, ledger: this.db.transaction(write).immediate().at(-1) ?? heads.ledger };
  }
}
