import { realpath } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { nearestWord } from '../../../shared/base/nearestWord.ts';
import { printable } from '../../../shared/model/problem.ts';
import { openRecording } from '../../engine/source/openRecording.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { writeRecording } from '../../engine/source/recordingWriter.ts';
import { systemClock } from '../systemClock.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { type ImportReading, readForImport } from './importReading.ts';
import type { LineSet } from './lineSet.ts';
import { openProgressLine } from './progressLine.ts';
import { readCall } from './readCall.ts';
import { refuseExisting } from './refuseExisting.ts';
import { showImport } from './showImport.ts';
import { showCount } from './showTimes.ts';

const formats = ['holdpoint', 'csv', 'otlp', 'prometheus', 'cloudevents'];

/**
 * `holdpoint import`: says what is in a file of telemetry, and writes its good lines as a recording. Whoever sits at the
 * terminal is asked first where lines would be left out.
 */
export async function importFile(argv: string[], io: CommandIo): Promise<number> {
  const call = readImportCall(argv);
  const recording = await openRecording(call.file);
  if (call.output !== undefined) {
    await refuseSameFile(call.file, call.output);
    await refuseExisting(call.output, call.force);
  }
  const reading = await readWithProgress(recording, io);
  for (const text of showImport(call.file, reading)) io.out(text);
  const { counters, accepted } = reading;
  if (call.output === undefined) return 0;
  if (accepted.size === 0) throw new Refusal(1, `${call.file} has no good line, so ${call.output} was not written.`);
  const leftOut = counters.lines - accepted.size;
  if (leftOut > 0 && !call.yes && !(await isWanted(leftOut, call.output, io))) {
    throw new Refusal(3, `${call.output} was not written, as you wished: mend ${call.file}, or call again with --yes.`);
  }
  await writeGood(recording, accepted, call.output, io);
  const left = leftOut === 0 ? '' : `, ${showCount(leftOut, 'line')} left out`;
  io.out(`${call.output}: ${showCount(accepted.size, 'line')} written${left}\n`);
  return 0;
}

interface ImportCall {
  readonly file: string;
  /** Undefined for a summary alone. */
  readonly output: string | undefined;
  readonly yes: boolean;
  readonly force: boolean;
}

function readImportCall(argv: string[]): ImportCall {
  const { options, words } = readCall(argv, {
    options: { as: 'value', map: 'value', output: 'value', 'dry-run': 'flag', yes: 'flag', force: 'flag' },
    short: { o: 'output', y: 'yes', f: 'force' },
    words: ['file to import'],
  });
  const format = options.as ?? 'holdpoint';
  if (!formats.includes(format)) {
    const nearest = nearestWord(format, formats);
    const advice = nearest === undefined ? `the formats are ${formats.join(', ')}` : `did you mean ${nearest}?`;
    throw new CallError(`There is no format '${printable(format, 60)}': ${advice}${nearest === undefined ? '.' : ''}`);
  }
  if (format !== 'holdpoint') {
    throw new Refusal(
      2,
      `Importing ${format} is not supported yet: write the data as holdpoint/telemetry@1, one sample a line (\`holdpoint schema telemetry\`).`,
    );
  }
  if (options.map !== undefined) throw new CallError('--map is for other formats: leave it out.');
  if (options.output === undefined && !options['dry-run']) {
    throw new CallError('Say with -o where the recording goes, or ask with --dry-run for the summary alone.');
  }
  const { yes, force } = options;
  return { file: words[0] ?? '', output: options['dry-run'] ? undefined : options.output, yes, force };
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

/** Asks at a terminal; where nobody can answer, the summary has said it. */
async function isWanted(leftOut: number, output: string, io: CommandIo): Promise<boolean> {
  if (!io.isTerminal || !process.stdin.isTTY) return true;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `${showCount(leftOut, 'line')} will be left out. Write the rest to ${output}? [y/N] `;
    const answer = await asking.question(question, { signal: io.signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    // Ctrl-C is an answer too.
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    asking.close();
  }
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
