import { statSync } from 'node:fs';
import type { LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { sealedKind } from '../../engine/store/ledgerWriter.ts';
import { readReach } from '../../engine/store/readReach.ts';
import { isWhole, salvageLedger } from '../../engine/store/salvageLedger.ts';
import { SessionError } from '../../engine/store/sessionError.ts';
import type { Paint } from './paint.ts';
import { showLedger } from './showLedger.ts';
import { showCount, showUtc } from './showTimes.ts';

/** What a session held after the moment of its backup, as far as the file that was set aside still tells. */
export interface Loss {
  /** The file that was set aside. */
  readonly aside: string;
  /** When it was last written, by the wall clock. */
  readonly writtenAtMs: number;
  /** Of what the end cannot be read, so that there may have been more than is told here. */
  readonly unread: readonly ('telemetry' | 'ledger')[];
  /** Both ends included; null when there were none. */
  readonly lines: { readonly from: number; readonly to: number } | null;
  /** Instants up to which was judged, ms, 0 where nothing was yet; null when it is the same. */
  readonly judged: { readonly before: number; readonly now: number } | null;
  /** Rows of the ledger that are whole, without those that Holdpoint writes when it signs. */
  readonly rows: readonly LedgerRow[];
  /** Rows of the ledger that were there and cannot be read, or were changed. */
  readonly lostRows: number;
}

export function readLoss(aside: string, restored: string): Loss {
  const writtenMs = ['', '-wal'].map((part) => statSync(aside + part, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const [before, now] = [readReach(aside), readReach(restored)];
  const [line, nowLine] = [before?.line, now?.line ?? 0];
  const [tick, nowTick] = [before?.tick ?? 0, now?.tick ?? 0];
  return {
    aside,
    writtenAtMs: Math.round(Math.max(...writtenMs)),
    unread: [
      ...(line === undefined ? (['telemetry'] as const) : []),
      ...(before?.ledgerSeq === undefined ? (['ledger'] as const) : []),
    ],
    lines: line !== undefined && line > nowLine ? { from: nowLine + 1, to: line } : null,
    judged: tick > nowTick ? { before: tick * 1000, now: nowTick * 1000 } : null,
    ...readLostRows(aside, (now?.ledgerSeq ?? 0) + 1),
  };
}

function readLostRows(aside: string, fromSeq: number): Pick<Loss, 'rows' | 'lostRows'> {
  try {
    const { rows, lost } = salvageLedger(aside, fromSeq);
    const whole = rows.filter(isWhole);
    return {
      rows: whole.filter(({ kind }) => kind !== sealedKind),
      lostRows: lost.length + rows.length - whole.length,
    };
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    return { rows: [], lostRows: 0 };
  }
}

const mostRows = 20;

/** In words, for whoever has to make good what is missing. */
export function* showLoss(loss: Loss, session: string, paint: Paint): Generator<string> {
  const { aside, writtenAtMs, unread, lines, judged, rows, lostRows } = loss;
  if (lines === null && judged === null && rows.length === 0 && lostRows === 0) {
    if (unread.length === 0) yield '  Nothing came after the backup.\n';
  } else {
    yield '  What came after the backup is not in it:\n';
  }
  if (lines !== null) {
    const { from, to } = lines;
    const which = `${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')}`;
    yield `    ${showCount(to - from + 1, 'line')} of telemetry, ${which}: replay the recording into ${session}, which reads them again\n`;
  }
  if (judged !== null) {
    const now = judged.now === 0 ? 'nothing is judged' : `it is judged up to ${showUtc(judged.now)}`;
    yield `    the judgement up to ${showUtc(judged.before)}; now ${now}\n`;
  }
  if (lostRows > 0)
    yield `    ${showCount(lostRows, 'row')} of the ledger that cannot be read any more, or ${lostRows === 1 ? 'was' : 'were'} changed\n`;
  if (rows.length > 0) yield `    ${showCount(rows.length, 'row')} of the ledger:\n`;
  for (const line of showLedger(rows.slice(0, mostRows), paint)) yield `      ${line}`;
  if (rows.length > mostRows) yield `      and ${(rows.length - mostRows).toLocaleString('en-US')} more\n`;
  if (rows.length > 0) {
    yield `  Say again in the room what people decided there; holdpoint verify ${aside} --salvage rows.ndjson writes those rows to a file.\n`;
  }
  for (const what of unread) {
    yield `  The end of the ${what} in ${aside} cannot be read, so there may have been more: it was last written at ${showUtc(writtenAtMs)}.\n`;
  }
}
