import type { Arrival, CountArrival, GaugeArrival } from '../../../shared/model/arrival.ts';
import type { Series } from '../../../shared/model/series.ts';
import type { Member } from './decodeStructure.ts';

/** Beyond any of these no more is learned and new shapes go the whole way: a hostile recording cannot fill the memory. */
const learnLimits = { stretches: 100_000, bytes: 32 * 1_048_576, lineBytes: 8_192 } as const;

/** Which number of a line stands in the gap behind a stretch. A list stands there with its brackets. */
export type Slot = 't' | 'arrived' | 'seq' | 'value' | 'values' | 'buckets';

const pageBytes = 64 * 1024;

const slotNames: ReadonlySet<string> = new Set<Slot>(['t', 'arrived', 'seq', 'value', 'values', 'buckets']);

/** The arrival of the last line of a shape, which the next one writes over where nobody keeps them. */
type Draft = { -readonly [Key in keyof (CountArrival | GaugeArrival)]: (CountArrival | GaugeArrival)[Key] };

/** What a line says but for its numbers. Every text of a line stands outside its numbers, so its shape settles this. */
export type Meaning =
  | { readonly kind: 'count' | 'gauge'; readonly series: Series; readonly epoch: string; draft: Draft | undefined }
  | { readonly kind: 'latency'; readonly series: Series; readonly epoch: string }
  | { readonly kind: 'mark'; readonly source: string; readonly epoch: string; readonly end: boolean };

/**
 * The bytes between two numbers of a line, or before the first, or behind the last. The shape of a line is a path of
 * stretches: what may follow the number behind this one hangs below it.
 */
export interface Stretch {
  readonly isFork: false;
  /** Holds its bytes, and those of many others, from `from` on. */
  readonly view: DataView;
  readonly from: number;
  readonly length: number;
  readonly slot: Slot | undefined;
  /** The stretches seen behind the number; undefined behind the last stretch of a line. */
  next: Fork | Stretch | undefined;
  /** Set on the last stretch of a line. */
  readonly shape: Shape | undefined;
}

/** One whole line but for its numbers. */
export interface Shape {
  /** From the first to the last; one of them stands before each number. */
  readonly stretches: readonly Stretch[];
  readonly meaning: Meaning;
  /** The shape of the line that came after the last one of this shape: sources say the same things in the same order. */
  follower: Shape | undefined;
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
  const store = createByteStore();
  let first: Fork | Stretch | undefined;
  let stretchCount = 0;
  let byteCount = 0;

  function learn(bytes: Buffer, start: number, end: number, arrival: Arrival, members: readonly Member[]): void {
    const meaning = meaningOf(arrival);
    if (meaning === undefined || end - start > learnLimits.lineBytes) return;
    const numbers = members.filter(({ key }) => slotNames.has(key));
    const stretches: Stretch[] = [];
    let above: Stretch | undefined;
    let at = start;
    for (const number of [...numbers, undefined]) {
      if (stretchCount >= learnLimits.stretches || byteCount >= learnLimits.bytes) return;
      const { view, from, length } = store.put(bytes, at, number?.start ?? end);
      const stretch: Stretch = {
        isFork: false,
        view,
        from,
        length,
        slot: number === undefined ? undefined : (number.key as Slot),
        next: undefined,
        shape: number === undefined ? { stretches, meaning, follower: undefined } : undefined,
      };
      const { top, found } = insert(above === undefined ? first : above.next, stretch);
      if (above === undefined) first = top;
      else above.next = top;
      if (found === stretch) {
        stretchCount += 1;
        byteCount += length;
        store.keep(length);
      }
      stretches.push(found);
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

/** Packs many small runs of bytes into few buffers. */
interface ByteStore {
  /** Copies `bytes[start .. end)`; the next `put` writes over it unless it is kept. */
  put(bytes: Buffer, start: number, end: number): Pick<Stretch, 'view' | 'from' | 'length'>;
  keep(length: number): void;
}

function createByteStore(): ByteStore {
  let page = Buffer.alloc(0);
  let view = new DataView(page.buffer);
  let used = 0;
  return {
    put(bytes, start, end) {
      if (used + end - start > page.length) {
        page = Buffer.alloc(pageBytes);
        view = new DataView(page.buffer, page.byteOffset, page.length);
        used = 0;
      }
      return { view, from: used, length: bytes.copy(page, used, start, end) };
    },
    keep(length) {
      used += length;
    },
  };
}

/** Events are rare and each says something else; a live frame's last mark too. */
function meaningOf(arrival: Arrival): Meaning | undefined {
  const { kind, epoch } = arrival;
  if (kind === 'event') return undefined;
  if (kind === 'latency') return { kind, series: arrival.series, epoch };
  if (kind !== 'mark') return { kind, series: arrival.series, epoch, draft: undefined };
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
  const neighbour = nearest(top, stretch);
  const offset = firstDifference(neighbour, stretch);
  if (offset === undefined) return { top, found: neighbour };

  let parent: Fork | undefined;
  let node = top;
  while (node.isFork && node.offset < offset) {
    parent = node;
    node = below(node, stretch) ?? neighbour;
  }
  if (node.isFork && node.offset === offset) {
    hang(node, stretch, stretch);
    return { top, found: stretch };
  }
  const fork: Fork = { isFork: true, offset, bytes: [], stretches: [], ending: undefined };
  hang(fork, neighbour, node);
  hang(fork, stretch, stretch);
  if (parent === undefined) return { top: fork, found: stretch };
  parent.stretches[parent.bytes.indexOf(byteAt(stretch, parent.offset))] = fork;
  return { top, found: stretch };
}

/** One that has as many first bytes in common with this stretch as any below `top`. */
function nearest(top: Fork | Stretch, stretch: Stretch): Stretch {
  let node = top;
  while (node.isFork) {
    const next: Fork | Stretch | undefined = below(node, stretch) ?? node.ending ?? node.stretches[0];
    if (next === undefined) throw new Error('A fork leads nowhere.');
    node = next;
  }
  return node;
}

function below(fork: Fork, stretch: Stretch): Fork | Stretch | undefined {
  const place = fork.bytes.indexOf(byteAt(stretch, fork.offset));
  return place < 0 ? undefined : fork.stretches[place];
}

/** `node` stands for stretches that begin like `stretch`. One that ends at the fork has no fork below it. */
function hang(fork: Fork, stretch: Stretch, node: Fork | Stretch): void {
  const byte = byteAt(stretch, fork.offset);
  if (byte >= 0) {
    fork.bytes.push(byte);
    fork.stretches.push(node);
  } else if (!node.isFork) {
    fork.ending = node;
  }
}

/** -1 behind its end. */
function byteAt(stretch: Stretch, offset: number): number {
  return offset < stretch.length ? stretch.view.getUint8(stretch.from + offset) : -1;
}

/** undefined when they are the same; the length of the shorter when it is how the longer begins. */
function firstDifference(one: Stretch, other: Stretch): number | undefined {
  const shorter = Math.min(one.length, other.length);
  for (let offset = 0; offset < shorter; offset += 1) {
    if (byteAt(one, offset) !== byteAt(other, offset)) return offset;
  }
  return one.length === other.length ? undefined : shorter;
}
