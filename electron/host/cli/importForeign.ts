import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMapping, writeMapping, type TableMapping } from '../../../shared/model/tableMapping.ts';
import { openText } from '../../engine/source/openText.ts';
import { writeRecording } from '../../engine/source/recordingWriter.ts';
import type { ForeignFormat } from '../../import/foreignFormat.ts';
import { foreignFormats } from '../../import/foreignFormats.ts';
import { nativeFormat } from '../../import/nativeFormat.ts';
import { tableFormat } from '../../import/table/tableFormat.ts';
import { openZone } from '../../import/table/zoneClock.ts';
import { systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import { type ConvertedFiles, convertFiles } from './convertFiles.ts';
import { readText, refuse } from './loadScenario.ts';
import { openProgressLine } from './progressLine.ts';
import type { ImportCall } from './readImportCall.ts';

/** What a file is: as `--as` says, else by its first text; ours where nothing else is plain. */
export function formatOf(call: ImportCall, head: string): ForeignFormat {
  return call.format ?? foreignFormats.find((format) => format.looksLike(head)) ?? nativeFormat;
}

/** Whether the file is a recording of ours that can be read as it stands. */
export async function isNative(call: ImportCall): Promise<boolean> {
  const [file] = call.files;
  if (call.files.length !== 1 || file === undefined || file.offsetMs !== 0 || call.mapPath !== undefined) return false;
  if (call.format !== undefined) return call.format === nativeFormat;
  const text = await openText(file.path);
  try {
    for await (const { text: piece } of text.pieces()) return formatOf(call, piece.slice(0, 65_536)) === nativeFormat;
  } catch {
    // The recording's own reader says best what is wrong with it.
  }
  return true;
}

/**
 * Makes one recording of the files, among the temporary ones, and lets `use` look at it and keep what it wants; then it is
 * gone, whatever happened.
 */
export async function withConverted<Result>(
  call: ImportCall,
  io: CommandIo,
  use: (converted: ConvertedFiles) => Promise<Result>,
): Promise<Result> {
  if (call.zone !== undefined) openZone(call.zone);
  const mapping = await readGivenMapping(call.mapPath);
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-import-'));
  const progress = openProgressLine(io, 'samples', systemClock.steadyMs);
  try {
    const converted = await convertFiles(call.files, {
      mapping,
      zone: call.zone,
      signal: io.signal,
      folder,
      formatOf: (head) => (mapping === undefined ? formatOf(call, head) : tableFormat),
      onProgress: (doneRatio, samples) => progress.show(doneRatio, samples),
    });
    progress.end();
    if (io.signal.aborted) throw interrupted();
    return await use(converted);
  } catch (error) {
    throw io.signal.aborted && !(error instanceof Refusal) ? interrupted() : error;
  } finally {
    progress.end();
    await rm(folder, { recursive: true, force: true });
  }
}

export function interrupted(): Refusal {
  return new Refusal(3, 'Interrupted: nothing was written. Call it again to import.');
}

async function readGivenMapping(path: string | undefined): Promise<TableMapping | undefined> {
  if (path === undefined || (await stat(path).catch(() => undefined)) === undefined) return undefined;
  const { mapping, problems } = readMapping(await readText(path), path);
  if (mapping === undefined || problems.length > 0) throw refuse(problems);
  return mapping;
}

/** Remembers how a table was read, where `--map` named a file that was not there yet. */
export async function keepMapping(call: ImportCall, { mapping }: ConvertedFiles, io: CommandIo): Promise<string> {
  if (call.mapPath === undefined || mapping === undefined) return '';
  if ((await stat(call.mapPath).catch(() => undefined)) !== undefined) return '';
  await writeRecording(call.mapPath, [writeMapping(mapping)], io.signal);
  return `${call.mapPath}: how the table is read was written; mend it and call again where it is wrong\n`;
}
