import { UnfitRecordingError } from '../../engine/ingest/unfitRecording.ts';
import { RecordingError, type RecordingErrorCode } from '../../engine/source/recordingError.ts';
import { RecordingWriteError } from '../../engine/source/recordingWriter.ts';
import { ForeignFileError } from '../../import/foreignFormat.ts';
import { SessionError, type SessionErrorCode } from '../../engine/store/sessionError.ts';

/** What went wrong, for a person: a sentence that says what to do, and the exit code. */
export interface Failure {
  readonly exitCode: 1 | 3;
  readonly text: string;
}

/** The file was read, and it is not what it should be. */
const wrongRecordings: readonly RecordingErrorCode[] = ['empty', 'not_telemetry', 'truncated', 'corrupt', 'bomb'];
const wrongSessions: readonly SessionErrorCode[] = ['not_a_session', 'corrupt'];
/** Not for people: a caller of the store broke its rules. */
const ownFaults: readonly SessionErrorCode[] = ['out_of_order', 'closed', 'rehearsal_mismatch'];

/** The failure that an error tells of; undefined for one that nobody foresaw. */
export function toFailure(error: unknown): Failure | undefined {
  if (error instanceof UnfitRecordingError) return { exitCode: 1, text: error.message };
  if (error instanceof ForeignFileError) return { exitCode: 1, text: error.message };
  if (error instanceof RecordingWriteError) return { exitCode: 3, text: error.message };
  if (error instanceof RecordingError) {
    return { exitCode: wrongRecordings.includes(error.code) ? 1 : 3, text: error.message };
  }
  if (error instanceof SessionError && !ownFaults.includes(error.code)) {
    return { exitCode: wrongSessions.includes(error.code) ? 1 : 3, text: error.message };
  }
  return undefined;
}
