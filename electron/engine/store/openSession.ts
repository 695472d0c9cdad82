import { statSync } from 'node:fs';
import { backUpNow } from './backup.ts';
import { createSessionFile } from './createSessionFile.ts';
import { damageAdvice } from './damageAdvice.ts';
import { migrate, readSchemaVersion, schemaVersion } from './migrate.ts';
import { openConnection, type Connection } from './open.ts';
import type { OpenSessionOptions, Session } from './session.ts';
import { SessionError } from './sessionError.ts';
import { SessionFile } from './sessionFile.ts';
import { noteClosed, noteOpen, requireFreePath, requireSessionFile, setAside } from './sessionFiles.ts';
import { readIdentity } from './readRecords.ts';
import { translateContentError, translateError } from './translateError.ts';
import { takeWriterLock, type WriterLock } from './writerLock.ts';

/**
 * Opens a session file, or refuses in words (`SessionError`). `create` never replaces a file; `resume` finds a damaged
 * file, sets it aside and says where; `read` changes nothing and goes on beside a writer.
 */
export function openSession(path: string, options: OpenSessionOptions): Session {
  try {
    if (options.mode === 'create') {
      const real = requireFreePath(path);
      createSessionFile(real, options.identity, options.now());
      return openForWriting(real, options);
    }
    const real = requireSessionFile(path);
    return options.mode === 'resume' ? openForWriting(real, options) : openForReading(real, options);
  } catch (error) {
    throw translateContentError(translateError(error, path), path);
  }
}

function openForReading(path: string, options: OpenSessionOptions): Session {
  const db = openConnection(path, 'reader');
  try {
    const version = readSchemaVersion(db);
    if (version < schemaVersion) {
      throw new SessionError(
        'needs_migration',
        `${path} was written by an earlier version: resume it once, which brings it up to date, and then read it.`,
      );
    }
    const notice = version > schemaVersion ? newerNotice(path) : undefined;
    return new SessionFile({ path, db, identity: readIdentity(db), lock: undefined, notice, settings: options });
  } catch (error) {
    db.close();
    throw error;
  }
}

function openForWriting(path: string, options: OpenSessionOptions): Session {
  const lock = takeWriterLock(path);
  if (lock === undefined) {
    throw new SessionError(
      'busy',
      `Another process is writing ${path}: close it there first, or open the session for reading.`,
    );
  }
  let db: Connection | undefined;
  noteOpen(path);
  try {
    db = openConnection(path, 'writer');
    const version = readSchemaVersion(db);
    if (version > schemaVersion) return leaveToReaders(path, options, db, lock);
    requireSound(db, path);
    if (version < schemaVersion) {
      backUpNow(db, path, options.now());
      migrate(db);
    }
    return new SessionFile({ path, db, identity: readIdentity(db), lock, notice: undefined, settings: options });
  } catch (error) {
    db?.close();
    const known = translateContentError(translateError(error, path), path);
    const final =
      known instanceof SessionError && known.code === 'corrupt' ? asSetAside(path, options.now(), known) : known;
    lock.release();
    throw final;
  } finally {
    noteClosed(path);
  }
}

/** A newer version's file: no word of it is changed. */
function leaveToReaders(path: string, options: OpenSessionOptions, db: Connection, lock: WriterLock): Session {
  db.close();
  lock.release();
  return openForReading(path, options);
}

function newerNotice(path: string): string {
  return `${path} was written by a newer version of Holdpoint, so it is open for reading only: update Holdpoint to go on with it.`;
}

/** Reads the whole structure of files of ordinary size (about 400 MB a second); `verify` reads the contents of any. */
function requireSound(db: Connection, path: string): void {
  if (statSync(path).size > checkedBytes) return;
  const found = String(db.pragma('quick_check(1)', { simple: true }));
  if (found !== 'ok') throw new SessionError('corrupt', `${path} is damaged (${found}).`);
}

function asSetAside(path: string, nowMs: number, error: SessionError): SessionError {
  const quarantinedAs = setAside(path, nowMs);
  return new SessionError(
    'corrupt',
    `${path} is damaged and was set aside as ${quarantinedAs}: ${damageAdvice(path)}.`,
    { cause: error, quarantinedAs },
  );
}

const checkedBytes = 256 * 2 ** 20;
