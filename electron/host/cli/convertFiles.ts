import { basename, join } from 'node:path';
import { createDecoder } from '../../engine/ingest/decoder.ts';
import { createSeriesTable } from '../../engine/ingest/seriesTable.ts';
import { openText, type TextFile } from '../../engine/source/openText.ts';
import { FileAccount } from '../../import/fileAccount.ts';
import {
  type Conversion,
  type ConversionOptions,
  type Converted,
  ForeignFileError,
  type ForeignFormat,
} from '../../import/foreignFormat.ts';
import { Pauses } from '../../import/pauses.ts';
import { SortedSpool } from '../../import/sortedSpool.ts';
import { sourceName } from '../../import/sourceName.ts';
import type { TableMapping } from '../../../shared/model/tableMapping.ts';

/** One of the files that are imported together. */
export interface GivenFile {
  readonly path: string;
  /** Added to every time in it. */
  readonly offsetMs: number;
}

export interface ConvertOptions extends ConversionOptions {
  readonly signal: AbortSignal;
  /** Where what is on the way may lie; whoever made it takes it away. */
  readonly folder: string;
  readonly onProgress: (doneRatio: number, samples: number) => void;
  /** The format of a file by its first text. */
  readonly formatOf: (head: string) => ForeignFormat;
}

/** Somebody else's files as one recording in the order of time, and what became of each. */
export interface ConvertedFiles {
  /** The recording; undefined where nothing in them was good. */
  readonly recordingPath: string | undefined;
  readonly accounts: readonly FileAccount[];
  readonly pauses: Pauses;
  /** How the first table was read. */
  readonly mapping: TableMapping | undefined;
}

const headChars = 64 * 1024;
/** Over so long a silence the clock is moved by two lines, not one. */
const jumpMs = 600_000;
/** So much is read before the share of bad rows is believed. */
const enough = 1000;

/** Reads the files one after another, makes samples of them, judges each by the rules of a line, and sorts them by time. */
export async function convertFiles(given: readonly GivenFile[], options: ConvertOptions): Promise<ConvertedFiles> {
  const spool = new SortedSpool(options.folder);
  const table = createSeriesTable();
  const decoder = createDecoder(table);
  const conversions = new Map<ForeignFormat, Conversion>();
  const accounts: FileAccount[] = [];
  const texts: TextFile[] = [];
  for (const { path } of given) texts.push(await openText(path));
  const bytesTotal = texts.reduce((sum, { bytesTotal: bytes }) => sum + bytes, 0);
  let mapping: TableMapping | undefined;
  let bytesBefore = 0;
  let samples = 0;

  /** Good lines go to the spool, with the offset of their file; bad ones to its account. */
  function take(one: Converted, account: FileAccount): void {
    if (one.kind === 'refused') account.refuse(one.row, one.text, one.excerpt);
    else if (one.kind === 'counted') account.count(one.row, one.text);
    else {
      const text = one.kind === 'line' ? one.line : JSON.stringify(moved(one.sample, account.offsetMs));
      const bytes = Buffer.from(text);
      const decoded = decoder.decodeLine(bytes, 0, bytes.length, one.row);
      if (decoded.kind === 'bad') {
        account.refuse(one.row, decoded.text, decoded.excerpt);
        return;
      }
      const shiftMs = one.kind === 'line' ? account.offsetMs : 0;
      const line = shiftMs === 0 ? text : JSON.stringify(moved(JSON.parse(text) as Stamped, shiftMs));
      account.take(decoded.t + shiftMs);
      spool.add((decoded.arrived ?? decoded.t) + shiftMs, line);
      samples += 1;
    }
  }

  for (const [place, text] of texts.entries()) {
    const { path, offsetMs } = given[place] ?? { path: text.path, offsetMs: 0 };
    const head = await readHead(text, options.signal);
    if (options.signal.aborted) break;
    const format = options.formatOf(head);
    const conversion = conversions.get(format) ?? format.open(options);
    conversions.set(format, conversion);
    const source = sourceName(basename(path));
    const begun = conversion.begin({ path, source, modifiedMs: text.modifiedMs, head });
    mapping ??= begun.mapping;
    const account = new FileAccount({ path, says: format.says, told: begun.told, offsetMs });
    accounts.push(account);
    const drain = async (pieces: Iterable<Converted>): Promise<void> => {
      for (const one of pieces) {
        take(one, account);
        if (spool.isFull) await spool.flush();
        if (options.signal.aborted) return;
      }
      assertMostlyGood(account, false);
    };
    for await (const { text: piece, bytesRead } of text.pieces(options.signal)) {
      await drain(begun.reader.take(piece));
      options.onProgress(Math.min(1, (bytesBefore + bytesRead) / bytesTotal), samples);
    }
    if (!options.signal.aborted) await drain(begun.reader.end());
    if (options.signal.aborted) break;
    assertMostlyGood(account, true);
    bytesBefore += text.bytesTotal;
  }
  const pauses = new Pauses();
  if (samples === 0 || options.signal.aborted) return { recordingPath: undefined, accounts, pauses, mapping };
  const recordingPath = join(options.folder, 'merged.ndjson');
  await spool.writeTo(recordingPath, finishLines(pauses), options.signal);
  return { recordingPath, accounts, pauses, mapping };
}

interface Stamped {
  readonly t: number;
  readonly arrived?: unknown;
}

function moved<Sample extends Stamped>(sample: Sample, offsetMs: number): Sample {
  if (offsetMs === 0) return sample;
  const arrived = typeof sample.arrived === 'number' ? { arrived: sample.arrived + offsetMs } : {};
  return { ...sample, t: sample.t + offsetMs, ...arrived };
}

/** A lone line after a long break is not believed; a mark of its source beside it says that it is meant. */
function finishLines(pauses: Pauses): (atMs: number, line: string) => string {
  let beforeMs = Infinity;
  return (atMs, line) => {
    pauses.add(atMs);
    const isBreak = atMs - beforeMs > jumpMs;
    beforeMs = atMs;
    if (!isBreak) return `${line}\n`;
    const { source } = JSON.parse(line) as { source: string };
    return `${line}\n${JSON.stringify({ t: atMs, source, kind: 'mark' })}\n`;
  };
}

async function readHead(text: TextFile, signal: AbortSignal): Promise<string> {
  for await (const { text: piece } of text.pieces(signal)) return piece.slice(0, headChars);
  return '';
}

function assertMostlyGood(account: FileAccount, isComplete: boolean): void {
  const { refused, samples, path } = account;
  if (refused * 2 <= refused + samples || (!isComplete && refused + samples < enough)) return;
  const [worst] = account.refusals();
  const most = worst === undefined ? '' : ` Most often (${worst.count.toLocaleString('en-US')} times): ${worst.text}`;
  throw new ForeignFileError(
    `${path}: ${refused.toLocaleString('en-US')} of ${(refused + samples).toLocaleString('en-US')} values could not be taken, which is more than half, so reading stopped; check --as and --map.${most}`,
  );
}
