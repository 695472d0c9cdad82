import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  existsSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SessionError } from './sessionError.ts';

/** `HOLD`, in the header of every session file. */
export const applicationId = 0x484f4c44;

/**
 * The real path of the session, if the file there looks like one. Nothing is written, and a file of another program is
 * not opened by the database at all.
 */
export function requireSessionFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new SessionError('missing', `There is no session at ${path}: check the path.`);
  requireFile(path, found);
  const real = realpathSync(path);
  if (!isOpenHere(real) && !hasSessionHeader(real)) {
    throw new SessionError(
      'not_a_session',
      `${path} is not a Holdpoint session: check the path; it was left as it is.`,
    );
  }
  return real;
}

/** The real path for a session that is to be created. */
export function requireFreePath(path: string): string {
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new SessionError(
      'missing',
      `There is no folder ${folder}: create it, or choose another place for the session.`,
    );
  }
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined) {
    requireFile(path, found);
    throw new SessionError('exists', `${path} is there already: resume it, or choose another name.`);
  }
  return join(realpathSync(folder), basename(path));
}

/** Sets a session aside under a name with the time in it, together with its log. Nothing is deleted. */
export function setAside(path: string, nowMs: number, why: 'damaged' | 'replaced' = 'damaged'): string {
  const name = `${path}.${why}-${toFileStamp(nowMs)}`;
  let aside = name;
  for (let copy = 2; existsSync(aside); copy += 1) aside = `${name}-${copy}`;
  for (const part of ['-wal', '-shm', '']) if (existsSync(path + part)) renameSync(path + part, aside + part);
  return aside;
}

/** Gives a whole file its name, unless something has that name already. */
export function moveWithoutReplacing(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') {
      throw new SessionError('exists', `${to} is there already: resume it, or choose another name.`, { cause: error });
    }
    // Some file systems have no hard links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
    renameSync(from, to);
  }
}

/** `20260330T140000.123Z`: sorts by time, and is allowed in names on every system. */
export function toFileStamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[-:]/g, '');
}

/** The instant in a name that begins with a stamp; undefined where there is none. */
export function fromFileStamp(name: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z/.exec(name);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** Makes what is in a file survive a power cut. */
export function syncFile(path: string): void {
  sync(path, 'r+');
}

/** Makes new names in a folder survive a power cut. Systems that cannot sync folders do not need it. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

// Closing any handle of a file takes away the locks that this process holds on it through SQLite. So a file that is
// open in this process is never opened beside SQLite.
const openHere = new Map<string, number>();

export function noteOpen(path: string): void {
  openHere.set(path, (openHere.get(path) ?? 0) + 1);
}

export function noteClosed(path: string): void {
  const left = (openHere.get(path) ?? 0) - 1;
  if (left > 0) openHere.set(path, left);
  else openHere.delete(path);
}

function isOpenHere(path: string): boolean {
  return openHere.has(path);
}

function requireFile(path: string, found: Stats): void {
  if (found.isFile()) return;
  const what = found.isDirectory() ? 'a folder' : 'no regular file';
  throw new SessionError('not_a_file', `${path} is ${what}: give the path of a session file.`);
}

/** So many bytes of a session file are gone at its end, by its own account; 0 where that cannot be told. */
export function countMissingBytes(path: string): number {
  const header = isOpenHere(path) ? undefined : readHeader(path);
  if (header === undefined) return 0;
  const pageBytes = header.readUInt16BE(pageBytesAt);
  return Math.max(0, header.readUInt32BE(pagesAt) * (pageBytes === 1 ? 65_536 : pageBytes) - statSync(path).size);
}

function readHeader(path: string): Buffer | undefined {
  const header = Buffer.alloc(headerBytes);
  const handle = openSync(path, 'r');
  try {
    return readSync(handle, header, 0, headerBytes, 0) < headerBytes ? undefined : header;
  } finally {
    closeSync(handle);
  }
}

function hasSessionHeader(path: string): boolean {
  const header = readHeader(path);
  if (header === undefined) return false;
  return header.toString('latin1', 0, magic.length) === magic && header.readUInt32BE(applicationIdAt) === applicationId;
}

const headerBytes = 100;
const magic = 'SQLite format 3\0';
const applicationIdAt = 68;
const pageBytesAt = 16;
const pagesAt = 28;
