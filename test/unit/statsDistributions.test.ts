import { expect, test } from 'vitest';
import { betaPoint, betaShare, regularizedBeta } from '../../shared/stats/beta.ts';
import { binomialUpperMidP, binomialUpperTail } from '../../shared/stats/binomial.ts';
import { chiSquareUpper } from '../../shared/stats/chiSquare.ts';
import { fCdf, fQuantile } from '../../shared/stats/fDistribution.ts';
import { logGamma } from '../../shared/stats/logGamma.ts';
import { normalCdf, normalQuantile } from '../../shared/stats/normal.ts';
import { poissonLowerTail, poissonPmf, poissonUpperTail } from '../../shared/stats/poisson.ts';

// The expected numbers of this file were computed with 50 decimal digits by numerical integration.

function expectClose(actual: number, expected: number, relative = 1e-9): void {
  const error = Math.abs(actual - expected);
  expect(error, `${actual} should be ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected));
}

test.each([
  [1e-10, 23.025850929882736],
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247001],
  [1.0000001, -5.772155829918507e-8],
  [1.9, -0.03898427592308336],
  [2.0000001, 4.227843666532498e-8],
  [3.7, 1.428072326665388],
  [9.99, 12.779315214350193],
  [10.5, 13.940625219403763],
  [1e9, 19723265827.503716],
])('logGamma(%d)', (x, expected) => expectClose(logGamma(x), expected, 1e-12));

test.each([
  [0.5, 0.5, 0.01, 0.06376856085851985],
  [0.001, 3, 0.2, 0.9995103749029407],
  [2.5, 1000, 1e-6, 9.526374730312582e-9],
  [3, 1e9, 1e-9, 0.0803013973473038],
  [1e9, 1e9, 0.49995, 3.872108023158081e-6],
  [5e5, 2e6, 0.2, 0.5001261566343187],
  [1e9, 7, 0.99999999, 0.1301414126696615],
  [10, 10, 1e-12, 9.237799999924416e-116],
])('share of Beta(%d, %d) below %d', (a, b, x, expected) => {
  expectClose(regularizedBeta(x, a, b), expected);
  expectClose(betaPoint(expected, 1 - expected, a, b).x, x);
});

test.each([
  [0.001, 3, 0.2, 0.0004896250970593245],
  [3, 1e9, 4e-8, 3.5728630738072286e-15],
  [1e9, 1e9, 0.5001, 1.8720471951494255e-19],
  [5e5, 2e6, 0.2, 0.4998738433656813],
  [123456.789, 1e9, 0.000125, 4.965582458663713e-6],
  [1999, 1e8, 2.1e-5, 0.012860867952289967],
  [2001, 1e8, 2.1e-5, 0.014406807155506057],
  [1, 1e9, 1e-7, 3.7200573756862336e-44],
  [40, 60, 0.95, 6.675876870182966e-52],
])('share of Beta(%d, %d) above %d', (a, b, x, expected) => expectClose(betaShare(1 - x, x, b, a), expected));

test('a beta at its edges', () => {
  expect(regularizedBeta(0, 2, 3)).toBe(0);
  expect(regularizedBeta(1, 2, 3)).toBe(1);
  expect(regularizedBeta(-1, 2, 3)).toBe(0);
  expect(regularizedBeta(0.5, 0, 3)).toBe(1);
  expect(regularizedBeta(0.5, 3, 0)).toBe(0);
  expect(betaShare(1, 0, 3, 2)).toBe(1);
  expect(betaShare(0.5, 0.5, 3, 0)).toBe(0);
  expect(betaPoint(0, 1, 2, 3).x).toBe(0);
  expect(betaPoint(1, 0, 2, 3).x).toBe(1);
  expect(betaPoint(0.5, 0.5, 0, 3).x).toBe(0);
  expect(betaPoint(0.5, 0.5, 3, 0).x).toBe(1);
  // Smaller than any double.
  expect(betaPoint(0.05, 0.95, 1e-7, 3).x).toBe(0);
});

test.each([
  [0.05, 20, 10, 0.4259165869873142],
  [0.95, 20, 10, 2.774016398321123],
  [0.95, 1, 8, 5.317655071578713],
  [0.5, 3.3, 0.7, 2.567942218511561],
  [1e-6, 5, 9, 0.002229990215387526],
])('F quantile %d with %d and %d', (p, d1, d2, expected) => {
  expectClose(fQuantile(p, d1, d2), expected);
  expectClose(fCdf(expected, d1, d2), p);
});

test('F at its edges', () => {
  expect(fQuantile(0, 3, 4)).toBe(0);
  expect(fQuantile(1, 3, 4)).toBe(Infinity);
  expect(fQuantile(0.5, 0, 4)).toBe(0);
  expect(fQuantile(0.5, 3, 0)).toBe(Infinity);
  expect(fCdf(0, 3, 4)).toBe(0);
  expect(fCdf(Infinity, 3, 4)).toBe(1);
});

test.each([
  [-20, 2.7536241186062337e-89],
  [-5.5, 1.8989562465887718e-8],
  [-1, 0.15865525393145705],
  [-0.3, 0.3820885778110474],
  [0.3, 0.6179114221889527],
  [2, 0.9772498680518208],
])('normal below %d', (z, expected) => expectClose(normalCdf(z), expected, 1e-12));

test.each([
  [1e-300, -37.0470962993612],
  [1e-12, -7.034483825301132],
  [0.0005, -3.290526731491895],
  [0.025, -1.9599639845400543],
  [0.3, -0.5244005127080408],
])('normal quantile of %d', (p, expected) => expectClose(normalQuantile(p), expected, 1e-12));

test('a normal at its edges', () => {
  expect(normalCdf(-Infinity)).toBe(0);
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(Infinity)).toBe(1);
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(1)).toBe(Infinity);
});

test.each([
  [100, 1, 1.523970604832105e-23],
  [3.84, 1, 0.050043521248705106],
  [0.001, 1, 0.9747728793699604],
  [20, 2, 4.5399929762484854e-5],
  [50, 60, 0.8178960840225449],
])('chi-square above %d with %d', (x, dof, expected) => expectClose(chiSquareUpper(x, dof), expected, 1e-11));

test('a chi-square at its edges', () => {
  expect(chiSquareUpper(0, 3)).toBe(1);
  expect(chiSquareUpper(5, 0)).toBe(1);
  expect(chiSquareUpper(Infinity, 2)).toBe(0);
});

test('a binomial at its edges', () => {
  expect(binomialUpperTail(0, 10, 0.3)).toBe(1);
  expect(binomialUpperTail(11, 10, 0.3)).toBe(0);
  expect(binomialUpperTail(3, 10, 0)).toBe(0);
  expect(binomialUpperTail(3, 10, 1)).toBe(1);
  expect(binomialUpperTail(0, 0, 0.3)).toBe(1);
  expect(binomialUpperMidP(0, 0, 0.3)).toBe(0.5);
});

test('exact Poisson bounds (Garwood) put 2.5 % in the tail', () => {
  const bounds = [
    [1, 0.025317808, 5.571643391],
    [2, 0.242209279, 7.224687668],
    [3, 0.618672123, 8.76727307],
    [5, 1.62348639, 11.668332079],
    [10, 4.795388696, 18.390356042],
  ] as const;
  for (const [count, low, high] of bounds) {
    expectClose(poissonUpperTail(count, low), 0.025, 1e-7);
    expectClose(poissonLowerTail(count, high), 0.025, 1e-7);
  }
  expect(poissonUpperTail(0, 3)).toBe(1);
  expect(poissonLowerTail(-1, 3)).toBe(0);
  expect(poissonPmf(-1, 3)).toBe(0);
  expect(poissonPmf(0, 0)).toBe(1);
  expectClose(poissonPmf(4, 2.5), (Math.exp(-2.5) * 2.5 ** 4) / 24, 1e-13);
});
