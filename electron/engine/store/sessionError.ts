export type SessionErrorCode =
  /** There is no file, or its folder is not there. */
  | 'missing'
  /** `create` found something at the path. */
  | 'exists'
  /** A directory, a device, a pipe. */
  | 'not_a_file'
  /** A file, but no SQLite database or a database of another program. It was not touched. */
  | 'not_a_session'
  /** The operating system does not let us read or write it. */
  | 'no_permission'
  /** The file is damaged. When it was opened to be resumed, it has been renamed (see `quarantinedAs`). */
  | 'corrupt'
  /** Another process, or another part of this one, writes this session. */
  | 'busy'
  /** This session is open for reading only. */
  | 'read_only'
  /** The file is older than this version and must be opened for writing once. */
  | 'needs_migration'
  /** The disk is full: nothing of the last call was written, and writing may be tried again. */
  | 'disk_full'
  /** The last call may or may not be on the disk. Only `reopen()` tells; every write is refused until then. */
  | 'io_uncertain'
  /** The session has been closed. */
  | 'closed'
  /** What was handed in contradicts what is stored; a fault in the caller. */
  | 'out_of_order'
  /** A rehearsal's fact for a session that is none, or the other way round. */
  | 'rehearsal_mismatch'
  /** The native driver or its SQLite is not one that we trust. */
  | 'unfit_runtime';

/** Why a session cannot be opened, read or written. The message is one sentence that says what to do. */
export class SessionError extends Error {
  readonly code: SessionErrorCode;
  /** Where the damaged file is now, for `corrupt` files that were set aside. */
  readonly quarantinedAs: string | undefined;

  constructor(code: SessionErrorCode, message: string, detail: { cause?: unknown; quarantinedAs?: string } = {}) {
    super(message, detail.cause === undefined ? {} : { cause: detail.cause });
    this.name = 'SessionError';
    this.code = code;
    this.quarantinedAs = detail.quarantinedAs;
  }
}
