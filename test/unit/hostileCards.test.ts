import { expect, test } from 'vitest';
import { decodeBad, good, swap } from '../help/hostileLine.ts';

// Card numbers in every text of a line, and in none of what is said of it.

const card = '4111111111111111';
const cards: readonly (readonly [what: string, line: string, excerpt: string])[] = [
  ['in a text', swap('event', 'T', `paid ${card}.`), '"text":"paid ****************."'],
  ['in groups', swap('event', 'T', '4111 1111-1111 1111'), '"text":"**** ****-**** ****"'],
  ['in a label', swap('count', '"b"', `"${card}"`), '"labels":{"a":"****************"}'],
  ['in a label name', swap('count', '"a"', `"pan_${card}"`), '"labels":{"pan_****************":"b"}'],
  ['in a metric', swap('count', '"m"', `"m${card}"`), '"metric":"m****************"'],
  ['in a source', swap('mark', 'gw-1', `gw-${card}`), '"source":"gw-****************"'],
  ['in an epoch', swap('mark', '"t"', `"epoch":"${card}","t"`), '{"epoch":"****************"'],
  ['in a type', swap('event', '"x"', `"x${card}"`), '"type":"x****************"'],
  ['deep in data', swap('event', '"D"', `["a",{"b":"${card}"}]`), '"b":"************'],
  ['as a key of data', swap('event', '"d"', `"${card}"`), '"data":{"****************":"D"}'],
  ['as a number in data', swap('event', '"D"', card), '"data":{"d":****************}'],
  ['escaped', swap('event', 'T', Array.from(card, (digit) => `\\u003${digit}`).join('')), '"text":"****************"'],
  ['escaped in part', swap('event', 'T', '4111\\u002d1111\\u00201111-1111'), '"text":"****-**** ****-****"'],
  [
    'in wide digits',
    swap('event', 'T', Array.from(card, (digit) => String.fromCharCode(0xff10 + Number(digit))).join('')),
    '"text":"****************"',
  ],
  ['in a key that is not known', swap('mark', '"t"', `"pan":"${card}","t"`), '{"pan":"****************"'],
];

test.each(cards)('a card number is not kept: %s', (_, line, excerpt) => {
  const bad = decodeBad(line, true);
  expect(bad?.reason).toBe('card_number');
  expect(bad?.text).toBe(
    'A text in the line holds a payment card number: the line is not kept; take the number out at its source.',
  );
  expect(bad?.excerpt).toContain(excerpt);
  expect(JSON.stringify(bad)).not.toContain('1111');
});

test.each([
  ['a line that is no JSON', `card=${card}`, '****************'],
  ['a line that breaks off', `{"t":1,"text":"${card}`, '{"t":1,"text":"****************'],
  ['a name twice', `{"t":1,"${card}":1,"${card}":2}`, '{"t":1,"****************":1,"****************":2}'],
  ['at the edge of the excerpt', `${'x'.repeat(110)}${card}`, `${'x'.repeat(110)}*********…`],
])('a card number does not show in the excerpt either: %s', (_, line, excerpt) => {
  const bad = decodeBad(line, false);
  expect(bad?.excerpt).toContain(excerpt);
  expect(JSON.stringify(bad)).not.toContain('1111');
});

test('the instants in an excerpt are shown even where they look like a card number', () => {
  const bad = decodeBad('{"t":1774879200003,"arrived": 1774879200011,"source":"gw-1","kind":"x"}', false);
  expect(bad?.excerpt).toBe('{"t":1774879200003,"arrived": 1774879200011,"source":"gw-1","kind":"x"}');
});

test('what a terminal would obey does not show', () => {
  const bad = decodeBad(`\u001b[2Jred\u202e${'\u200b'}${good.mark}`, false);
  expect(bad?.excerpt.startsWith('·[2Jred··{"t":')).toBe(true);
});
