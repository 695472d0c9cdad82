import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rho } from '../../shared/stats/asymptoticSequence.ts';
import { burnFactor, quadrant } from '../../shared/stats/burn.ts';
import { cusumReference, poissonCusumArl } from '../../shared/stats/cusum.ts';
import { relativeInterval } from '../../shared/stats/experiment.ts';
import { exhaustion } from '../../shared/stats/exhaustion.ts';
import { benjaminiHochberg } from '../../shared/stats/multiplicity.ts';
import {
  clopperPearson,
  lowerBound,
  provesOver,
  provesUnder,
  upperBound,
  wilson,
  zeroEventsUpper,
} from '../../shared/stats/proportion.ts';
import { midPGreater, pGreater, ratioInterval } from '../../shared/stats/rateRatio.ts';
import { sampleRatioP } from '../../shared/stats/sampleRatio.ts';

type Row<Names extends string> = Record<Names, number>;

interface Oracle {
  proportions: (Row<'x' | 'n' | 'lower999OneSided' | 'upper999OneSided'> & {
    wilson95: [number, number];
    clopperPearson95: [number, number];
  })[];
  rateRatios: (Row<'k1' | 'n1' | 'k0' | 'n0' | 'ratio' | 'pGreaterExact' | 'pGreaterMid' | 'ratioLow95'> & {
    ratioHigh95: number | null;
  })[];
  sampleRatio: { counts: number[]; shares: number[]; p: number }[];
  exhaustion: Row<'left' | 'n' | 'lastSeconds' | 'point' | 'low90' | 'high90'>[];
  burnFactors: (Row<'spend' | 'factor'> & { period: string; long: string })[];
  asymptoticSequence: {
    rho: Row<'alpha' | 'firstDecision' | 'rho'>[];
    published: (Row<'estimate' | 'low' | 'high' | 'tolerance'> & {
      control: [number, number];
      treatment: [number, number];
    })[];
  };
  poissonCusum: { reference: Row<'m0' | 'm1' | 'k'>[]; averageRunLength: Row<'k' | 'h' | 'rate' | 'arl'>[] };
  zeroEvents: Row<'n' | 'upper95'>[];
  quadrant: (Row<'factor' | 'long' | 'short'> & { state: string })[];
  benjaminiHochberg: { p: number[]; rejectedAt05: number };
}

const oracle: Oracle = JSON.parse(readFileSync(new URL('./stats.json', import.meta.url), 'utf8'));

const DURATION_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * (DURATION_MS[text.slice(-1)] ?? NaN);
}

function expectClose(actual: number | undefined, expected: number, relative = 1e-9): void {
  const error = Math.abs((actual ?? NaN) - expected);
  expect(error, `${actual} should be ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe('proportions', () => {
  test.each(oracle.proportions)(
    '$x of $n',
    ({ x, n, wilson95, clopperPearson95, lower999OneSided, upper999OneSided }) => {
      const score = wilson(x, n, 0.95);
      expectClose(score.low, wilson95[0]);
      expectClose(score.high, wilson95[1]);
      const exact = clopperPearson(x, n, 0.95);
      expectClose(exact.low, clopperPearson95[0]);
      expectClose(exact.high, clopperPearson95[1]);
      expectClose(lowerBound(x, n, 0.999), lower999OneSided);
      expectClose(upperBound(x, n, 0.999), upper999OneSided);
      // The decision flips at the published bound.
      if (x > 0) {
        expect(provesOver(x, n, lower999OneSided * (1 - 1e-8), 0.999)).toBe(true);
        expect(provesOver(x, n, lower999OneSided * (1 + 1e-8), 0.999)).toBe(false);
      }
      if (x < n) {
        expect(provesUnder(x, n, upper999OneSided * (1 + 1e-8), 0.999)).toBe(true);
        expect(provesUnder(x, n, upper999OneSided * (1 - 1e-8), 0.999)).toBe(false);
      }
    },
  );

  test('the fewest failures that prove a burn, one-sided 95 %', () => {
    const fewest = (n: number, threshold: number) => {
      for (let k = 0; k <= n; k += 1) if (provesOver(k, n, threshold, 0.95)) return k;
      return undefined;
    };
    const sizes = [5, 10, 20, 50, 100, 200, 500, 1000, 5000];
    expect(sizes.map((n) => fewest(n, 0.0144))).toEqual([2, 2, 2, 3, 5, 7, 13, 22, 87]);
    expect(sizes.map((n) => fewest(n, 0.006))).toEqual([1, 2, 2, 2, 3, 4, 7, 11, 40]);
    expect(sizes.map((n) => fewest(n, 0.144))).toEqual([3, 4, 7, 12, 21, 38, 86, 163, 762]);
  });

  test.each(oracle.zeroEvents)('no event in $n', ({ n, upper95 }) => {
    expectClose(zeroEventsUpper(n, 0.95), upper95);
  });
});

test.each(oracle.rateRatios)('$k1 in $n1 against $k0 in $n0, ratio $ratio', (row) => {
  const { k1, n1, k0, n0, ratio, pGreaterExact, pGreaterMid, ratioLow95, ratioHigh95 } = row;
  expectClose(pGreater(k1, n1, k0, n0, ratio), pGreaterExact);
  expectClose(midPGreater(k1, n1, k0, n0, ratio), pGreaterMid);
  const interval = ratioInterval(k1, n1, k0, n0, 0.95);
  expectClose(interval.low, ratioLow95);
  if (ratioHigh95 === null) expect(interval.high).toBe(Infinity);
  else expectClose(interval.high, ratioHigh95);
});

test.each(oracle.exhaustion)('$left left, $n in $lastSeconds s', ({ left, n, lastSeconds, point, low90, high90 }) => {
  const range = exhaustion(left, n, lastSeconds);
  expectClose(range?.seconds, point);
  expectClose(range?.low, low90);
  expectClose(range?.high, high90);
});

test.each(oracle.burnFactors)('$spend of $period in $long', ({ period, spend, long, factor }) => {
  expectClose(burnFactor(spend, durationMs(period), durationMs(long)), factor, 1e-12);
});

test.each(oracle.quadrant)('burn $long and $short at $factor: $state', ({ factor, long, short, state }) => {
  expect(quadrant(long, short, factor)).toBe(state);
});

describe('Poisson CUSUM', () => {
  test.each(oracle.poissonCusum.reference)('reference from $m0 to $m1', ({ m0, m1, k }) => {
    expectClose(cusumReference(m0, m1), k, 1e-10);
  });

  test.each(oracle.poissonCusum.averageRunLength)('run length at k $k, h $h, rate $rate', ({ k, h, rate, arl }) => {
    expectClose(poissonCusumArl(k, h, rate), arl, 1e-6);
  });
});

test.each(oracle.sampleRatio)('sample ratio $counts', ({ counts, shares, p }) => {
  expectClose(sampleRatioP(counts, shares), p);
});

describe('asymptotic sequence', () => {
  test.each(oracle.asymptoticSequence.rho)('tuned to $firstDecision', ({ alpha, firstDecision, rho: tuning }) => {
    expectClose(rho(alpha, firstDecision), tuning);
  });

  test.each(oracle.asymptoticSequence.published)('$control against $treatment', (published) => {
    const { control, treatment, estimate, low, high, tolerance } = published;
    const interval = relativeInterval({
      control: { conversions: control[0], exposures: control[1] },
      treatment: { conversions: treatment[0], exposures: treatment[1] },
      firstDecision: 5000,
    });
    expect(Math.abs((interval?.estimate ?? NaN) - estimate)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs((interval?.low ?? NaN) - low)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs((interval?.high ?? NaN) - high)).toBeLessThanOrEqual(tolerance);
  });
});

test('Benjamini-Hochberg, the fifteen p-values of 1995', () => {
  const { p, rejectedAt05 } = oracle.benjaminiHochberg;
  expect(benjaminiHochberg(p, 0.05)).toEqual(Array.from({ length: rejectedAt05 }, (_, index) => index));
});
