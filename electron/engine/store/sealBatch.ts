import type { SealBatch, SessionKind } from '../../../shared/model/session.ts';
import type { CoarseRollUp } from './coarseRollUp.ts';
import { writeLedger } from './ledgerWriter.ts';
import type { Connection } from './open.ts';
import { readSealContents, type SealContents } from './sealContents.ts';
import type { SigningKey } from './session.ts';
import { SessionError } from './sessionError.ts';
import type { SessionHeads } from './sessionHeads.ts';
import { buildBlocks, writeBlocks } from './writeBlocks.ts';
import { packLines, writeChunk } from './writeLines.ts';
import {
  writeGaps,
  writeJudgeCheckpoint,
  writeQuarantine,
  writeSeries,
  writeSourceStates,
  writeTransitions,
} from './writeRecords.ts';

/** Writes everything of a seal in one transaction, and returns where the chains end then. */
export function writeSeal(
  db: Connection,
  batch: SealBatch,
  heads: SessionHeads,
  coarse: CoarseRollUp,
  kind: SessionKind,
  key: SigningKey | undefined,
): SessionHeads {
  checkOrder(batch, heads);
  // What takes long is done before the transaction begins.
  const lines = packLines(batch.lines);
  const blocks = buildBlocks(batch.ticks, coarse);
  const seq = heads.chunk.seq + 1;
  const lastTick = batch.ticks.at(-1)?.tick ?? heads.tick;
  const wholeTick = findWholeTick(batch, heads);

  return db
    .transaction((): SessionHeads => {
      writeSeries(db, seq, batch.series, heads.seriesCount);
      writeBlocks(db, seq, blocks);
      const transition = writeTransitions(db, seq, batch.transitions, heads.transition);
      writeQuarantine(db, seq, batch.quarantine);
      writeGaps(db, batch.gaps);
      writeSourceStates(db, batch.sourceStates);
      writeJudgeCheckpoint(db, seq, batch.checkpoint);
      const contents = readSealContents(db, seq, transition.hash, unchanged(batch, heads));
      const ticks = { firstTick: batch.ticks[0]?.tick, lastTick, wholeTick };
      const chunk = writeChunk(db, lines, ticks, batch.position, contents, heads);
      const ledger = writeLedger(db, batch.ledger, heads.ledger, kind, key);
      const sealedLine = lines.first + lines.count - 1;
      return {
        ...heads,
        chunk: { seq: chunk.seq, hash: chunk.hash },
        contents: chunk.contents,
        position: chunk.position,
        sealedLine,
        tail: { seq: 0, hash: chunk.hash },
        tailLine: sealedLine,
        tick: lastTick,
        wholeTick,
        seriesCount: heads.seriesCount + batch.series.length,
        transition,
        ledger: ledger.at(-1) ?? heads.ledger,
      };
    })
    .immediate();
}

/** The digests that this seal does not change. */
function unchanged(batch: SealBatch, { contents }: SessionHeads): Partial<SealContents> {
  if (contents === undefined) return {};
  const { gaps, sources } = JSON.parse(contents) as SealContents;
  return { ...(batch.gaps.length === 0 ? { gaps } : {}), ...(batch.sourceStates.length === 0 ? { sources } : {}) };
}

function checkOrder({ lines, ticks }: SealBatch, heads: SessionHeads): void {
  const first = heads.sealedLine + 1;
  if (lines.first !== first || lines.first + lines.count - 1 < heads.tailLine) {
    throw new SessionError(
      'out_of_order',
      `A seal must hold all lines from ${first} to ${heads.tailLine} at least, and this one holds ${lines.count} from ${lines.first}.`,
    );
  }
  let least = heads.tick === undefined ? -Infinity : heads.tick + (heads.tick === heads.wholeTick ? 1 : 0);
  for (const { tick } of ticks) {
    if (tick < least) throw new SessionError('out_of_order', `Tick ${tick} was handed in after tick ${least - 1}.`);
    least = tick + 1;
  }
}

/** A part is made whole by its rest, or by any later tick. */
function findWholeTick({ ticks, partialTick }: SealBatch, heads: SessionHeads): number | undefined {
  const last = ticks.at(-1);
  if (last === undefined) return heads.wholeTick;
  if (!partialTick) return last.tick;
  const before = ticks.at(-2)?.tick;
  if (before !== undefined) return before;
  return heads.tick === undefined || heads.tick === last.tick ? heads.wholeTick : heads.tick;
}
