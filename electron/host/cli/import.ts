import { realpath } from 'node:fs/promises';
import { openRecording } from '../../engine/source/openRecording.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { writeRecording } from '../../engine/source/recordingWriter.ts';
import { systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import type { ConvertedFiles } from './convertFiles.ts';
import { importDocument } from './importDocument.ts';
import { isNative, keepMapping, withConverted } from './importForeign.ts';
import { type ImportReading, readForImport } from './importReading.ts';
import type { LineSet } from './lineSet.ts';
import { openProgressLine } from './progressLine.ts';
import { type ImportCall, readImportCall } from './readImportCall.ts';
import { refuseExisting } from './refuseExisting.ts';
import { askYesNo, canAsk } from './room/askYesNo.ts';
import { showConverted } from './showConverted.ts';
import { showImport } from './showImport.ts';
import { showCount } from './showTimes.ts';

/**
 * `holdpoint import`: says what is in files of telemetry, ours or other people's, and writes what is good of them as one
 * recording. Whoever sits at the terminal is asked first where something would be left out or is not ours.
 */
export async function importFile(argv: string[], io: CommandIo): Promise<number> {
  const call = readImportCall(argv);
  if (call.output !== undefined) {
    for (const { path } of call.files) await refuseSameFile(path, call.output);
    await refuseExisting(call.output, call.force);
  }
  if (await isNative(call)) return keepRecording(call, call.files[0]?.path ?? '', undefined, io);
  return withConverted(call, io, async (converted) => {
    const { recordingPath } = converted;
    if (recordingPath === undefined) {
      tell(call, io, showConverted(converted), () => importDocument(undefined, converted, null));
      throw new Refusal(
        1,
        `Nothing in ${call.files.map(({ path }) => path).join(', ')} is a sample, so nothing was written.`,
      );
    }
    return keepRecording(call, recordingPath, converted, io);
  });
}

/** Sums up one recording and writes its good lines, if that is wanted. */
async function keepRecording(
  call: ImportCall,
  path: string,
  converted: ConvertedFiles | undefined,
  io: CommandIo,
): Promise<number> {
  const recording = await openRecording(path);
  const reading = await readWithProgress(recording, io);
  const shown = converted === undefined ? path : 'together';
  const summary = [
    ...(converted === undefined ? [] : showConverted(converted)),
    ...showImport(shown, reading, { isNumbered: converted === undefined }),
  ];
  const mapped = converted === undefined ? '' : await keepMapping(call, converted, io);
  if (!call.json) for (const text of [...summary, mapped]) io.out(text);
  const done = (written: { path: string; lines: number } | null): number => {
    if (call.json) io.out(`${JSON.stringify(importDocument(reading, converted, written))}\n`);
    return 0;
  };
  if (call.output === undefined) return done(null);
  const { counters, accepted } = reading;
  if (accepted.size === 0) throw new Refusal(1, `${path} has no good line, so ${call.output} was not written.`);
  const refused = converted?.accounts.reduce((sum, account) => sum + account.refused, 0) ?? 0;
  const leftOut = counters.lines - accepted.size + refused;
  if (!(await isWanted(call, leftOut, accepted.size, converted !== undefined, io))) {
    const names = call.files.map((file) => file.path).join(', ');
    throw new Refusal(3, `${call.output} was not written, as you wished: mend ${names}, or call again with --yes.`);
  }
  await writeGood(recording, accepted, call.output, io);
  const left = leftOut === 0 ? '' : `, ${showCount(leftOut, 'line')} left out`;
  if (!call.json) io.out(`${call.output}: ${showCount(accepted.size, 'line')} written${left}\n`);
  return done({ path: call.output, lines: accepted.size });
}

function tell(call: ImportCall, io: CommandIo, texts: Iterable<string>, document: () => object): void {
  if (call.json) io.out(`${JSON.stringify(document())}\n`);
  else for (const text of texts) io.out(text);
}

async function refuseSameFile(file: string, output: string): Promise<void> {
  const target = await realpath(output).catch(() => undefined);
  if (target !== undefined && target === (await realpath(file))) {
    throw new Refusal(2, `${output} is the file that is imported: name another place to write to.`);
  }
}

async function readWithProgress(recording: Recording, io: CommandIo): Promise<ImportReading> {
  const progress = openProgressLine(io, 'lines', systemClock.steadyMs);
  try {
    const reading = await readForImport(recording, {
      signal: io.signal,
      onProgress: ({ lines, doneRatio }) => progress.show(doneRatio, lines),
    });
    if (!io.signal.aborted) return reading;
  } finally {
    progress.end();
  }
  throw new Refusal(3, `Interrupted: nothing of ${recording.path} was written. Call it again to import it.`);
}

/** Asks at a terminal; where nobody can answer, the summary has said it. Our own file is copied whole without a question. */
async function isWanted(
  call: ImportCall,
  leftOut: number,
  kept: number,
  isForeign: boolean,
  io: CommandIo,
): Promise<boolean> {
  if (call.yes || call.json || !canAsk(io) || (leftOut === 0 && !isForeign)) return true;
  const left = leftOut === 0 ? '' : `${showCount(leftOut, 'line')} will be left out. `;
  const rest = leftOut === 0 || isForeign ? showCount(kept, 'line') : 'the rest';
  return askYesNo(`${left}Write ${rest} to ${call.output ?? ''}?`, io);
}

async function writeGood(recording: Recording, accepted: LineSet, output: string, io: CommandIo): Promise<void> {
  const progress = openProgressLine(io, 'lines', systemClock.steadyMs);
  let written = 0;
  let trouble: unknown;
  async function* blocks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const batch of recording.batches({ signal: io.signal })) {
        const block = Buffer.allocUnsafe(batch.bytes.length + batch.count);
        let length = 0;
        for (let index = 0; index < batch.count; index += 1) {
          if (!accepted.has(batch.lineNumbers[index] ?? 0)) continue;
          length += batch.bytes.copy(block, length, batch.starts[index], batch.ends[index]);
          block[length] = 10;
          length += 1;
          written += 1;
        }
        progress.show(batch.bytesRead / batch.bytesTotal, written);
        if (length > 0) yield block.subarray(0, length);
      }
      if (!io.signal.aborted && written !== accepted.size) {
        throw new Refusal(3, `${recording.path} changed while it was read: import it again when it rests.`);
      }
    } catch (error) {
      trouble = error;
      throw error;
    }
  }
  try {
    await writeRecording(output, blocks(), io.signal);
  } catch (error) {
    if (io.signal.aborted) throw new Refusal(3, `Interrupted: ${output} was not written. Call it again to import it.`);
    throw trouble ?? error;
  } finally {
    progress.end();
  }
}
