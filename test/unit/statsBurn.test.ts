import { expect, test } from 'vitest';
import { defaultAlerts, shortWindowMs } from '../../shared/stats/burn.ts';
import { cusumReference, falseAlarmsPerDay, poissonCusumArl, stepCusum } from '../../shared/stats/cusum.ts';
import { exhaustion } from '../../shared/stats/exhaustion.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

test('the alerts of a 12 h launch', () => {
  const alerts = defaultAlerts(12 * HOUR);
  expect(alerts.map(({ id, longMs, shortMs, severity }) => [id, longMs, shortMs, severity])).toEqual([
    ['a1', 300 * SECOND, 25 * SECOND, 'page'],
    ['a2', 900 * SECOND, 75 * SECOND, 'page'],
    ['a3', HOUR, 300 * SECOND, 'ticket'],
    ['a4', 3 * HOUR, 900 * SECOND, 'ticket'],
  ]);
  expect(alerts.map(({ factor }) => factor)).toEqual([7.2, 4.8, 3, 2]);
});

test('the alerts of a month', () => {
  const alerts = defaultAlerts(30 * DAY);
  expect(alerts.map(({ longMs }) => longMs / HOUR)).toEqual([1, 6, 24, 72]);
  expect(alerts.map(({ shortMs }) => shortMs / HOUR)).toEqual([1 / 12, 0.5, 2, 6]);
  [14.4, 6, 3, 1].forEach((factor, index) => expect(alerts[index]?.factor).toBeCloseTo(factor, 12));
});

test('seven days is long; just under it is short', () => {
  expect(defaultAlerts(7 * DAY)[0]?.longMs).toBe(HOUR);
  expect(defaultAlerts(7 * DAY - 1)[0]?.longMs).toBe(4199 * SECOND);
});

test('windows are whole seconds, at least one, and the factor is that of the window', () => {
  const [first] = defaultAlerts(1000 * SECOND);
  expect(first).toMatchObject({ longMs: 6 * SECOND, shortMs: SECOND });
  expect(first?.factor).toBeCloseTo((0.05 * 1000) / 6, 12);
  expect(defaultAlerts(SECOND)[0]).toMatchObject({ longMs: SECOND, shortMs: SECOND });
  expect(shortWindowMs(100 * SECOND)).toBe(8 * SECOND);
});

test('time to exhaustion: nothing left, and not on this path', () => {
  expect(exhaustion(0, 5, 600)).toEqual({ seconds: 0, low: 0, high: 0 });
  expect(exhaustion(-4, 0, 600)).toEqual({ seconds: 0, low: 0, high: 0 });
  expect(exhaustion(10, 0, 600)).toBeUndefined();
});

test.each([
  [2, 5, 1, 1903.543495],
  [2, 5, 2, 19.796743],
  [2, 5, 3, 5.365628],
  [2, 5, 4, 3.089844],
  [1, 4, 0.5, 632.669285],
  [1, 4, 1, 23.498314],
  [1, 4, 1.5, 7.668283],
  [1, 4, 2, 4.488729],
  [2, 7, 1, 23614.840189],
  [3, 8, 2, 1927.33374],
  [3, 8, 4, 8.180079],
])('CUSUM run length at k %d, h %d, rate %d', (k, h, rate, length) => {
  expect(poissonCusumArl(k, h, rate) / length).toBeCloseTo(1, 6);
});

test('a run length of a reference that is no fraction, against a simulation', () => {
  // 20,000 runs, whose mean has a standard error under 1 % (xorshift, and the product of uniforms).
  let bits = 2463534242;
  const uniform = () => {
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    return ((bits >>> 0) + 0.5) / 4294967296;
  };
  const poisson = (mean: number) => {
    let count = 0;
    for (let product = uniform(); product > Math.exp(-mean); product *= uniform()) count += 1;
    return count;
  };
  const k = cusumReference(1, 2);
  let steps = 0;
  const runs = 20_000;
  for (let run = 0; run < runs; run += 1) {
    let s = 0;
    do {
      s = stepCusum(s, poisson(1.7), k);
      steps += 1;
    } while (s < 3.3);
  }
  expect(poissonCusumArl(k, 3.3, 1.7) / (steps / runs)).toBeCloseTo(1, 1.3);
});

test('a CUSUM at its edges', () => {
  expect(cusumReference(2, 2)).toBe(2);
  expect(cusumReference(0, 2)).toBe(0);
  expect(stepCusum(0, 1, 3)).toBe(0);
  expect(stepCusum(2, 4, 1.5)).toBe(4.5);
  expect(poissonCusumArl(2, 0, 1)).toBe(1);
  expect(poissonCusumArl(2, 5, 0)).toBe(Infinity);
  // With no reference the sum only rises: the alarm is the first interval with an event.
  expect(poissonCusumArl(0, 1, 0.5)).toBeCloseTo(1 / (1 - Math.exp(-0.5)), 10);
  expect(falseAlarmsPerDay(60_000, 1, 2, 5)).toBeCloseTo(1440 / 1903.543495, 6);
  // A long way to the threshold is solved on a coarser lattice: 2,000 at 100 a step.
  expect(poissonCusumArl(1000, 2000, 1100)).toBeGreaterThan(18);
  expect(poissonCusumArl(1000, 2000, 1100)).toBeLessThan(22);
});
