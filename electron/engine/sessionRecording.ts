import type { LineBatch } from './source/lineBatch.ts';
import type { Recording } from './source/recording.ts';
import type { Session } from './store/session.ts';

const batchBytes = 1_048_576;

/** The lines that a session holds, as the recording that they were: whatever judged them, they can be judged anew. */
export function sessionRecording(session: Session): Recording {
  const bytesTotal = Math.max(1, session.readDurable().tailLine);
  return {
    path: session.path,
    compression: 'none',
    bytesTotal,
    async *batches({ fromByte = 0, fromLine = 1, signal } = {}) {
      let lines: { readonly line: number; readonly bytes: Uint8Array }[] = [];
      let held = 0;
      let firstByte = fromByte;
      for (const line of session.readLines(fromLine)) {
        if (signal?.aborted === true) return;
        lines.push(line);
        held += line.bytes.length + 1;
        if (held < batchBytes) continue;
        yield await toBatch(lines, firstByte, bytesTotal);
        firstByte += held;
        [lines, held] = [[], 0];
      }
      if (lines.length > 0) yield await toBatch(lines, firstByte, bytesTotal);
    },
  };
}

/** Progress is counted in lines: how many bytes they have together nobody has added up. */
function toBatch(
  lines: readonly { readonly line: number; readonly bytes: Uint8Array }[],
  firstByte: number,
  linesTotal: number,
): Promise<LineBatch> {
  const sizes = lines.map(({ bytes }) => bytes.length + 1);
  const bytes = Buffer.alloc(
    sizes.reduce((sum, size) => sum + size, 0),
    0x0a,
  );
  const [starts, ends] = [new Int32Array(lines.length), new Int32Array(lines.length)];
  let at = 0;
  lines.forEach((line, place) => {
    bytes.set(line.bytes, at);
    starts[place] = at;
    ends[place] = at + line.bytes.length;
    at += line.bytes.length + 1;
  });
  const [first, last] = [lines[0]?.line ?? 1, lines.at(-1)?.line ?? 1];
  return Promise.resolve({
    ...{ bytes, starts, ends, count: lines.length, firstByte, firstLine: first, bad: undefined },
    lineNumbers: Float64Array.from(lines, ({ line }) => line),
    nextByte: firstByte + bytes.length,
    nextLine: last + 1,
    bytesRead: last,
    bytesTotal: linesTotal,
  });
}
