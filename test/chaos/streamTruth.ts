import type { IngestCounters } from '../../shared/model/ingestCounters.ts';
import { deliver, type Delivery, type Sample } from './sampleTraffic.ts';
import { contentOf } from './writeLine.ts';

/** A number that was missing for a while, or still is. */
export interface MissedNumber {
  readonly source: string;
  readonly epoch: string;
  readonly seq: number;
  readonly openedAt: number;
  readonly closedAt: number | undefined;
}

/** What must become of a stream, counted without any of the product's code, number by number. */
export interface StreamTruth {
  readonly counters: IngestCounters;
  readonly missed: readonly MissedNumber[];
  readonly firstTick: number;
  readonly lastTick: number;
  /** What arrived and counts, without numbers: to be judged like the stream itself. Whoever else was heard left a mark. */
  readonly distilled: readonly Delivery[];
}

interface Numbers {
  readonly first: number;
  most: number;
  readonly contents: Map<number, string>;
  readonly missing: Map<number, number>;
}

/** `longestWindowS`: what lies further back when it arrives is too late. */
export function countStream(deliveries: readonly Delivery[], longestWindowS: number): StreamTruth {
  const counters = { lines: 0, accepted: 0, duplicates: 0, conflicts: 0, late: 0, tooLate: 0, quarantined: 0 };
  const streams = new Map<string, Numbers>();
  const closed: MissedNumber[] = [];
  const distilled: Delivery[] = [];
  let firstMs: number | undefined;
  let clockMs = 0;
  let held: Delivery | undefined;

  const hear = ({ source }: Sample, atMs: number): void => {
    distilled.push(deliver({ t: atMs, source, kind: 'mark', epoch: undefined, seq: undefined, body: {} }, atMs));
  };

  /** Whether a sample of this number may count; false when it repeats or contradicts an earlier one. */
  const enter = (sample: Sample, atMs: number): boolean => {
    const { source, epoch = '', seq } = sample;
    if (seq === undefined) return true;
    const key = JSON.stringify([source, epoch]);
    const numbers = streams.get(key) ?? { first: seq, most: seq, contents: new Map(), missing: new Map() };
    streams.set(key, numbers);
    const content = contentOf(sample);
    const known = numbers.contents.get(seq);
    if (known !== undefined) {
      if (known === content) counters.duplicates += 1;
      else counters.conflicts += 1;
      return false;
    }
    numbers.contents.set(seq, content);
    for (let missing = numbers.most + 1; missing < seq; missing += 1) numbers.missing.set(missing, atMs);
    numbers.most = Math.max(numbers.most, seq);
    const openedAt = numbers.missing.get(seq);
    if (openedAt !== undefined) closed.push({ source, epoch, seq, openedAt, closedAt: atMs });
    numbers.missing.delete(seq);
    return true;
  };

  const take = (sample: Sample, ownMs: number, isBelieved: boolean): void => {
    counters.lines += 1;
    if (isBelieved) clockMs = Math.max(clockMs, ownMs);
    firstMs ??= clockMs;
    const isNew = enter(sample, clockMs);
    if (!isNew || !isBelieved || sample.t > clockMs + 60_000) {
      if (isNew) counters.quarantined += 1;
      hear(sample, clockMs);
      return;
    }
    counters.accepted += 1;
    const ageS = Math.floor(clockMs / 1000) - Math.floor(sample.t / 1000);
    if (sample.kind !== 'mark' && ageS > longestWindowS) counters.tooLate += 1;
    else if (sample.kind !== 'mark' && ageS > 5) counters.late += 1;
    distilled.push(deliver({ ...sample, epoch: undefined, seq: undefined }, clockMs));
  };

  for (const { at, sample } of deliveries) {
    if (sample === undefined) {
      counters.lines += 1;
      counters.quarantined += 1;
      continue;
    }
    const isFar = firstMs !== undefined && at > clockMs + 600_000;
    if (isFar && held === undefined) {
      held = { at, sample, text: '' };
      continue;
    }
    if (held?.sample !== undefined) take(held.sample, held.at, isFar);
    held = undefined;
    take(sample, at, true);
  }
  if (held?.sample !== undefined) take(held.sample, held.at, false);

  const open = [...streams].flatMap(([key, { missing }]) => {
    const [source = '', epoch = ''] = JSON.parse(key) as string[];
    return [...missing].map(([seq, openedAt]) => ({ source, epoch, seq, openedAt, closedAt: undefined }));
  });
  return {
    counters,
    missed: [...closed, ...open],
    firstTick: Math.floor((firstMs ?? 0) / 1000) + 1,
    lastTick: Math.floor(clockMs / 1000) + 1,
    distilled,
  };
}
