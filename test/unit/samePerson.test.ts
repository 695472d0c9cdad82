import { expect, test } from 'vitest';
import { isSamePerson } from '../../shared/base/samePerson.ts';

test.each([
  ['capitals', 'Lead A', 'lead a'],
  ['white space', 'Lead A', '  Lead\t A '],
  ['a space that does not break', 'Lead A', 'Lead\u00a0A'],
  ['wide letters', 'LEAD', '\uff2c\uff45\uff41\uff44'],
  ['an accent of its own', 'J\u00e9', 'Je\u0301'],
  ['a character without width', 'Lead', 'Le\u200bad'],
  ['a mark of direction', 'Lead', '\u202eLead'],
])('a name with other %s is the same', (_, one, other) => {
  expect(isSamePerson(one, other)).toBe(true);
  expect(isSamePerson(other, one)).toBe(true);
});

test.each([
  ['Lead A', 'Lead B'],
  ['Lead A', 'LeadA'],
  ['Jo', 'Jo\u0301'],
])('%s and %s are two', (one, other) => {
  expect(isSamePerson(one, other)).toBe(false);
});
