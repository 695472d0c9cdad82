import { describe, expect, test } from 'vitest';
import { halfWidth, rho, unitsForHalfWidth } from '../../shared/stats/asymptoticSequence.ts';
import {
  benefit,
  experimentInterval,
  exposuresForMargin,
  exposuresUntilDecidable,
  nonInferiority,
  relativeInterval,
  timeUntilDecidable,
} from '../../shared/stats/experiment.ts';
import { createSampleRatioProcess, sampleRatioP, stepSampleRatio } from '../../shared/stats/sampleRatio.ts';

describe('sample ratio', () => {
  test.each([
    [[0, 10, 10], [0.34, 0.33, 0.33], 0.005790624],
    [[500, 500, 600], [0.34, 0.33, 0.33], 0.000592638],
    [[500, 500], [0.5, 0.5], 1],
    [[1000, 1200, 900], [0.5, 0.5, 0], 0.000020079],
    [[101000, 99000], [0.5, 0.5], 7.74421643104e-6],
    [[1030, 970], [0.5, 0.5], 0.179712494879],
    [[1000], [1], 1],
    [[0, 0], [0.5, 0.5], 1],
    [[5, 5], [0, 0], 1],
  ])('%j against %j', (counts, shares, p) => {
    expect(sampleRatioP(counts, shares)).toBeCloseTo(p, 9);
  });

  // Log Bayes factors and p of a public sequential test with the same prior.
  const published: [number[], number, number][] = [
    [[500, 500], -0.047657363, 1],
    [[1000, 1200], 1.540122158, 0.214354915],
    [[5200, 4800], 3.653880666, 0.0258904614],
    [[50450, 49550], 2.48292237, 0.0834988542],
    [[101000, 99000], 8.001713827, 0.000334888195],
  ];

  test.each(published)('sequential %j', (counts, logBayes, p) => {
    const whole = createSampleRatioProcess(2);
    stepSampleRatio(whole, counts, [0.5, 0.5]);
    expect(whole.logBayes).toBeCloseTo(logBayes, 8);
    expect(whole.p).toBeCloseTo(p, 8);
    const cut = createSampleRatioProcess(2);
    for (let batch = 0; batch < 100; batch += 1) {
      stepSampleRatio(
        cut,
        counts.map((count) => count / 100),
        [1, 1],
      );
    }
    expect(cut.logBayes).toBeCloseTo(logBayes, 7);
  });

  test('p never rises again', () => {
    const state = createSampleRatioProcess(2);
    stepSampleRatio(state, [5200, 4800], [0.5, 0.5]);
    const lowest = state.p;
    stepSampleRatio(state, [4800, 5200], [0.5, 0.5]);
    expect(state.p).toBe(lowest);
    expect(state.logBayes).toBeLessThan(0.1);
  });

  test('a ramp that is followed is no mismatch, however long; one that is not, is', () => {
    const fair = createSampleRatioProcess(2);
    const unfair = createSampleRatioProcess(2);
    for (const share of [0.01, 0.05, 0.25, 0.5]) {
      for (let batch = 0; batch < 200; batch += 1) {
        stepSampleRatio(fair, [1000 * (1 - share), 1000 * share], [1 - share, share]);
        // A tenth of the new arm is lost on the way.
        stepSampleRatio(unfair, [1000 * (1 - share), 900 * share], [1 - share, share]);
      }
    }
    expect(fair.p).toBeGreaterThan(0.9);
    expect(unfair.p).toBeLessThan(1e-6);
  });

  test('what is learned before a ramp step counts after it', () => {
    const alternativeAfter = (first: number[]) => {
      const state = createSampleRatioProcess(2);
      stepSampleRatio(state, first, [0.9, 0.1]);
      const before = state.logBayes;
      stepSampleRatio(state, [5000, 4000], [0.5, 0.5]);
      return state.logBayes - before;
    };
    expect(alternativeAfter([90_000, 8_000])).toBeGreaterThan(alternativeAfter([90_000, 10_000]));
  });

  test('an arm without a share is left out, and so is a batch with one arm', () => {
    const state = createSampleRatioProcess(3);
    stepSampleRatio(state, [100, 7, 50], [1, 0, 0]);
    expect(state).toEqual(createSampleRatioProcess(3));
    stepSampleRatio(state, [100, 7, 100], [1, 0, 1]);
    expect(state.counts).toEqual([100, 0, 100]);
    expect(state.expected).toEqual([100, 0, 100]);
  });
});

describe('always-valid interval', () => {
  test('width against that of a fixed sample', () => {
    const tuning = rho(0.05, 5000);
    const ratios = [100, 500, 1000, 5000, 20000, 100000].map((N) => halfWidth(1, N, tuning, 0.05) / 1.959963984540054);
    [3.41557, 1.9669, 1.7163, 1.5486, 1.5955, 1.70251].forEach((expected, index) => {
      expect(ratios[index]).toBeCloseTo(expected, 5);
    });
  });

  test('units for a width are where the width is met', () => {
    const tuning = rho(0.05, 20000);
    const units = unitsForHalfWidth(0.004, 0.6, tuning, 0.05);
    expect(halfWidth(0.6 / Math.sqrt(units), units, tuning, 0.05)).toBeCloseTo(0.004, 12);
    expect(unitsForHalfWidth(0, 0.6, tuning, 0.05)).toBe(Infinity);
    expect(unitsForHalfWidth(0.1, 0, tuning, 0.05)).toBe(0);
    expect(halfWidth(1, 0, tuning, 0.05)).toBe(Infinity);
  });

  const comparison = {
    control: { conversions: 3100, exposures: 100_000 },
    treatment: { conversions: 3900, exposures: 100_000 },
    firstDecision: 20_000,
  };

  test('a lift of 0.8 points, proven; and how the arms mirror each other', () => {
    const interval = experimentInterval(comparison);
    expect(interval?.estimate).toBeCloseTo(0.008, 12);
    if (interval === undefined) throw new Error('two arms with exposures have an interval');
    expect(benefit(interval)).toBe('proven better');
    expect(benefit(interval, true)).toBe('proven worse');
    const mirrored = experimentInterval({
      ...comparison,
      control: comparison.treatment,
      treatment: comparison.control,
    });
    expect(mirrored?.low).toBeCloseTo(-interval.high, 12);
    expect(mirrored?.high).toBeCloseTo(-interval.low, 12);
  });

  test('no exposures, no conversions', () => {
    const none = { conversions: 0, exposures: 0 };
    expect(experimentInterval({ ...comparison, control: none })).toBeUndefined();
    expect(exposuresUntilDecidable({ ...comparison, treatment: none }, 0)).toBeUndefined();
    expect(relativeInterval({ ...comparison, control: { conversions: 0, exposures: 50 } })).toBeUndefined();
    const silent = { conversions: 0, exposures: 50 };
    const interval = experimentInterval({ control: silent, treatment: silent, firstDecision: 1000 });
    // Nothing yet on either side is not a proof that there is no difference.
    expect(interval?.low).toBeLessThan(-0.05);
    expect(interval?.high).toBeGreaterThan(0.05);
  });

  test('decidable when that many exposures more have come at the same rates', () => {
    const early = {
      control: { conversions: 155, exposures: 5_000 },
      treatment: { conversions: 195, exposures: 5_000 },
      firstDecision: 20_000,
    };
    const needed = exposuresUntilDecidable(early, 0) ?? NaN;
    expect(needed).toBeGreaterThan(0);
    const after = (share: number) => {
      const scale = 1 + (needed * share) / 10_000;
      return experimentInterval({
        control: { conversions: 155 * scale, exposures: 5_000 * scale },
        treatment: { conversions: 195 * scale, exposures: 5_000 * scale },
        firstDecision: 20_000,
      });
    };
    expect(after(0.95)?.low).toBeLessThan(0);
    expect(after(1.05)?.low).toBeGreaterThan(0);
    expect(timeUntilDecidable(early, 0, 50)).toBeCloseTo(needed / 50, 9);
    expect(timeUntilDecidable(early, 0, 0)).toBe(Infinity);
    expect(timeUntilDecidable(comparison, 0, 0)).toBe(0);
    expect(exposuresUntilDecidable(early, 0.008)).toBe(Infinity);
  });

  test('non-inferiority: harm is the margin or more', () => {
    const at = (low: number, high: number) => ({ estimate: (low + high) / 2, low, high });
    expect(nonInferiority(at(-0.001, 0.0009), 0.001, true)).toBe('proven safe');
    expect(nonInferiority(at(-0.001, 0.001), 0.001, true)).toBe('not yet known');
    expect(nonInferiority(at(0.001, 0.003), 0.001, true)).toBe('proven harmful');
    expect(nonInferiority(at(0.0005, 0.003), 0.001, true)).toBe('not yet known');
    expect(nonInferiority(at(-0.003, -0.001), 0.001, false)).toBe('proven harmful');
    expect(nonInferiority(at(-0.0009, 0.2), 0.001, false)).toBe('proven safe');
  });

  test('a margin is proven with the exposures that it is said to take', () => {
    const exposures = exposuresForMargin(0.001, 0.02, 20_000);
    const at = (total: number) => {
      const arm = { conversions: (total / 2) * 0.02, exposures: total / 2 };
      return experimentInterval({ control: arm, treatment: arm, firstDecision: 20_000 });
    };
    expect(at(exposures * 0.99)?.high).toBeGreaterThan(0.001);
    expect(at(exposures * 1.01)?.high).toBeLessThan(0.001);
    expect(exposuresForMargin(0, 0.02, 20_000)).toBe(Infinity);
  });
});
