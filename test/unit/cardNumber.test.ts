import { expect, test } from 'vitest';
import { findCardNumbers, holdsCardNumber, maskCardNumbers } from '../../shared/base/cardNumber.ts';

test.each([
  ['plain', '4111111111111111'],
  ['in words', 'paid with 4111111111111111 today'],
  ['spaces', '4111 1111 1111 1111'],
  ['dashes', '4111-1111-1111-1111'],
  ['mixed', '4111 1111-1111 1111'],
  ['a space after every digit', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
  ['behind another number', '12 4111 1111 1111 1111'],
  ['before another number', '4111-1111-1111-1111-12'],
  ['touched by letters', 'x4111111111111111x'],
  ['as a name', 'gw_4111111111111111'],
  ['13 digits', '4222222222222'],
  ['14 digits in groups', '3056 930902 5904'],
  ['15 digits in groups', '3782-822463-10005'],
  ['19 digits', '6304000000000000000'],
  ['wide digits', '\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11'],
  ['Arabic digits', '\u0664\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661'],
  ['no-break spaces', '4111\u00a01111\u00a01111\u00a01111'],
  ['en dashes', '4111\u20131111\u20131111\u20131111'],
  ['zero-width spaces', '4111\u200b1111\u200b1111\u200b1111'],
])('a card number is seen: %s', (_, text) => {
  expect(holdsCardNumber(text)).toBe(true);
  expect(holdsCardNumber(maskCardNumbers(text))).toBe(false);
});

test.each([
  ['Luhn fails', '4111111111111112'],
  ['12 digits', '411111111116'],
  ['20 digits, the first 16 a card number', '41111111111111110000'],
  ['a long trace id', '41111111111111114111111111111111'],
  ['two spaces', '4111  1111  1111  1111'],
  ['points', '4111.1111.1111.1111'],
  ['zeros alone', '00000000-0000-0000-0000-000000000000'],
  ['an instant', '2026-03-30T14:00:00.000Z'],
  ['nothing', ''],
])('no card number: %s', (_, text) => {
  expect(holdsCardNumber(text)).toBe(false);
  expect(maskCardNumbers(text)).toBe(text);
});

test('a mask keeps the groups and everything around them', () => {
  expect(maskCardNumbers('card 4111-1111 1111-1111, again 4222222222222.')).toBe(
    'card ****-**** ****-****, again *************.',
  );
});

test('a range covers the card number and no more', () => {
  expect(findCardNumbers('12 4111 1111 1111 1111 x')).toEqual([{ start: 3, end: 22 }]);
});

test('a megabyte of single digits is searched without going back over it', () => {
  const text = '1 '.repeat(500_000);
  expect(holdsCardNumber(text)).toBe(false);
  expect(holdsCardNumber(`${text}4111 1111 1111 1111`)).toBe(true);
});
