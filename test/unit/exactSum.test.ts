import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactSum } from '../help/exactSum.ts';

test.each([
  [[], 0],
  [[0.1, 0.2, 0.3], 0.6],
  [new Array<number>(10).fill(0.1), 1],
  [[1e16, 1, -1e16], 1],
  [[1e100, 1, -1e100, 1e-30], 1],
  [[1, 2 ** -53, 2 ** -105], 1 + 2 ** -52],
  [[1, 2 ** -53, -(2 ** -105)], 1],
  [[2 ** 53, 1, 1], 2 ** 53 + 2],
])('the sum of %j is %d', (values, sum) => {
  expect(exactSum(values)).toBe(sum);
});

test('it is that of whole numbers, and the order does not matter', () => {
  const values = fc.array(fc.maxSafeInteger(), { maxLength: 30 });
  fc.assert(
    fc.property(values, fc.nat({ max: 40 }), (integers, power) => {
      const scale = 2 ** -power;
      const doubles = integers.map((integer) => integer * scale);
      const exact = Number(integers.reduce((sum, integer) => sum + BigInt(integer), 0n)) * scale;
      expect(exactSum(doubles)).toBe(exact + 0);
      expect(exactSum(doubles.toReversed())).toBe(exact + 0);
    }),
  );
});
