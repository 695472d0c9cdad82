export type RecordingErrorCode =
  | 'missing'
  | 'not_a_file'
  | 'no_permission'
  | 'empty'
  | 'not_telemetry'
  | 'truncated'
  | 'corrupt'
  | 'bomb'
  | 'shrank'
  | 'unreadable';

/** Why a recording cannot be read, or not to its end. The message is one sentence that says what to do. */
export class RecordingError extends Error {
  readonly code: RecordingErrorCode;
  /** Number of the last line that was read whole before it; 0 when there is none. */
  readonly line: number;

  constructor(code: RecordingErrorCode, message: string, line = 0, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'RecordingError';
    this.code = code;
    this.line = line;
  }
}

/** What the system says when a file cannot be opened or read, in words. */
export function toRecordingError(cause: unknown, path: string, line = 0): RecordingError {
  if (cause instanceof RecordingError) return cause;
  const code = systemCode(cause);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new RecordingError('missing', `There is no file ${path}: check the path.`, line, cause);
    case 'EACCES':
    case 'EPERM':
      return new RecordingError(
        'no_permission',
        `${path} may not be read: ask for read permission on it.`,
        line,
        cause,
      );
    case 'EISDIR':
      return new RecordingError('not_a_file', notAFile(path, 'a directory'), line, cause);
    case 'ENXIO':
      return new RecordingError('not_a_file', notAFile(path, 'a socket or a device'), line, cause);
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return new RecordingError('missing', `${path} leads nowhere: check the path.`, line, cause);
    default:
      return new RecordingError(
        'unreadable',
        `${path} cannot be read (${code}): copy it to another disk and try again.`,
        line,
        cause,
      );
  }
}

export function notAFile(path: string, what: string): string {
  return `${path} is ${what}: give the path of a recording (.ndjson, .ndjson.gz or .ndjson.zst).`;
}

function systemCode(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}
