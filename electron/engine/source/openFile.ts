import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { compressionOf, lookBytes, strangerOf, type Compression } from './fileLook.ts';
import { notAFile, RecordingError, toRecordingError } from './recordingError.ts';

/** A file that may be read, held open. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
  readonly modifiedMs: number;
  readonly compression: Compression;
}

/** Opens a plain file and looks at its first bytes. Throws `RecordingError`; never waits for a pipe or a device. */
export async function openFile(path: string): Promise<OpenFile> {
  let handle: FileHandle | undefined;
  try {
    refuseSpecial(path, await stat(path));
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    refuseSpecial(path, stats);
    if (stats.size === 0) throw new RecordingError('empty', `${path} is empty: check that the recording was finished.`);
    const head = Buffer.alloc(lookBytes);
    const { bytesRead } = await handle.read(head, 0, lookBytes, 0);
    const compression = compressionOf(head.subarray(0, bytesRead));
    if (compression === 'none') refuseStranger(path, head.subarray(0, bytesRead));
    return { handle, size: stats.size, modifiedMs: Math.trunc(stats.mtimeMs), compression };
  } catch (error) {
    await handle?.close();
    throw toRecordingError(error, path);
  }
}

function refuseSpecial(path: string, stats: Stats): void {
  const what = stats.isDirectory()
    ? 'a directory'
    : stats.isFIFO()
      ? 'a pipe'
      : stats.isSocket()
        ? 'a socket'
        : stats.isFile()
          ? undefined
          : 'a device';
  if (what !== undefined) throw new RecordingError('not_a_file', notAFile(path, what));
}

/** Throws where the first bytes are plainly of something else. */
export function refuseStranger(path: string, head: Buffer): void {
  const words = strangerOf(head);
  if (words !== undefined) throw new RecordingError('not_telemetry', `${path} looks like ${words}.`);
}
