import type { Arrival } from '../../../shared/model/arrival.ts';
import type { LineShape, Slot } from './decodeScan.ts';
import type { Member } from './decodeStructure.ts';

/** Beyond either, no more is learned and new shapes go the whole way: a hostile recording cannot fill the memory. */
export const shapeLimits = { shapes: 100_000, bytes: 32 * 1_048_576, shapeBytes: 8_192, alike: 8 } as const;

const slotNames: ReadonlySet<string> = new Set<Slot>(['t', 'arrived', 'seq', 'value', 'values', 'buckets']);

/** A shape, and the one that followed it last time: recordings go round their series in a steady order. */
export interface LearnedShape {
  readonly shape: LineShape;
  next: LearnedShape | undefined;
}

/** The shapes seen so far, by a hash of the bytes that are no numbers. */
export interface ShapeBook {
  /** Shapes that this line may have; it must still be scanned against each. */
  alike(bytes: Buffer, start: number, end: number): readonly LearnedShape[];
  /** Remembers the shape of a line that has come the whole way; undefined when it is of no use or there is no room. */
  learn(
    bytes: Buffer,
    start: number,
    end: number,
    arrival: Arrival,
    members: readonly Member[],
  ): LearnedShape | undefined;
}

export function createShapeBook(): ShapeBook {
  const byHash = new Map<number, LearnedShape[]>();
  const none: readonly LearnedShape[] = [];
  let shapeCount = 0;
  let byteCount = 0;

  return {
    alike: (bytes, start, end) => byHash.get(hashOf(bytes, start, end)) ?? none,
    learn(bytes, start, end, arrival, members) {
      if (shapeCount >= shapeLimits.shapes || byteCount >= shapeLimits.bytes) return undefined;
      const shape = shapeOf(bytes, start, end, arrival, members);
      if (shape === undefined || shape.fixed.length > shapeLimits.shapeBytes) return undefined;
      const hash = hashOf(bytes, start, end);
      const others = byHash.get(hash) ?? [];
      if (others.length >= shapeLimits.alike || others.some((other) => isSame(other.shape, shape))) return undefined;
      const learned: LearnedShape = { shape, next: undefined };
      byHash.set(hash, [...others, learned]);
      shapeCount += 1;
      byteCount += shape.fixed.length;
      return learned;
    },
  };
}

function shapeOf(
  bytes: Buffer,
  start: number,
  end: number,
  arrival: Arrival,
  members: readonly Member[],
): LineShape | undefined {
  const says = meaningOf(arrival);
  if (says === undefined) return undefined;
  const numbers = members.filter(({ key }) => slotNames.has(key));
  const fixed: Buffer[] = [];
  const cuts: number[] = [];
  let length = 0;
  let at = start;
  for (const place of [...numbers.map((member) => member.start), end]) {
    fixed.push(bytes.subarray(at, place));
    length += place - at;
    cuts.push(length);
    at = numbers[cuts.length - 1]?.end ?? end;
  }
  return { fixed: Uint8Array.from(Buffer.concat(fixed)), cuts, slots: numbers.map(({ key }) => key as Slot), says };
}

/** Events are rare and each says something else; a live frame's last mark too. */
function meaningOf(arrival: Arrival): LineShape['says'] | undefined {
  const { kind, epoch } = arrival;
  if (kind === 'event') return undefined;
  if (kind !== 'mark') return { kind, series: arrival.series, epoch };
  return arrival.pos === undefined ? { kind, source: arrival.source, epoch, end: arrival.end } : undefined;
}

function isSame(one: LineShape, other: LineShape): boolean {
  return one.cuts.join() === other.cuts.join() && Buffer.compare(one.fixed, other.fixed) === 0;
}

/**
 * A hash of everything in a line but its numbers and lists. Lines of one shape have one hash; the reverse is not
 * promised, and need not be.
 */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0;
  let isText = false;
  let listDepth = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x22) isText = !isText;
    else if (byte === 0x5c) at += 1;
    else if (!isText) {
      if (byte === 0x5b) listDepth += 1;
      else if (byte === 0x5d) listDepth -= 1;
      else if (listDepth > 0 || (byte >= 0x2b && byte <= 0x39) || (byte | 0x20) === 0x65) continue;
    }
    if (listDepth === 0) hash = (Math.imul(hash, 31) + byte) | 0;
  }
  return hash;
}
