import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCardNumbers, maskCardNumbers } from '../../shared/base/cardNumber.ts';
import { runs } from '../help/runs.ts';

/** Luhn's check as it is told: from the right, every second digit doubled, digits of the products added up. */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((before, digit, place) => {
    const product = String(Number(digit) * (place % 2 === 1 ? 2 : 1));
    return before + [...product].reduce((one, other) => one + Number(other), 0);
  }, 0);
  return sum % 10 === 0 && /[^0]/.test(digits);
}

/** Every choice of neighbouring groups of every run, one by one. */
function findSlowly(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const run of text.matchAll(/\d+(?:[ -]\d+)*/g)) {
    const groups = [...run[0].matchAll(/\d+/g)].map(({ index, 0: digits }) => ({
      start: run.index + index,
      end: run.index + index + digits.length,
    }));
    for (const last of groups) {
      for (const first of groups) {
        const digits = text.slice(first.start, last.end).replace(/\D/g, '');
        const isLong = first.start <= last.start && digits.length >= 13 && digits.length <= 19;
        if (isLong && passesLuhn(digits)) found.push({ start: first.start, end: last.end });
      }
    }
  }
  return found;
}

const text = fc
  .array(
    fc.constantFrom('0', '00', '1', '4', '41', '9', '4111', '0000', '378282246310005', ' ', ' ', '-', '  ', 'x', '.'),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

test('card numbers are found where a search through all groups finds them', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(findCardNumbers(value)).toEqual(findSlowly(value));
    }),
    { numRuns: runs(20_000) },
  );
});

test('a masked text holds no card number and differs in digits only', () => {
  fc.assert(
    fc.property(text, (value) => {
      const masked = maskCardNumbers(value);
      expect(findSlowly(masked)).toEqual([]);
      expect(masked.replaceAll('*', '0')).toBe(
        [...value].map((character, place) => (masked[place] === '*' ? '0' : character)).join(''),
      );
    }),
    { numRuns: runs(5_000) },
  );
});
