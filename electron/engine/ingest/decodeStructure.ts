import { sampleLimits } from '../../../shared/model/sample.ts';

const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** A key of the line itself, and the bytes of its value. */
export interface Member {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export interface LineStructure {
  /** Deeper than the limit: it must not be parsed. */
  readonly isTooDeep: boolean;
  /** More keys than any sample has: it need not be parsed. */
  readonly hasTooManyKeys: boolean;
  /** False when a bracket or a text is left open. */
  readonly isClosed: boolean;
  /** A key that stands twice in one object, at any depth. */
  readonly duplicateKey: string | undefined;
  readonly forbiddenKey: string | undefined;
  /** In the order of the line. */
  readonly members: readonly Member[];
}

/**
 * What must be known of a line before and beside `JSON.parse`, which cannot say it: how deep it is, and its keys as they
 * are written. Walks without recursion and stores nothing below the depth limit. Right for valid JSON; of anything else
 * it says something, and `JSON.parse` says that it is invalid.
 */
export function readStructure(bytes: Buffer, start: number, end: number): LineStructure {
  const members: Member[] = [];
  /** Keys of the open objects, from the outside; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let depth = 0;
  let isTooDeep = false;
  let hasTooManyKeys = false;
  let isInText = false;
  let duplicateKey: string | undefined;
  let forbiddenKey: string | undefined;
  let key: string | undefined;
  let valueStart = start;

  function closeMember(at: number): void {
    if (depth !== 1 || key === undefined) return;
    if (members.length < sampleLimits.keys)
      members.push({ key, start: skipSpace(bytes, valueStart, at), end: trimSpace(bytes, valueStart, at) });
    else hasTooManyKeys = true;
    key = undefined;
  }

  for (let at = start; at < end; at += 1) {
    switch (bytes[at]) {
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        if (depth > sampleLimits.depth) isTooDeep = true;
        else open.push(bytes[at] === 0x7b ? new Set() : undefined);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        closeMember(at);
        if (depth <= sampleLimits.depth) open.pop();
        depth -= 1;
        break;
      case 0x2c: // ,
        closeMember(at);
        break;
      case quote: {
        const close = endOfText(bytes, at + 1, end);
        isInText = close >= end;
        const after = skipSpace(bytes, close + 1, end);
        const keys = depth <= sampleLimits.depth ? open[depth - 1] : undefined;
        if (keys !== undefined && after < end && bytes[after] === colon) {
          const name = toText(bytes, at, close + 1);
          if (keys.has(name)) duplicateKey ??= name;
          if (forbiddenKeys.has(name)) forbiddenKey ??= name;
          keys.add(name);
          if (depth === 1) {
            key = name;
            valueStart = after + 1;
          }
        }
        at = close;
        break;
      }
    }
  }
  return { isTooDeep, hasTooManyKeys, isClosed: depth === 0 && !isInText, duplicateKey, forbiddenKey, members };
}

/** The place of the closing quote, or `end`. */
function endOfText(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return Math.min(at, end);
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
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}

/** The text between and including two quotes; as it is written where an escape in it is wrong. */
function toText(bytes: Buffer, start: number, end: number): string {
  const written = bytes.toString('utf8', start + 1, end - 1);
  if (!written.includes('\\')) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}
