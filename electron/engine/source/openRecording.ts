import type { FileHandle } from 'node:fs/promises';
import { createLineCutter, type CutBatch } from './cutLines.ts';
import { StreamTrouble } from './decompress.ts';
import type { LineBatch } from './lineBatch.ts';
import { openFile, refuseStranger } from './openFile.ts';
import type { ReadOptions, Recording } from './recording.ts';
import { RecordingError, toRecordingError } from './recordingError.ts';
import { batchBytes, readCompressed, readPlain, skipText, type TextReader } from './textReader.ts';

/** Looks at a recording and says at once when it cannot be one. Never waits for a pipe or a device. */
export async function openRecording(path: string): Promise<Recording> {
  const { handle, size, compression } = await openFile(path);
  await handle.close();
  return { path, compression, bytesTotal: size, batches: (options = {}) => readBatches(path, options) };
}

async function* readBatches(path: string, options: ReadOptions): AsyncGenerator<LineBatch, void, undefined> {
  const { fromByte = 0, fromLine = 1, signal } = options;
  const room = new ReadRoom(options.reuse === true);
  const { handle, size, compression } = await openFile(path);
  const reader =
    compression === 'none'
      ? readPlain(handle, fromByte)
      : readCompressed(handle, compression, (head) => refuseStranger(path, head));
  const cutter = createLineCutter(fromByte, fromLine);
  let pending: Promise<Filled> | undefined;
  try {
    if (compression !== 'none') await skipText(reader, fromByte);
    let isNothing = fromByte === 0;
    for (let isEnd = false; !isEnd;) {
      const filled = await (pending ?? fillNext(reader, cutter.carry, room));
      isEnd = filled.added === 0;
      const bytesRead = reader.bytesRead;
      if (isEnd) await refuseShrunk(path, handle, compression === 'none' ? bytesRead : 0, size, cutter.lastLine);
      const batches = cutter.cut(filled.buffer, isEnd);
      if (!isEnd) pending = fillNext(reader, cutter.carry, room);
      pending?.catch(() => undefined);
      for (const batch of batches) {
        if (signal?.aborted === true) return;
        if (batch.count > 0 || batch.bad !== undefined) isNothing = false;
        yield withProgress(batch, bytesRead, size);
      }
    }
    if (isNothing) throw new RecordingError('empty', `${path} holds no line: check that the recording was finished.`);
  } catch (error) {
    throw await explain(error, path, handle, size, cutter.lastLine);
  } finally {
    await pending?.catch(() => undefined);
    await reader.close();
    await handle.close();
  }
}

interface Filled {
  readonly buffer: Buffer;
  /** New bytes behind the carry; 0 at the end. */
  readonly added: number;
}

async function fillNext(reader: TextReader, carry: Buffer, room: ReadRoom): Promise<Filled> {
  const buffer = room.take(carry.length + batchBytes);
  carry.copy(buffer);
  const added = await reader.fill(buffer, carry.length);
  return { buffer: buffer.subarray(0, carry.length + added), added };
}

/** A little more than a batch, for the unfinished line before it. */
const roomBytes = batchBytes + 64 * 1024;

/**
 * Where text is read to: always anew, or by turns into two places, of which one is read into while the batches of the
 * other are looked at. Half a megabyte at a time, anew, is garbage that nobody collects in time.
 */
class ReadRoom {
  private readonly isReused: boolean;
  private readonly places: Buffer[] = [];

  constructor(isReused: boolean) {
    this.isReused = isReused;
  }

  take(bytes: number): Buffer {
    if (!this.isReused || bytes > roomBytes) return Buffer.allocUnsafeSlow(bytes);
    const place = (this.places.length < 2 ? undefined : this.places.shift()) ?? Buffer.allocUnsafeSlow(roomBytes);
    this.places.push(place);
    return place.subarray(0, bytes);
  }
}

function withProgress(batch: CutBatch, bytesRead: number, size: number): LineBatch {
  return { ...batch, bytesRead: Math.min(bytesRead, size), bytesTotal: size };
}

async function refuseShrunk(path: string, handle: FileHandle, end: number, size: number, line: number): Promise<void> {
  const { size: sizeNow } = await handle.stat();
  const wanted = Math.max(end, size);
  if (sizeNow < wanted) throw shrank(path, line);
}

function shrank(path: string, line: number): RecordingError {
  const after = line > 0 ? ` after line ${line}` : '';
  return new RecordingError(
    'shrank',
    `${path} became shorter while it was read${after}: read it again when it rests.`,
    line,
  );
}

async function explain(error: unknown, path: string, handle: FileHandle, size: number, line: number): Promise<Error> {
  if (!(error instanceof StreamTrouble)) return toRecordingError(error, path, line);
  if ((await handle.stat()).size < size) return shrank(path, line);
  const after = line > 0 ? ` after line ${line}` : '';
  const advice =
    error.code === 'bomb' ? 'do not trust it, or pack it again with plain gzip or zstd' : 'copy the recording again';
  return new RecordingError(error.code, `${path} ${error.message}${after}: ${advice}.`, line, error);
}
