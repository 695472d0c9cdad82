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
const words = new Int32Array(double.buffer);

/** The two words while a sample is mixed in: whole 32-bit numbers, wherever they overflow. */
const mixed = new Int32Array(2);

/** Writes into `hash`, so that nothing is allocated for each sample. */
export function hashContent(arrival: Arrival, hash: ContentHash): void {
  mixed[0] = 0x9e3779b9;
  mixed[1] = 0x85ebca6b;
  mixNumber(arrival.t);
  switch (arrival.kind) {
    case 'count':
    case 'gauge':
      mixWord(arrival.series.id);
      mixNumber(arrival.value);
      break;
    case 'latency':
      mixWord(arrival.series.id);
      for (const value of arrival.values ?? []) mixNumber(value);
      for (const [bound, count] of arrival.buckets ?? []) {
        mixNumber(bound);
        mixNumber(-count);
      }
      break;
    case 'event':
      mixText(canonicalJson([arrival.type, arrival.labels, arrival.text, arrival.data ?? null]));
      break;
    case 'mark':
      mixWord(arrival.end ? 1 : 0);
  }
  hash.a = (mixed[0] ?? 0) >>> 0;
  hash.b = (mixed[1] ?? 0) >>> 0;
}

function mixNumber(value: number): void {
  double[0] = value;
  mixWord(words[0] ?? 0);
  mixWord(words[1] ?? 0);
}

function mixText(text: string): void {
  for (let index = 0; index < text.length; index += 1) mixWord(text.charCodeAt(index));
}

/** One round each of two multiply-and-rotate mixers, with different constants, so that both words are needed. */
function mixWord(word: number): void {
  let a = Math.imul((mixed[0] ?? 0) ^ word, 0xcc9e2d51);
  a = (a << 15) | (a >>> 17);
  mixed[0] = Math.imul(a, 0x1b873593) + 0xe6546b64;
  let b = Math.imul((mixed[1] ?? 0) + word, 0x2c1b3c6d);
  b ^= b >>> 13;
  mixed[1] = Math.imul(b, 0x297a2d39) ^ (a >>> 7);
}
