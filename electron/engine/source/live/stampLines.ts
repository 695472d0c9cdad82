/** What begins with this is the session's own: its clock and its links. Nobody else may speak under it. */
export const ownSources = 'holdpoint:';
export const clockSource = `${ownSources}clock`;

const closingBrace = 0x7d;
const lineFeed = 0x0a;
const ownBytes = Buffer.from(ownSources);
const arrivedKey = Buffer.from('"arrived"');
const escape = Buffer.from('\\u');

/** Some lines, each ended by a line feed. */
export interface StampedLines {
  readonly bytes: Buffer;
  readonly count: number;
}

/**
 * Samples as lines of the session, each with the stamp of its arrival: behind everything else, so that its bytes are as
 * they came. A stamp that a sender has put there himself gives way to ours.
 */
export function stampLines(samples: readonly Uint8Array[], arrivedMs: number): StampedLines {
  const stamp = Buffer.from(`,"arrived":${arrivedMs}}\n`);
  const pieces: Uint8Array[] = [];
  for (const sample of samples) {
    const own = withoutStamp(sample, arrivedMs);
    if (own.at(-1) === closingBrace && own.length > 2) pieces.push(own.subarray(0, -1), stamp);
    else pieces.push(own, Buffer.of(lineFeed));
  }
  return { bytes: Buffer.concat(pieces), count: samples.length };
}

/** A mark of the session's own. */
export function ownMark(source: string, atMs: number, pos?: string | number): StampedLines {
  const mark = { kind: 'mark', source, t: atMs, ...(pos === undefined ? {} : { pos }), arrived: atMs };
  return { bytes: Buffer.from(`${JSON.stringify(mark)}\n`), count: 1 };
}

/** Only what may hold such a key or such a name is looked at more closely. */
function withoutStamp(sample: Uint8Array, arrivedMs: number): Uint8Array {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  if (!bytes.includes(arrivedKey) && !bytes.includes(ownBytes) && !bytes.includes(escape)) return sample;
  const parsed = parse(bytes);
  if (parsed === undefined) return sample;
  if (String(parsed['source']).startsWith(ownSources)) return forged(arrivedMs);
  if (!Object.hasOwn(parsed, 'arrived')) return sample;
  const { arrived: _theirs, ...rest } = parsed;
  return Buffer.from(JSON.stringify(rest));
}

function parse(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    // The decoder says what is wrong with it.
    return undefined;
  }
}

/** What the session keeps of a line under one of its own names: that there was one. */
function forged(arrivedMs: number): Uint8Array {
  // The stamp goes behind it as behind any other.
  return Buffer.from(JSON.stringify({ kind: 'quarantined', reason: 'bad_name', t: arrivedMs }));
}
