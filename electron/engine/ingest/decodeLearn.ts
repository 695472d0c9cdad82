import type { Arrival } from '../../../shared/model/arrival.ts';
import type { Series } from '../../../shared/model/series.ts';
import type { Member } from './decodeStructure.ts';

/** Beyond any of these no more is learned and new shapes go the whole way: a hostile recording cannot fill the memory. */
export const learnLimits = { stretches: 100_000, bytes: 32 * 1_048_576, lineBytes: 8_192 } as const;

/** Which number of a line stands in the gap behind a stretch. A list stands there with its brackets. */
export type Slot = 't' | 'arrived' | 'seq' | 'value' | 'values' | 'buckets';

const slotNames: ReadonlySet<string> = new Set<Slot>(['t', 'arrived', 'seq', 'value', 'values', 'buckets']);

/** What a line says but for its numbers. Every text of a line stands outside its numbers, so its shape settles this. */
export type Meaning =
  | { readonly kind: 'count' | 'gauge' | 'latency'; readonly series: Series; readonly epoch: string }
  | { readonly kind: 'mark'; readonly source: string; readonly epoch: string; readonly end: boolean };

/**
 * The bytes between two numbers of a line, or before the first, or behind the last. The shape of a line is a path of
 * stretches: what may follow the number behind this one hangs below it.
 */
export interface Stretch {
  readonly isFork: false;
  readonly bytes: Uint8Array;
  /** The same bytes, to be compared as words. */
  readonly view: DataView;
  readonly slot: Slot | undefined;
  /** The stretches seen behind the number; undefined behind the last stretch of a line. */
  next: Fork | Stretch | undefined;
  /** Set on the last stretch of a line. */
  readonly meaning: Meaning | undefined;
}

/**
 * Which stretch to expect, by one byte: `stretches[i]` (or a further fork) where the byte at `offset` is `bytes[i]`. Forks
 * ask for ever later offsets on the way down, each where the stretches below it first differ, so a line is asked only
 * for what tells known stretches apart. The answer is a guess until the stretch has been compared.
 */
export interface Fork {
  readonly isFork: true;
  readonly offset: number;
  readonly bytes: number[];
  readonly stretches: (Fork | Stretch)[];
  /** The stretch that ends before `offset`. */
  ending: Stretch | undefined;
}

/** The shapes of the lines seen so far. */
export interface ShapeBook {
  readonly first: Fork | Stretch | undefined;
  /** Remembers the shape of a line that has come the whole way, if it is of use and there is room. */
  learn(bytes: Buffer, start: number, end: number, arrival: Arrival, members: readonly Member[]): void;
}

export function createShapeBook(): ShapeBook {
  let first: Fork | Stretch | undefined;
  let stretchCount = 0;
  let byteCount = 0;

  function learn(bytes: Buffer, start: number, end: number, arrival: Arrival, members: readonly Member[]): void {
    const meaning = meaningOf(arrival);
    if (meaning === undefined || end - start > learnLimits.lineBytes) return;
    const numbers = members.filter(({ key }) => slotNames.has(key));
    let above: Stretch | undefined;
    let at = start;
    for (const number of [...numbers, undefined]) {
      if (stretchCount >= learnLimits.stretches || byteCount >= learnLimits.bytes) return;
      const copy = Uint8Array.from(bytes.subarray(at, number?.start ?? end));
      const stretch: Stretch = {
        isFork: false,
        bytes: copy,
        view: new DataView(copy.buffer),
        slot: number === undefined ? undefined : (number.key as Slot),
        next: undefined,
        meaning: number === undefined ? meaning : undefined,
      };
      const { top, found } = insert(above === undefined ? first : above.next, stretch);
      if (above === undefined) first = top;
      else above.next = top;
      if (found === stretch) {
        stretchCount += 1;
        byteCount += stretch.bytes.length;
      }
      above = found;
      at = number?.end ?? end;
    }
  }

  return {
    get first() {
      return first;
    },
    learn,
  };
}

/** Events are rare and each says something else; a live frame's last mark too. */
function meaningOf(arrival: Arrival): Meaning | undefined {
  const { kind, epoch } = arrival;
  if (kind === 'event') return undefined;
  if (kind !== 'mark') return { kind, series: arrival.series, epoch };
  return arrival.pos === undefined ? { kind, source: arrival.source, epoch, end: arrival.end } : undefined;
}

interface Inserted {
  /** What stands at the top now. */
  readonly top: Fork | Stretch;
  /** The stretch of these bytes, the one that was there before if there was one. */
  readonly found: Stretch;
}

function insert(top: Fork | Stretch | undefined, stretch: Stretch): Inserted {
  if (top === undefined) return { top: stretch, found: stretch };
  const neighbour = nearest(top, stretch.bytes);
  const offset = firstDifference(neighbour.bytes, stretch.bytes);
  if (offset === undefined) return { top, found: neighbour };

  let parent: Fork | undefined;
  let node = top;
  while (node.isFork && node.offset < offset) {
    parent = node;
    node = below(node, stretch.bytes) ?? neighbour;
  }
  if (node.isFork && node.offset === offset) {
    hang(node, stretch.bytes, stretch);
    return { top, found: stretch };
  }
  const fork: Fork = { isFork: true, offset, bytes: [], stretches: [], ending: undefined };
  hang(fork, neighbour.bytes, node);
  hang(fork, stretch.bytes, stretch);
  if (parent === undefined) return { top: fork, found: stretch };
  parent.stretches[parent.bytes.indexOf(stretch.bytes[parent.offset] ?? -1)] = fork;
  return { top, found: stretch };
}

/** A stretch that has as many first bytes in common with these as any below `top`. */
function nearest(top: Fork | Stretch, bytes: Uint8Array): Stretch {
  let node = top;
  while (node.isFork) {
    const next: Fork | Stretch | undefined = below(node, bytes) ?? node.ending ?? node.stretches[0];
    if (next === undefined) throw new Error('A fork leads nowhere.');
    node = next;
  }
  return node;
}

function below(fork: Fork, bytes: Uint8Array): Fork | Stretch | undefined {
  const place = fork.bytes.indexOf(bytes[fork.offset] ?? -1);
  return place < 0 ? undefined : fork.stretches[place];
}

/** `node` stands for stretches that begin like `bytes`. One that ends at the fork has no fork below it. */
function hang(fork: Fork, bytes: Uint8Array, node: Fork | Stretch): void {
  const byte = bytes[fork.offset];
  if (byte !== undefined) {
    fork.bytes.push(byte);
    fork.stretches.push(node);
  } else if (!node.isFork) {
    fork.ending = node;
  }
}

/** undefined when they are the same; the length of the shorter when it is how the longer begins. */
function firstDifference(one: Uint8Array, other: Uint8Array): number | undefined {
  const shorter = Math.min(one.length, other.length);
  for (let offset = 0; offset < shorter; offset += 1) if (one[offset] !== other[offset]) return offset;
  return one.length === other.length ? undefined : shorter;
}
