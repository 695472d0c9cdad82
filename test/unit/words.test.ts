import { expect, test } from 'vitest';
import { percentWords } from '../../shared/judge/words.ts';

test.each([
  [0, '0 %'],
  [0.00044, '0.044 %'],
  [0.5, '50 %'],
  [0.12345, '12.3 %'],
  [0.9, '90 %'],
  [0.977, '97.7 %'],
  [0.999, '99.9 %'],
  [0.9995, '99.95 %'],
  [0.99961, '99.961 %'],
  [0.9999999, '99.9999 %'],
  [1, '100 %'],
  [1.5, '150 %'],
])('%d is %s: what is short of all is never told as all', (ratio, words) => {
  expect(percentWords(ratio)).toBe(words);
});
