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
  | 'changed'
  | 'unreadable';

/** Why a recording cannot be read, or not to its end. The message is one sentence that says what to do. */
export class RecordingError extends Error {
  readonly code: RecordingErrorCode;
  /** The last line that was read whole before it, 0 when there is none. */
  readonly line: number;

  constructor(code: RecordingErrorCode, message: string, line = 0, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'RecordingError';
    this.code = code;
    this.line = line;
  }
}
