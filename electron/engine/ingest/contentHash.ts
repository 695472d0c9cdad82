import type { Arrival } from '../../../shared/model/arrival.ts';
import { canonicalJson } from '../../../shared/base/canonicalJson.ts';

/**
 * 64 bits of what a sample says, `arrived` aside, as two 32-bit words: enough to tell a repeated sample from another one
 * under the same number. Not a proof against people, only against accidents.
 */
export interface ContentHash {
  a: number;
  b: number;
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Writes into `hash`, so that nothing is allocated for each sample. */
export function hashContent(arrival: Arrival, hash: ContentHash): void {
  hash.a = 0x9e3779b9;
  hash.b = 0x85ebca6b;
  mixNumber(hash, arrival.t);
  switch (arrival.kind) {
    case 'count':
    case 'gauge':
      mixWord(hash, arrival.series.id);
      mixNumber(hash, arrival.value);
      break;
    case 'latency':
      mixWord(hash, arrival.series.id);
      for (const value of arrival.values ?? []) mixNumber(hash, value);
      for (const [bound, count] of arrival.buckets ?? []) {
        mixNumber(hash, bound);
        mixNumber(hash, -count);
      }
      break;
    case 'event':
      mixText(hash, canonicalJson([arrival.type, arrival.labels, arrival.text, arrival.data ?? null]));
      break;
    case 'mark':
      mixWord(hash, arrival.end ? 1 : 0);
  }
  hash.a >>>= 0;
  hash.b >>>= 0;
}

function mixNumber(hash: ContentHash, value: number): void {
  double[0] = value;
  mixWord(hash, words[0] ?? 0);
  mixWord(hash, words[1] ?? 0);
}

function mixText(hash: ContentHash, text: string): void {
  for (let index = 0; index < text.length; index += 1) mixWord(hash, text.charCodeAt(index));
}

/** One round each of two multiply-and-rotate mixers, with different constants, so that both words are needed. */
function mixWord(hash: ContentHash, word: number): void {
  let a = Math.imul(hash.a ^ word, 0xcc9e2d51);
  a = (a << 15) | (a >>> 17);
  hash.a = Math.imul(a, 0x1b873593) + 0xe6546b64;
  let b = Math.imul(hash.b + word, 0x2c1b3c6d);
  b ^= b >>> 13;
  hash.b = Math.imul(b, 0x297a2d39) ^ (a >>> 7);
}
