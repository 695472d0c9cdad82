import { isUtf8 } from 'node:buffer';

const mostDepth = 64;
const mostValues = 500_000;
const quote = 0x22;
const backslash = 0x5c;

/** Why bytes are no JSON that is read here. The message is a sentence. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** A document of JSON. Depth and values are counted before anything is parsed: a few MiB of brackets would take minutes. */
export function parseBounded(body: Buffer): unknown {
  if (!isUtf8(body)) throw new JsonError('This is not UTF-8.');
  assertBounded(body);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new JsonError('This is not JSON.');
  }
}

function assertBounded(body: Buffer): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === quote) at = endOfText(body, at + 1);
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      values += 1;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    else if (byte === 0x2c) values += 1;
    if (depth > mostDepth) throw new JsonError(`This is nested more than ${mostDepth} deep.`);
    if (values > mostValues) throw new JsonError(`There are more than ${mostValues} values in it.`);
  }
}

/** The place of the closing quote, or the end of it all. */
function endOfText(body: Buffer, start: number): number {
  for (let at = start; at < body.length; at += 1) {
    if (body[at] === quote) return at;
    if (body[at] === backslash) at += 1;
  }
  return body.length;
}
