import { expect, test } from 'vitest';
import { drawPoisson } from '../../electron/engine/source/simulator/drawPoisson.ts';
import { NormalDraws } from '../../electron/engine/source/simulator/normalDraws.ts';
import { portableExp, portableLog } from '../../electron/engine/source/simulator/portableMath.ts';
import { openRandomStream, RandomStream } from '../../electron/engine/source/simulator/randomStream.ts';

test('xoshiro128** from the state 1, 2, 3, 4 is the published sequence', () => {
  const stream = new RandomStream(1, 2, 3, 4);
  const words = Array.from({ length: 10 }, () => stream.nextWord());
  // Also computed with whole numbers of any size, outside this project.
  expect(words).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test('a stream depends on every bit of the seed and on its name', () => {
  const first = (seed: number, name: string): number => openRandomStream(seed, name).nextWord();
  const words = [first(0, 'a'), first(1, 'a'), first(2 ** 32, 'a'), first(2 ** 52, 'a'), first(0, 'b'), first(0, '')];
  expect(new Set(words).size).toBe(words.length);
  expect(first(2 ** 52, 'a')).toBe(first(2 ** 52, 'a'));
});

test('ratios lie strictly between 0 and 1, and whole numbers below their limit', () => {
  const stream = openRandomStream(3, 'ratios');
  let sum = 0;
  for (let i = 0; i < 100_000; i++) {
    const ratio = stream.nextRatio();
    expect(ratio > 0 && ratio < 1).toBe(true);
    sum += ratio;
  }
  expect(Math.abs(sum / 100_000 - 0.5)).toBeLessThan(0.005);
  const tally = [0, 0, 0];
  for (let i = 0; i < 30_000; i++) {
    const drawn = stream.nextBelow(3);
    tally[drawn] = (tally[drawn] ?? 0) + 1;
  }
  expect(tally).toHaveLength(3);
  for (const count of tally) expect(Math.abs(count - 10_000)).toBeLessThan(450);
});

test.each([0.02, 0.7, 4, 9.99, 10, 33, 250, 10_000])('counts drawn with mean %d have its distribution', (mean) => {
  const draws = 40_000;
  const stream = openRandomStream(11, `mean ${mean}`);
  const counts = Array.from({ length: draws }, () => drawPoisson(stream, mean));
  expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
  const average = counts.reduce((sum, count) => sum + count, 0) / draws;
  const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / (draws - 1);
  // Five standard errors; the variance of the sample variance is (2 mean^2 + mean) / draws.
  expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(mean / draws));
  expect(Math.abs(variance - mean)).toBeLessThan(5 * Math.sqrt((2 * mean * mean + mean) / draws));
  // The share at or below the mean, against the sum of exp(-m) m^k / k!.
  let term = -mean;
  let expected = 0;
  for (let k = 0; k <= Math.floor(mean); k++) {
    if (k > 0) term += Math.log(mean / k);
    expected += Math.exp(term);
  }
  const below = counts.filter((count) => count <= mean).length / draws;
  expect(Math.abs(below - expected)).toBeLessThan(5 * Math.sqrt(0.25 / draws));
});

test('nothing comes from a mean of 0 or below', () => {
  const stream = openRandomStream(1, 'nothing');
  expect([drawPoisson(stream, 0), drawPoisson(stream, -1)]).toEqual([0, 0]);
});

test('normal deviates have mean 0, deviation 1 and the share of the tables beyond two deviations', () => {
  const normals = new NormalDraws(openRandomStream(2, 'normal'));
  const draws = Array.from({ length: 100_000 }, () => normals.next());
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + draw * draw, 0) / draws.length - mean * mean;
  expect(Math.abs(mean)).toBeLessThan(0.016);
  expect(Math.abs(variance - 1)).toBeLessThan(0.023);
  expect(Math.abs(draws.filter((draw) => Math.abs(draw) > 2).length / draws.length - 0.0455)).toBeLessThan(0.0035);
});

test('exponential and logarithm agree with the machine to 14 digits', () => {
  for (let i = 0; i <= 20_000; i++) {
    const x = -700 + (1400 * i) / 20_000 + 0.123;
    expect(Math.abs(portableExp(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
    const y = Math.exp(x / 2);
    expect(Math.abs(portableLog(y) - Math.log(y))).toBeLessThan(1e-14 * Math.max(1, Math.abs(Math.log(y))));
  }
  expect([portableExp(0), portableLog(1), portableExp(-1000)]).toEqual([1, 0, 0]);
});
