import type { Session } from '../../electron/engine/store/session.ts';

const lineFeed = 10;

/** The lines of a recording as a session keeps them: every one, without its line feed. Empty ones are quite empty. */
export function splitStored(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(lineFeed, start);
    const end = feed < 0 ? bytes.length : feed;
    const line = bytes.subarray(start, end);
    lines.push(line.toString() === '\r' ? Buffer.alloc(0) : line);
    start = end + 1;
  }
  return lines;
}

/** How many lines the session holds, sealed and in its tail, if they are the first ones of the recording; else NaN. */
export function countSame(session: Session, lines: readonly Buffer[]): number {
  let count = 0;
  for (const { line, bytes } of session.readLines(1)) {
    if (line !== count + 1 || lines[count]?.equals(bytes) !== true) return NaN;
    count += 1;
  }
  return count;
}
