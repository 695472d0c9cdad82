/** What a process did to the files of a folder, in order, as the shim wrote it down. */
export type LogRecord =
  | { readonly kind: 'opened'; readonly file: number; readonly path: string; readonly isNew: boolean }
  | { readonly kind: 'written'; readonly file: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'cut'; readonly file: number; readonly length: number }
  /** Everything done to the file before is on the disk; a number that no open file has is the folder's. */
  | { readonly kind: 'synced'; readonly file: number }
  | { readonly kind: 'unlinked'; readonly path: string }
  | { readonly kind: 'renamed' | 'linked'; readonly from: string; readonly to: string }
  | { readonly kind: 'acknowledged'; readonly text: string };

const headBytes = 36;

export function* readWriteLog(log: Buffer): Generator<LogRecord> {
  for (let at = 0; at < log.length;) {
    const count = log.readUInt32LE(at + 32);
    const bytes = log.subarray(at + headBytes, at + headBytes + count);
    yield toRecord(log, at, bytes);
    at += headBytes + count;
  }
}

function toRecord(log: Buffer, at: number, bytes: Buffer): LogRecord {
  const word = (place: number): number => Number(log.readBigUInt64LE(at + 4 + 8 * place));
  const [file, offset, length] = [word(0), word(1), word(2)];
  const [path = '', to = ''] = bytes.length < 9000 ? bytes.toString().split('\n') : [];
  const kind = log.readUInt32LE(at);
  switch (kind) {
    case 1:
      return { kind: 'opened', file, path, isNew: length === 1 };
    case 2:
      return { kind: 'written', file, offset, bytes };
    case 3:
      return { kind: 'cut', file, length };
    case 4:
      return { kind: 'synced', file };
    case 5:
      return { kind: 'unlinked', path };
    case 6:
      return { kind: 'renamed', from: path, to };
    case 7:
      return { kind: 'linked', from: path, to };
    case 8:
      return { kind: 'acknowledged', text: path };
    default:
      throw new Error(`The shim's log has a record of kind ${kind}, which nobody knows.`);
  }
}
