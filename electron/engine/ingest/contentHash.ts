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
let mixedA = 0;
let mixedB = 0;

/** What the words are after a time alone: the next sample is often of the same. */
let lastTime = NaN;
let timeA = 0;
let timeB = 0;

/** Writes into `hash`, so that nothing is allocated for each sample. */
export function hashContent(arrival: Arrival, hash: ContentHash): void {
  if (arrival.t !== lastTime) mixTime(arrival.t);
  mixedA = timeA;
  mixedB = timeB;
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
  hash.a = mixedA >>> 0;
  hash.b = mixedB >>> 0;
}

function mixTime(t: number): void {
  mixedA = 0x9e3779b9 | 0;
  mixedB = 0x85ebca6b | 0;
  mixNumber(t);
  lastTime = t;
  timeA = mixedA;
  timeB = mixedB;
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
  let a = Math.imul(mixedA ^ word, 0xcc9e2d51);
  a = (a << 15) | (a >>> 17);
  mixedA = (Math.imul(a, 0x1b873593) + 0xe6546b64) | 0;
  let b = Math.imul((mixedB + word) | 0, 0x2c1b3c6d);
  b ^= b >>> 13;
  mixedB = Math.imul(b, 0x297a2d39) ^ (a >>> 7);
}
