const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const opened: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const closed: ReadonlySet<number> = new Set([0x7d, 0x5d]);

export interface SplitFrame {
  readonly members: readonly Uint8Array[];
  /** How many more there were than was asked for; then only the last of all is surely among the members. */
  readonly beyond: number;
}

/**
 * The members of a JSON array, each as its text on one line, without parsing them. What is no array comes back whole, as
 * one member: the decoder will say what is wrong with it. Line feeds, which no text of JSON may hold, become spaces.
 */
export function splitFrame(frame: Buffer, most = Infinity): SplitFrame {
  flatten(frame);
  const start = skipSpace(frame, 0, frame.length);
  const end = trimSpace(frame, start, frame.length);
  if (start === end) return { members: [], beyond: 0 };
  if (frame[start] !== 0x5b || frame[end - 1] !== 0x5d) return { members: [frame.subarray(start, end)], beyond: 0 };
  const members: Uint8Array[] = [];
  let beyond = 0;
  const add = (from: number, to: number): void => {
    if (members.length < most) members.push(member(frame, from, to));
    else {
      beyond += 1;
      members[members.length - 1] = member(frame, from, to);
    }
  };
  let depth = 0;
  let from = start + 1;
  for (let at = start + 1; at < end - 1; at += 1) {
    const byte = frame[at] ?? 0;
    if (byte === quote) at = endOfText(frame, at + 1, end - 1);
    else if (opened.has(byte)) depth += 1;
    else if (closed.has(byte)) depth -= 1;
    else if (byte === comma && depth === 0) {
      add(from, at);
      from = at + 1;
    }
  }
  if (members.length > 0 || skipSpace(frame, from, end - 1) < end - 1) add(from, end - 1);
  return { members, beyond };
}

/** The place of the closing quote, or `end`. */
function endOfText(bytes: Buffer, start: number, end: number): number {
  for (let at = start; ;) {
    const close = bytes.indexOf(quote, at);
    if (close < 0 || close >= end) return end;
    let slashes = 0;
    while (bytes[close - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return close;
    at = close + 1;
  }
}

function flatten(bytes: Buffer): void {
  for (const ending of [lineFeed, carriageReturn]) {
    for (let at = bytes.indexOf(ending); at >= 0; at = bytes.indexOf(ending, at + 1)) bytes[at] = space;
  }
}

/** One that is missing is one that says nothing: it is counted too. */
const nothing = Buffer.from('null');

function member(bytes: Buffer, from: number, to: number): Uint8Array {
  const start = skipSpace(bytes, from, to);
  return start === to ? nothing : bytes.subarray(start, trimSpace(bytes, start, to));
}

function skipSpace(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(bytes[at])) at += 1;
  return at;
}

function trimSpace(bytes: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(bytes[at - 1])) at -= 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === space || byte === 0x09;
}
