import { damageAdvice } from './damageAdvice.ts';
import { sqliteCode } from './open.ts';
import { SessionError } from './sessionError.ts';

/** Any failure of a call into the database, as a `SessionError`. Faults of our own code pass through unchanged. */
export function translateError(error: unknown, path: string): unknown {
  if (error instanceof SessionError) return error;
  const code = sqliteCode(error) ?? systemCode(error);
  if (code === undefined) return error;
  const detail = { cause: error };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new SessionError(
      'disk_full',
      `The disk is full, so nothing more can be written to ${path}: free some space and go on.`,
      detail,
    );
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return new SessionError(
      'io_uncertain',
      `The disk failed while ${path} was in use (${code}), and whether the last write is on it is unknown: open the session again to see what it holds.`,
      detail,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new SessionError('corrupt', `${path} is damaged (${code}): ${damageAdvice(path)}.`, detail);
  }
  if (code.startsWith('SQLITE_NOTADB')) {
    return new SessionError('not_a_session', `${path} is not a Holdpoint session: check the path.`, detail);
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new SessionError('busy', `${path} is in use by another program: close it there and try again.`, detail);
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new SessionError(
      'no_permission',
      `${path} may not be written: change its permissions, or copy it to a folder of your own.`,
      detail,
    );
  }
  if (code.startsWith('SQLITE_CANTOPEN')) {
    return new SessionError(
      'no_permission',
      `${path} cannot be opened: check that you may read it and write to its folder, or copy it to a folder of your own.`,
      detail,
    );
  }
  if (code === 'ENOENT') {
    return new SessionError('missing', `There is no file at ${path}: check the path.`, detail);
  }
  return error;
}

/** Rows that do not hold what we write (broken JSON, blocks, compression) are damage, as `verify` will say. */
export function translateContentError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  const isContent =
    error instanceof SyntaxError ||
    error instanceof RangeError ||
    code?.startsWith('ZSTD') === true ||
    code === 'ERR_BUFFER_TOO_LARGE';
  if (!isContent) return error;
  return new SessionError(
    'corrupt',
    `${path} holds rows that are damaged: verify it to see which, and ${damageAdvice(path)}.`,
    { cause: error },
  );
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
