import { describe, expect, test } from 'vitest';
import { exhaustion } from '../../shared/stats/exhaustion.ts';
import { conversionRange, rangeToZero } from '../../shared/stats/forecast.ts';

/** Minutes that scatter no more than Poisson counts do, without a trend. */
const STEADY = [40, 43, 38, 41, 37, 42, 39, 40, 38, 42];

function width(range: { low: number; high: number } | undefined): number {
  return range === undefined ? NaN : range.high - range.low;
}

describe('range to zero', () => {
  test('a steady pace is the exact interval', () => {
    const range = rangeToZero({ remaining: 5000, perMinute: STEADY });
    const exact = exhaustion(5000, 400, 600);
    expect(range?.seconds).toBeCloseTo(7500, 8);
    expect(range?.low).toBeCloseTo(exact?.low ?? NaN, 6);
    expect(range?.high).toBeCloseTo(exact?.high ?? NaN, 6);
  });

  test('minutes that scatter widen it and leave the point alone', () => {
    const scattered = [80, 5, 71, 2, 66, 12, 4, 77, 8, 75];
    const range = rangeToZero({ remaining: 5000, perMinute: scattered });
    expect(range?.seconds).toBeCloseTo(7500, 8);
    expect(width(range)).toBeGreaterThan(3 * width(rangeToZero({ remaining: 5000, perMinute: STEADY })));
  });

  test('a rising pace ends sooner than its mean, and later than if it rose for ever', () => {
    const rising = [102, 118, 141, 160, 179, 201, 222, 238, 262, 277];
    const mean = rising.reduce((sum, count) => sum + count, 0) / 10;
    const range = rangeToZero({ remaining: 4000, perMinute: rising });
    expect(range?.seconds).toBeLessThan((4000 / mean) * 60);
    // At 20 more each minute: 290 t + 10 t^2 = 4000 at t = 10.2 minutes.
    expect((range?.seconds ?? NaN) / 60).toBeCloseTo(10.2, 0);
    const longer = rangeToZero({ remaining: 40_000, perMinute: rising });
    // The pace stays at 490 after ten minutes.
    expect((longer?.seconds ?? NaN) / 60).toBeCloseTo(10 + (40_000 - 3900) / 490, -0.5);
  });

  test('a falling pace takes longer, and does not fall to nothing', () => {
    const falling = [200, 181, 158, 142, 119, 101, 78, 61, 39, 22];
    const range = rangeToZero({ remaining: 5000, perMinute: falling });
    expect(range?.seconds).toBeGreaterThan((5000 / 110) * 60);
    expect(range?.high).toBeLessThan(Infinity);
  });

  test('returned stock counts', () => {
    const withReturns = [...STEADY.slice(0, 9), -58];
    const range = rangeToZero({ remaining: 3000, perMinute: withReturns });
    expect(range?.seconds).toBeCloseTo((3000 / 300) * 600, 6);
    expect(width(range)).toBeGreaterThan(width(rangeToZero({ remaining: 3000, perMinute: STEADY })));
  });

  test('a plan laid over it: to four times the demand after five minutes', () => {
    const range = rangeToZero({ remaining: 1000, perMinute: STEADY, multipliers: [1, 1, 1, 1, 1, 4] });
    expect(range?.seconds).toBeCloseTo(300 + (800 / 160) * 60, 6);
    const paused = rangeToZero({ remaining: 1000, perMinute: STEADY, multipliers: [1, 0] });
    expect(paused).toEqual({ seconds: Infinity, low: Infinity, high: Infinity });
    const inTime = rangeToZero({ remaining: 20, perMinute: STEADY, multipliers: [1, 0] });
    expect(inTime?.seconds).toBeCloseTo(30, 8);
  });

  test('nothing left, and nothing consumed', () => {
    expect(rangeToZero({ remaining: 0, perMinute: [] })).toEqual({ seconds: 0, low: 0, high: 0 });
    expect(rangeToZero({ remaining: 5, perMinute: [] })).toBeUndefined();
    expect(rangeToZero({ remaining: 5, perMinute: [0, 0, 0] })).toBeUndefined();
    expect(rangeToZero({ remaining: 5, perMinute: [3, -3] })).toBeUndefined();
    expect(rangeToZero({ remaining: 10, perMinute: [5] })?.seconds).toBe(120);
  });
});

describe('conversion', () => {
  test('an even one is the beta interval', () => {
    const perMinute = Array.from({ length: 10 }, () => ({ conversions: 2, exposures: 20 }));
    const range = conversionRange({ perMinute, level: 0.95 });
    expect(range?.share).toBeCloseTo(0.1, 12);
    // Jeffreys interval of 20 in 200, equal-tailed.
    expect(range?.low).toBeCloseTo(0.0642, 3);
    expect(range?.high).toBeCloseTo(0.1473, 3);
  });

  test('of 4 in 20 and of 18 in 20, as published', () => {
    const low = conversionRange({ perMinute: [{ conversions: 4, exposures: 20 }], level: 0.95 });
    expect(low?.low).toBeCloseTo(0.071520052, 9);
    expect(low?.high).toBeCloseTo(0.408225763, 9);
    const high = conversionRange({ perMinute: [{ conversions: 18, exposures: 20 }], level: 0.95 });
    expect(high?.low).toBeCloseTo(0.716146743, 9);
    expect(high?.high).toBeCloseTo(0.978627512, 9);
  });

  test('scatter, and a short span to come, widen it', () => {
    const even = Array.from({ length: 10 }, () => ({ conversions: 10, exposures: 100 }));
    const uneven = even.map((row, index) => ({ ...row, conversions: index % 2 === 0 ? 2 : 18 }));
    expect(width(conversionRange({ perMinute: uneven }))).toBeGreaterThan(
      2 * width(conversionRange({ perMinute: even })),
    );
    expect(width(conversionRange({ perMinute: even, comingExposures: 100 }))).toBeGreaterThan(
      2 * width(conversionRange({ perMinute: even })),
    );
  });

  test('none and all', () => {
    expect(conversionRange({ perMinute: [] })).toBeUndefined();
    expect(conversionRange({ perMinute: [{ conversions: 0, exposures: 0 }] })).toBeUndefined();
    expect(conversionRange({ perMinute: [{ conversions: 0, exposures: 30 }] })).toMatchObject({ share: 0, low: 0 });
    expect(conversionRange({ perMinute: [{ conversions: 31, exposures: 30 }] })).toMatchObject({ share: 1, high: 1 });
  });
});
