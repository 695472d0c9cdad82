/** How many 32-bit words there are. */
const words = 4_294_967_296;

/**
 * A stream of random numbers that is the same on every machine: xoshiro128** (Blackman and Vigna), all in 32-bit
 * integers. Every series and every incident draws from a stream of its own, named after it, so that adding one to a
 * scenario leaves the numbers of the others as they were.
 */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** The state is four 32-bit words, not all zero. */
  constructor(a: number, b: number, c: number, d: number) {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.d = d | 0;
  }

  /** The next word, 0 to 2^32-1. */
  nextWord(): number {
    const scrambled = Math.imul(this.b, 5);
    const word = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return word >>> 0;
  }

  /** A number strictly between 0 and 1, in steps of 2^-32. */
  nextRatio(): number {
    return (this.nextWord() + 0.5) / words;
  }

  /** A whole number from 0 up to and without `limit` (at most 2^32). */
  nextBelow(limit: number): number {
    return Math.floor((this.nextWord() / words) * limit);
  }
}

/** The stream of a scenario that bears this name. `seed` is a whole number, 0 to 2^53-1. */
export function openRandomStream(seed: number, name: string): RandomStream {
  const text = `${seed}/${name}`;
  const first = new SeedWords(hashText(text, 0x811c9dc5));
  const second = new SeedWords(hashText(text, 0x050c5d1f));
  // Four zero words would stay zero for ever; the last bit is spent on making that impossible.
  return new RandomStream(first.next(), second.next(), first.next(), second.next() | 1);
}

/** FNV-1a over the code units of the text. */
function hashText(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** splitmix in 32 bits: spreads one word into many that look unrelated. */
class SeedWords {
  private state: number;

  constructor(state: number) {
    this.state = state | 0;
  }

  next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let word = this.state;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  }
}
