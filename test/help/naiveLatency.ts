import type { Indicator } from '../../shared/model/planIndicators.ts';
import { binOf, valueOfBin } from '../../shared/stats/sketch.ts';
import { exactSum } from './exactSum.ts';
import type { JudgedSample } from './naiveIntake.ts';
import type { Measured } from './naiveReading.ts';

/** Observations of which the same is known. */
interface Observed {
  /** The latency itself, or the upper bound of its bucket. */
  readonly ms: number;
  /** What it counts as in a mean: an endless bucket as its lower bound. */
  readonly meanMs: number;
  readonly count: number;
  readonly isBucket: boolean;
}

/** A share, a quantile or a mean of everything that these samples observed. */
export function measureLatency(
  samples: readonly JudgedSample[],
  indicator: Extract<Indicator, { kind: 'share' | 'quantile' | 'mean' }>,
): Measured {
  const observed = samples.flatMap(observationsOf);
  const n = observed.reduce((sum, { count }) => sum + count, 0);
  if (n === 0) return { value: undefined, n, part: 0 };
  switch (indicator.kind) {
    case 'share': {
      // What lies in a bucket across the limit counts as over it.
      const part = observed.reduce((sum, { ms, count }) => (ms <= indicator.within ? sum + count : sum), 0);
      return { value: part / n, n, part };
    }
    case 'mean':
      return { value: exactSum(observed.map(({ meanMs, count }) => meanMs * count)) / n, n, part: 0 };
    case 'quantile':
      return { value: atRank(observed, Math.floor(indicator.q * (n - 1))), n, part: 0 };
  }
}

function atRank(observed: readonly Observed[], rank: number): number | undefined {
  const sorted = observed
    .map(({ ms, count, isBucket }) => ({ ms: isBucket ? ms : valueOfBin(binOf(ms)), count }))
    .sort((one, other) => one.ms - other.ms);
  return sorted.flatMap(({ ms, count }) => new Array<number>(count).fill(ms))[rank];
}

function observationsOf({ sample }: JudgedSample): Observed[] {
  if (sample.kind !== 'latency') return [];
  const values = (sample.values ?? []).map((ms) => ({ ms, meanMs: ms, count: 1, isBucket: false }));
  const buckets = (sample.buckets ?? []).map(([bound, count], place, all) => {
    const below = Number(all[place - 1]?.[0] ?? 0);
    return bound === '+Inf'
      ? { ms: Infinity, meanMs: below, count, isBucket: true }
      : { ms: bound, meanMs: bound, count, isBucket: true };
  });
  return [...values, ...buckets];
}
