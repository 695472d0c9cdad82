import type { Arrival } from '../../shared/model/arrival.ts';
import type { BadLine } from '../../shared/model/badLine.ts';
import type { StoredLine } from '../../shared/model/session.ts';
import type { Decoder } from './ingest/decoder.ts';

/** What became of a sample. `late` ones are in a value only since they came; after that come those that never were. */
export type SampleFate = 'counted' | 'late' | 'duplicate' | 'too_late' | 'quarantined';

export type SampleArrival = Extract<Arrival, { readonly series: unknown }>;

/** A sample as it arrived. */
export interface FoundSample {
  readonly line: number;
  readonly arrival: SampleArrival;
  readonly arrivedAt: number;
  readonly fate: SampleFate;
}

/** Lines that were taken in one go, and what is known of them. */
export interface TakenLines {
  readonly lines: Iterable<StoredLine>;
  /** Arrival of the line before the first, ms; `-Infinity` before any. */
  readonly arrivedAt: number;
  readonly quarantined: ReadonlySet<number>;
  readonly longestWindowS: number;
  /** Whether the same number of its stream had come before the first of these; asked only where it may have. */
  readonly hasComeBefore: (source: string, epoch: string, seq: number) => boolean;
}

/** As ingest has them; a lone line further ahead than the jump is refused and moves no clock. */
const jumpMs = 600_000;
const lateMs = 5000;

/**
 * Reads lines as ingest read them: when each arrived, and what became of it. `isWanted` picks by the sample alone; nothing
 * that arrived in `upToTick` or after it is looked at.
 */
export function* findSamples(
  decoder: Decoder,
  taken: TakenLines,
  { isWanted, upToTick }: { readonly isWanted: (arrival: SampleArrival) => boolean; readonly upToTick: number },
): Generator<FoundSample> {
  const seen = new Set<string>();
  let { arrivedAt } = taken;
  for (const { line, bytes } of taken.lines) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const arrival: Arrival | BadLine = decoder.decodeLine(buffer, 0, buffer.length, line);
    if (arrival.kind === 'bad') continue;
    const isQuarantined = taken.quarantined.has(line);
    const ownAt = arrival.arrived ?? arrival.t;
    if (!(isQuarantined && ownAt > arrivedAt + jumpMs)) arrivedAt = Math.max(arrivedAt, ownAt);
    if (arrivedAt >= upToTick * 1000) return;
    if (!('series' in arrival) || !isWanted(arrival)) continue;
    yield { line, arrival, arrivedAt, fate: isQuarantined ? 'quarantined' : fateOf(arrival, arrivedAt, taken, seen) };
  }
}

function fateOf(arrival: SampleArrival, arrivedAt: number, taken: TakenLines, seen: Set<string>): SampleFate {
  const { source } = arrival.series;
  const { epoch, seq, t } = arrival;
  if (seq >= 0) {
    const key = `${source}\n${epoch}\n${seq}`;
    if (seen.has(key) || taken.hasComeBefore(source, epoch, seq)) return 'duplicate';
    seen.add(key);
  }
  const behindMs = Math.floor(arrivedAt / 1000) * 1000 - t;
  if (behindMs > taken.longestWindowS * 1000) return 'too_late';
  return behindMs > lateMs ? 'late' : 'counted';
}
