import { describe, expect, test } from 'vitest';
import { LatencyCounts } from '../../shared/judge/latencyCounts.ts';
import { createRatioProcess, isProven, meanEvidence, stepRatioProcess } from '../../shared/stats/alwaysValid.ts';
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
import {
  differenceInterval,
  midPGreater,
  pGreater,
  rateDifferenceInterval,
  ratioInterval,
} from '../../shared/stats/rateRatio.ts';
import { binOf, valueOfBin, ZERO_BIN } from '../../shared/stats/sketch.ts';

test('a proportion without trials says nothing', () => {
  expect(wilson(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
  expect(clopperPearson(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
  expect(lowerBound(3, 0, 0.95)).toBe(0);
  expect(upperBound(3, 0, 0.95)).toBe(1);
  expect(provesOver(3, 0, 0.1, 0.95)).toBe(false);
  expect(provesUnder(0, 0, 0.1, 0.95)).toBe(false);
  expect(zeroEventsUpper(0, 0.95)).toBe(1);
});

test('bounds at none and at all, and counts outside', () => {
  expect(wilson(0, 38, 0.95).low).toBe(0);
  expect(wilson(38, 38, 0.95).high).toBe(1);
  expect(wilson(77, 77, 0.95).high).toBe(1);
  expect(lowerBound(0, 38, 0.95)).toBe(0);
  expect(upperBound(38, 38, 0.95)).toBe(1);
  expect(lowerBound(40, 38, 0.95)).toBe(lowerBound(38, 38, 0.95));
  expect(upperBound(-2, 38, 0.95)).toBe(upperBound(0, 38, 0.95));
  expect(provesOver(40, 38, 0.9, 0.95)).toBe(provesOver(38, 38, 0.9, 0.95));
  expect(upperBound(0, 299, 0.95)).toBeCloseTo(zeroEventsUpper(299, 0.95), 14);
});

test('no confidence proves the impossible', () => {
  expect(provesOver(10, 10, 1, 0.999)).toBe(false);
  expect(provesOver(0, 10, 0, 0.999)).toBe(false);
  expect(provesOver(1, 10, 0, 0.999)).toBe(true);
  expect(provesOver(10, 10, 0.5, 1)).toBe(false);
  expect(provesUnder(0, 10, 0, 0.999)).toBe(false);
  expect(provesUnder(9, 10, 1, 0.999)).toBe(true);
});

test('Wilson on Poisson counts: 15 of 400 as a rate', () => {
  // Score interval of a Poisson rate, published beside its test: 0.0227264749053794 to 0.0618771721463559. The
  // difference to a baseline with next to no events is that interval.
  const interval = rateDifferenceInterval(15, 400, 0, 1e15, 0.95);
  expect(interval.low).toBeCloseTo(0.0227264749053794, 12);
  expect(interval.high).toBeCloseTo(0.0618771721463559, 12);
});

test('Newcombe: 56/70 against 48/80, and 9/10 against 3/10', () => {
  // Newcombe 1998, method 10, to the four decimals printed there.
  const first = differenceInterval(56, 70, 48, 80, 0.95);
  expect(first.low).toBeCloseTo(0.0524, 4);
  expect(first.high).toBeCloseTo(0.3339, 4);
  const second = differenceInterval(9, 10, 3, 10, 0.95);
  expect(second.low).toBeCloseTo(0.1705, 4);
  expect(second.high).toBeCloseTo(0.809, 4);
});

test('a rate without exposure, or without events', () => {
  expect(pGreater(3, 0, 1, 10, 1)).toBe(1);
  expect(midPGreater(3, 10, 1, 0, 1)).toBe(1);
  expect(pGreater(0, 10, 0, 10, 1)).toBe(1);
  expect(midPGreater(0, 10, 0, 10, 1)).toBe(0.5);
  expect(pGreater(3, 10, 0, 10, 0)).toBe(0);
  expect(ratioInterval(0, 10, 0, 10, 0.95)).toEqual({ low: 0, high: Infinity });
  expect(ratioInterval(3, 0, 1, 10, 0.95)).toEqual({ low: 0, high: Infinity });
  expect(ratioInterval(0, 10, 5, 10, 0.95).low).toBe(0);
  expect(ratioInterval(5, 10, 0, 10, 0.95).high).toBe(Infinity);
  expect(rateDifferenceInterval(1, 0, 1, 10, 0.95)).toEqual({ low: -Infinity, high: Infinity });
});

describe('always valid', () => {
  test('one step is the product written out', () => {
    const state = createRatioProcess();
    stepRatioProcess(state, 3, 2, 1000, 3000, 1.5);
    const share = (x: number) => (x * 1000) / (x * 1000 + 3000);
    const expected = [1.25, 1.5, 2, 3, 5].map(
      (g) => (share(g * 1.5) / share(1.5)) ** 3 * ((1 - share(g * 1.5)) / (1 - share(1.5))) ** 2,
    );
    state.logE.forEach((log, index) => expect(Math.exp(log)).toBeCloseTo(expected[index] ?? NaN, 12));
    expect(meanEvidence(state)).toBeCloseTo(expected.reduce((sum, e) => sum + e, 0) / 5, 12);
  });

  test('nothing moves while a side has no exposure', () => {
    const state = createRatioProcess();
    stepRatioProcess(state, 3, 0, 1000, 0, 1);
    stepRatioProcess(state, 3, 0, 0, 1000, 1);
    expect(state).toEqual({ logE: [0, 0, 0, 0, 0] });
    expect(isProven(state, 0)).toBe(true);
    expect(isProven(state, 0.01)).toBe(false);
  });

  test('proven from twenty to one on, and beyond the range of doubles', () => {
    const state = createRatioProcess();
    let events = 0;
    while (!isProven(state, 0.95)) {
      expect(meanEvidence(state)).toBeLessThan(20);
      stepRatioProcess(state, 1, 0, 1000, 1000, 1);
      events += 1;
    }
    expect(meanEvidence(state)).toBeGreaterThanOrEqual(20);
    // Mean over g of (2g / (1 + g))^events first reaches 20 at the eighth event.
    expect(events).toBe(8);
    stepRatioProcess(state, 1e9, 0, 1000, 1000, 1);
    expect(isProven(state, 0.999999)).toBe(true);
    expect(meanEvidence(state)).toBe(Number.MAX_VALUE);
    expect(isProven(state, 1)).toBe(false);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});

describe('sketch', () => {
  // Bins and values as a public DDSketch with 1 % accuracy has them.
  test.each([
    [1, 0, 0.99],
    [5, 81, 5.002829575],
    [10, 116, 10.07469669],
    [42, 187, 41.68220663],
    [100, 231, 100.4945677],
    [250, 277, 252.1777868],
    [999, 346, 1002.428009],
    [1000, 346, 1002.428009],
  ])('%d is in bin %d', (value, bin, representative) => {
    expect(binOf(value)).toBe(bin);
    expect(valueOfBin(bin) / representative).toBeCloseTo(1, 8);
  });

  test('quantiles of 1 to 1000', () => {
    const counts = new LatencyCounts();
    for (let value = 1; value <= 1000; value += 1) counts.addBin(binOf(value), 1);
    const quantile = (q: number) => counts.quantile(q).value;
    expect(quantile(0.5)).toBeCloseTo(497.77940146, 6);
    expect(quantile(0.9)).toBeCloseTo(907.03134737, 6);
    expect(quantile(0.95)).toBeCloseTo(944.04924, 4);
    expect(quantile(0.99)).toBeCloseTo(982.57795, 4);
    expect(quantile(1)).toBeCloseTo(1002.42801, 4);
  });

  test('what has no bin of its own', () => {
    expect([0, -3, 1e-310, NaN].map(binOf)).toEqual([ZERO_BIN, ZERO_BIN, ZERO_BIN, ZERO_BIN]);
    expect(valueOfBin(ZERO_BIN)).toBe(0);
    expect(binOf(Infinity)).toBe(binOf(Number.MAX_VALUE));
    expect(valueOfBin(binOf(Infinity))).toBeGreaterThan(1e308 * 1.7);
    expect(ZERO_BIN).toBeLessThan(binOf(2.3e-308));
    expect(new LatencyCounts().quantile(0.5).value).toBeUndefined();
  });
});

test('Benjamini-Hochberg steps up over a p-value that misses its own line', () => {
  expect(benjaminiHochberg([], 0.05)).toEqual([]);
  expect(benjaminiHochberg([0.5, 0.03, 0.04, 0.9], 0.05)).toEqual([]);
  expect(benjaminiHochberg([0.04, 0.9, 0.03, 0.035], 0.06)).toEqual([0, 2, 3]);
});
