import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A file as text; or why its content is no text to read (`refused`); or why nothing could be read (`unreadable`). */
export type TextFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string }
  | { readonly kind: 'unreadable'; readonly text: string };

/**
 * Reads a file that a person wrote: a plain file of UTF-8, at most `mostBytes` long. A pipe, a device or a folder is not
 * waited for, and a file that is too long is not read. `unreadable` is a whole sentence; `refused` follows the file's name.
 */
export async function readTextFile(path: string, mostBytes: number): Promise<TextFile> {
  let bytes: Uint8Array;
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = await file.stat();
    if (!status.isFile()) {
      const what = status.isDirectory() ? 'a folder' : 'a pipe or a device';
      return { kind: 'unreadable', text: `${path} is ${what}: name a file.` };
    }
    if (status.size > mostBytes) {
      const text = `has ${status.size} bytes; write at most ${mostBytes}.`;
      return { kind: 'refused', code: 'too_large', text };
    }
    bytes = await file.readFile();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const advice =
      code === 'ENOENT' ? 'does not exist: check its name.' : `could not be read (${code}): check its rights.`;
    return { kind: 'unreadable', text: `${path} ${advice}` };
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { kind: 'refused', code: 'not_text', text: 'is not UTF-8 text; save it as UTF-8.' };
  }
}
