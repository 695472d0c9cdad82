import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRatioProcess, isProven, meanEvidence, stepRatioProcess } from '../../shared/stats/alwaysValid.ts';
import { LatencyCounts } from '../../shared/judge/latencyCounts.ts';
import { betaPoint, betaShare, regularizedBeta } from '../../shared/stats/beta.ts';
import { binomialUpperTail } from '../../shared/stats/binomial.ts';
import { exhaustion } from '../../shared/stats/exhaustion.ts';
import { fCdf, fQuantile } from '../../shared/stats/fDistribution.ts';
import { rangeToZero } from '../../shared/stats/forecast.ts';
import { benjaminiHochberg } from '../../shared/stats/multiplicity.ts';
import { normalCdf, normalQuantile } from '../../shared/stats/normal.ts';
import {
  clopperPearson,
  lowerBound,
  provesOver,
  provesUnder,
  upperBound,
  wilson,
} from '../../shared/stats/proportion.ts';
import { midPGreater, pGreater, ratioInterval } from '../../shared/stats/rateRatio.ts';
import { createSampleRatioProcess, stepSampleRatio } from '../../shared/stats/sampleRatio.ts';
import { binOf, valueOfBin } from '../../shared/stats/sketch.ts';
import { runs } from '../help/runs.ts';

/** From 1e-2 to 1e9, evenly in the exponent. */
const parameter = fc.double({ min: -2, max: 9, noNaN: true }).map((exponent) => 10 ** exponent);
const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
/** Small probabilities as often as large ones. */
const smallProbability = fc.double({ min: -9, max: -0.001, noNaN: true }).map((exponent) => 10 ** exponent);
const confidence = fc.constantFrom(0.5, 0.9, 0.95, 0.99, 0.999);

/** x of n, whole or not, n from 1 to 1e9. */
const counts = fc
  .tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
  .map(([exponent, share, isWhole]) => {
    const n = isWhole ? Math.round(10 ** exponent) : 10 ** exponent;
    // Squared twice, so that rare events come up.
    const x = share ** 4 * n;
    return { x: isWhole ? Math.round(x) : x, n };
  });

function expectClose(actual: number, expected: number, relative: number): void {
  const error = Math.abs(actual - expected);
  expect(error, `${actual} should be ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected));
}

/** The quotient of two integers of any length, to 17 digits. */
function quotient(numerator: bigint, denominator: bigint): number {
  const digits = denominator.toString().length - numerator.toString().length + 20;
  const scale = 10n ** BigInt(Math.max(0, digits));
  return Number(`${(numerator * scale) / denominator}e-${Math.max(0, digits)}`);
}

/** C(n, j) a^j (m - a)^(n - j) for j = 0..n: the binomial of a/m, exactly, times m^n. */
function exactTerms(n: number, a: number, m: number): bigint[] {
  const terms: bigint[] = [];
  let choose = 1n;
  for (let j = 0; j <= n; j += 1) {
    terms.push(choose * BigInt(a) ** BigInt(j) * BigInt(m - a) ** BigInt(n - j));
    choose = (choose * BigInt(n - j)) / BigInt(j + 1);
  }
  return terms;
}

describe('beta', () => {
  test('the two shares add up', () => {
    fc.assert(
      fc.property(probability, parameter, parameter, (x, a, b) => {
        expect(regularizedBeta(x, a, b) + betaShare(1 - x, x, b, a)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('rises with x', () => {
    fc.assert(
      fc.property(probability, probability, parameter, parameter, (x1, x2, a, b) => {
        const [low, high] = x1 < x2 ? [x1, x2] : [x2, x1];
        expect(regularizedBeta(low, a, b)).toBeLessThanOrEqual(regularizedBeta(high, a, b) * (1 + 1e-10));
      }),
    );
  });

  test('the inverse undoes it', () => {
    fc.assert(
      fc.property(smallProbability, parameter, parameter, (p, a, b) => {
        const { x } = betaPoint(p, 1 - p, a, b);
        // An x that rounds to the ends of the interval cannot be undone.
        fc.pre(x > 1e-300 && x < 1 - 1e-3);
        expectClose(regularizedBeta(x, a, b), p, 1e-9 + 1e-15 * Math.sqrt(a + b) * 10);
      }),
      { numRuns: runs(500) },
    );
  });

  test('F likewise', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), parameter, parameter, (p, d1, d2) => {
        const f = fQuantile(p, d1, d2);
        fc.pre(f > 1e-300 && f < 1e300);
        expectClose(fCdf(f, d1, d2), p, 1e-9);
        expectClose(fQuantile(1 - p, d2, d1), 1 / f, 1e-9);
      }),
    );
  });
});

describe('normal', () => {
  test('the inverse undoes it, far out', () => {
    fc.assert(
      fc.property(fc.double({ min: -300, max: -0.01, noNaN: true }), (exponent) => {
        const p = 10 ** exponent;
        expectClose(normalCdf(normalQuantile(p)), p, 1e-11);
      }),
    );
  });

  test('is odd around one half', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (z) => {
        expect(normalCdf(z) + normalCdf(-z)).toBeCloseTo(1, 14);
      }),
    );
  });
});

describe('binomial', () => {
  test('agrees with the exact sums', () => {
    const input = fc
      .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 1023 }))
      .chain(([n, a]) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n), fc.constant(a)));
    fc.assert(
      fc.property(input, ([k, n, a]) => {
        const terms = exactTerms(n, a, 1024);
        const whole = 1024n ** BigInt(n);
        const sum = (from: number, to: number) => terms.slice(from, to).reduce((total, term) => total + term, 0n);
        expectClose(binomialUpperTail(k, n, a / 1024), quotient(sum(k, n + 1), whole), 1e-12);
        expectClose(binomialUpperTail(n - k, n, 1 - a / 1024), quotient(sum(0, k + 1), whole), 1e-12);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('proportion', () => {
  test('bounds enclose the share and are the exact ones', () => {
    fc.assert(
      fc.property(counts, confidence, ({ x, n }, level) => {
        const { low, high } = clopperPearson(x, n, level);
        expect(low).toBeLessThanOrEqual((x / n) * (1 + 1e-12));
        expect(high).toBeGreaterThanOrEqual((x / n) * (1 - 1e-12));
        // Of less than a millionth of an event the last digits of the bound are the search's.
        const tolerance = x > 0 && x < 1e-6 ? 1e-7 : 1e-8;
        // A part of an event may put the bound below any double, and near 1 doubles are far apart.
        if (low > 0 && low < 0.999) expectClose(binomialUpperTail(x, n, low), (1 - level) / 2, tolerance);
        if (x < n && high < 0.999) expectClose(binomialUpperTail(n - x, n, 1 - high, high), (1 - level) / 2, tolerance);
        const score = wilson(x, n, level);
        expect(score.low).toBeLessThanOrEqual((x / n) * (1 + 1e-12));
        expect(score.high).toBeGreaterThanOrEqual((x / n) * (1 - 1e-12));
        expect(score.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('bad and good mirror each other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        confidence,
        (n, share, level) => {
          const x = Math.round(share * n);
          expect(lowerBound(x, n, level)).toBeCloseTo(1 - upperBound(n - x, n, level), 12);
          expect(wilson(x, n, level).low).toBeCloseTo(1 - wilson(n - x, n, level).high, 12);
        },
      ),
    );
  });

  test('more failures prove more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        confidence,
        (n, share, level) => {
          const x = Math.floor(share * (n - 1));
          expect(lowerBound(x + 1, n, level)).toBeGreaterThan(lowerBound(x, n, level));
          expect(upperBound(x + 1, n, level)).toBeGreaterThan(upperBound(x, n, level));
        },
      ),
    );
  });

  test('the cheap decisions are those of the bounds', () => {
    /** How far from the bound, as a factor: far away, close by, and next to a tie. */
    const distance = fc.oneof(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: -0.05, max: 0.05, noNaN: true }),
      fc.double({ min: -1e-7, max: 1e-7, noNaN: true }),
    );
    const anyConfidence = fc.oneof(confidence, fc.double({ min: 0.01, max: 0.9999, noNaN: true }));
    fc.assert(
      fc.property(counts, distance, anyConfidence, ({ x, n }, away, level) => {
        const low = lowerBound(x, n, level);
        const over = low * Math.exp(away);
        if (Math.abs(over - low) > 1e-10 * low) expect(provesOver(x, n, over, level)).toBe(low > over);
        const high = upperBound(x, n, level);
        const under = high * Math.exp(away);
        if (Math.abs(under - high) > 1e-10 * high) expect(provesUnder(x, n, under, level)).toBe(high < under);
      }),
      { numRuns: runs(3000) },
    );
  });
});

describe('rate ratio', () => {
  const events = fc.integer({ min: 0, max: 3000 });
  const exposure = fc.double({ min: 0.5, max: 1e7, noNaN: true });
  const ratio = fc.double({ min: 0.1, max: 10, noNaN: true });

  test('agrees with the exact sums', () => {
    const few = fc.integer({ min: 0, max: 40 });
    const share = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(few, few, share, share, (k1, k0, n1, n0) => {
        const terms = exactTerms(k1 + k0, n1, n1 + n0);
        const whole = BigInt(n1 + n0) ** BigInt(k1 + k0);
        const twice = (from: number) => terms.slice(from).reduce((total, term) => total + 2n * term, 0n);
        expectClose(pGreater(k1, n1, k0, n0, 1), quotient(twice(k1), 2n * whole), 1e-12);
        expectClose(midPGreater(k1, n1, k0, n0, 1), quotient(twice(k1) - (terms[k1] ?? 0n), 2n * whole), 1e-12);
      }),
    );
  });

  test('falls with more events, rises with the ratio that is allowed', () => {
    fc.assert(
      fc.property(events, exposure, events, exposure, ratio, (k1, n1, k0, n0, allowed) => {
        const p = pGreater(k1, n1, k0, n0, allowed);
        expect(pGreater(k1 + 1, n1, k0, n0, allowed)).toBeLessThanOrEqual(p);
        expect(pGreater(k1, n1, k0, n0, allowed * 1.1)).toBeGreaterThanOrEqual(p * (1 - 1e-10));
        expect(midPGreater(k1, n1, k0, n0, allowed)).toBeLessThanOrEqual(p);
      }),
    );
  });

  test('the interval ends where the test does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        exposure,
        events,
        exposure,
        confidence,
        (k1, n1, k0, n0, level) => {
          const { low } = ratioInterval(k1, n1, k0, n0, level);
          expectClose(pGreater(k1, n1, k0, n0, low), (1 - level) / 2, 1e-9);
          const swapped = ratioInterval(k0, n0, k1, n1, level);
          expectClose(swapped.high, 1 / low, 1e-9);
        },
      ),
    );
  });
});

test('always valid: one event at a time is the same as all at once, while exposures stand still', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 60 }),
      fc.double({ min: 1, max: 1e9, noNaN: true }),
      fc.double({ min: 1, max: 1e9, noNaN: true }),
      fc.double({ min: 0.5, max: 4, noNaN: true }),
      (k1, k0, n1, n0, ratio) => {
        const whole = createRatioProcess();
        stepRatioProcess(whole, k1, k0, n1, n0, ratio);
        const single = createRatioProcess();
        for (let event = 0; event < k1; event += 1) stepRatioProcess(single, 1, 0, n1, n0, ratio);
        for (let event = 0; event < k0; event += 1) stepRatioProcess(single, 0, 1, n1, n0, ratio);
        expectClose(meanEvidence(single), meanEvidence(whole), 1e-10);
        expect(isProven(whole, 0.95)).toBe(meanEvidence(whole) >= 20);
      },
    ),
  );
});

test('always valid: a fair bet, whatever the exposures', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      fc.double({ min: 0.5, max: 4, noNaN: true }),
      (n1, n0, ratio) => {
        const afterOne = (k1: number, k0: number) => {
          const state = createRatioProcess();
          stepRatioProcess(state, k1, k0, n1, n0, ratio);
          return meanEvidence(state);
        };
        const share = (ratio * n1) / (ratio * n1 + n0);
        expect(share * afterOne(1, 0) + (1 - share) * afterOne(0, 1)).toBeCloseTo(1, 12);
      },
    ),
  );
});

test('exhaustion: the point is inside, the range scales with time and narrows with counts', () => {
  const positive = fc.double({ min: 1, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(positive, positive, (left, n) => {
      const range = exhaustion(left, n, 600);
      const hour = exhaustion(left, n, 3600);
      const more = exhaustion(left * 10, n * 10, 600);
      if (range === undefined || hour === undefined || more === undefined) throw new Error('there is a pace');
      expect(range.low).toBeLessThan(range.seconds);
      expect(range.high).toBeGreaterThan(range.seconds);
      expectClose(hour.high, 6 * range.high, 1e-12);
      expect(more.high - more.low).toBeLessThan(range.high - range.low);
    }),
  );
});

test('range to zero: ordered, never NaN, and later when more is left', () => {
  const minutes = fc.array(fc.integer({ min: -20, max: 200 }), { maxLength: 30 });
  const multipliers = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), minutes, multipliers, (remaining, perMinute, plan) => {
      const range = rangeToZero({ remaining, perMinute, multipliers: plan });
      if (range === undefined) return;
      expect(range.low).toBeLessThanOrEqual(range.high);
      expect(range.low).toBeGreaterThanOrEqual(0);
      const more = rangeToZero({ remaining: remaining * 1.5 + 1, perMinute, multipliers: plan });
      // Undefined only if nothing was consumed, which does not depend on what is left.
      if (remaining > 0) expect(more?.seconds).toBeGreaterThanOrEqual(range.seconds);
    }),
  );
});

test('sample ratio: batches may be cut anywhere', () => {
  const batch = fc.tuple(
    fc.integer({ min: 0, max: 5000 }),
    fc.integer({ min: 0, max: 5000 }),
    fc.integer({ min: 0, max: 5000 }),
  );
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 20 }), (batches) => {
      const shares = [0.5, 0.3, 0.2];
      const cut = createSampleRatioProcess(3);
      for (const units of batches) stepSampleRatio(cut, units, shares);
      const whole = createSampleRatioProcess(3);
      const total = [0, 1, 2].map((arm) => batches.reduce((sum, units) => sum + (units[arm] ?? 0), 0));
      stepSampleRatio(whole, total, shares);
      expect(Math.abs(cut.logBayes - whole.logBayes)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(whole.logBayes)));
      expect(cut.p).toBeLessThanOrEqual(whole.p * (1 + 1e-6));
    }),
  );
});

test('Benjamini-Hochberg: what Bonferroni rejects, it rejects, and nothing above q', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (p) => {
      const rejected = new Set(benjaminiHochberg(p, 0.05));
      p.forEach((value, index) => {
        if (value <= 0.05 / p.length) expect(rejected.has(index)).toBe(true);
        if (value > 0.05) expect(rejected.has(index)).toBe(false);
      });
    }),
  );
});

describe('sketch', () => {
  const latency = fc.oneof(
    fc.double({ min: -300, max: 300, noNaN: true }).map((exponent) => 10 ** exponent),
    fc.double({ min: 0.001, max: 60_000, noNaN: true }),
    fc.constant(0),
  );

  test('every value is within 1 % of its bin, and order is kept', () => {
    fc.assert(
      fc.property(latency, latency, (a, b) => {
        expect(Math.abs(valueOfBin(binOf(a)) - a)).toBeLessThanOrEqual(0.01 * a * (1 + 1e-9));
        if (a <= b) expect(binOf(a)).toBeLessThanOrEqual(binOf(b));
      }),
    );
  });

  test('quantiles are within 1 % of the sorted values', () => {
    fc.assert(
      fc.property(
        fc.array(latency, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, q) => {
          const counts = new LatencyCounts();
          for (const value of values) counts.addBin(binOf(value), 1);
          const exact = values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? NaN;
          const estimate = counts.quantile(q).value ?? NaN;
          expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(0.01 * exact * (1 + 1e-9));
        },
      ),
    );
  });
});
