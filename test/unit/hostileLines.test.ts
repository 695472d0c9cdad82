import { expect, test } from 'vitest';
import { decodeBad, good, swap, type HostileLine } from '../help/hostileLine.ts';

// Lines that are no JSON, or JSON that must not be taken in: each refused for its own reason, in exactly these words.

const notJson = 'The line is not JSON: write one JSON object a line.';
const breaksOff = 'The line is not JSON: it breaks off before its end.';
const nul = 'The line holds NUL bytes: the file was damaged or is no text.';
const surrogate = 'A text in the line holds half of a surrogate pair, which is no character.';
const nulCharacter = 'A text in the line holds a NUL character: leave it out.';
const deep = 'The line is nested more than 8 deep: flatten it.';

const cases: readonly HostileLine[] = [
  ['words', 'hello', 'not_json', notJson],
  ['a line of NULs', Buffer.alloc(300), 'not_json', nul],
  ['a NUL between', swap('count', '"value"', '\0"value"'), 'not_json', nul],
  ['a NUL in a text', swap('event', 'T', 'T\0'), 'not_json', nul],
  ['a control character in a text', swap('event', 'T', 'T\u0001'), 'not_json', notJson],
  ['an escaped NUL', swap('event', 'T', 'T\\u0000'), 'bad_text', nulCharacter],
  ['an escaped NUL in a label', swap('count', '"b"', '"b\\u0000"'), 'bad_text', nulCharacter],
  ['half a line', good.count.slice(0, 60), 'not_json', breaksOff],
  ['a line without its last bracket', good.mark.slice(0, -1), 'not_json', breaksOff],
  ['two objects', `${good.mark}${good.mark}`, 'not_json', notJson],
  ['a comma too many', swap('count', '3}', '3,}'), 'not_json', notJson],
  ['single quotes', good.mark.replaceAll('"', "'"), 'not_json', notJson],
  ['a comment', `${good.mark}//`, 'not_json', notJson],
  ['a byte order mark inside', `\ufeff${good.mark}`, 'not_json', notJson],
  ['a wrong escape', swap('event', 'T', '\\x41'), 'not_json', notJson],
  ['NaN', swap('count', ':3', ':NaN'), 'not_json', 'The line is not JSON: NaN is no number in JSON.'],
  ['Infinity', swap('count', ':3', ':-Infinity'), 'not_json', 'The line is not JSON: -Infinity is no number in JSON.'],
  ['a leading zero', swap('count', ':3', ':03'), 'not_json', notJson],
  ['a plus', swap('count', ':3', ':+3'), 'not_json', notJson],
  [
    'invalid UTF-8',
    Buffer.from(swap('event', 'T', '\u00ff'), 'latin1'),
    'not_utf8',
    'The line is not UTF-8: write it as UTF-8.',
  ],
  [
    'a surrogate in UTF-8',
    Buffer.from(swap('event', 'T', '\u00ed\u00a0\u0080'), 'latin1'),
    'not_utf8',
    'The line is not UTF-8: write it as UTF-8.',
  ],
  [
    'an overlong slash',
    Buffer.from(swap('event', 'T', '\u00c0\u00af'), 'latin1'),
    'not_utf8',
    'The line is not UTF-8: write it as UTF-8.',
  ],
  ['a lone surrogate', swap('event', 'T', '\\ud800'), 'bad_text', surrogate],
  ['a lone surrogate in a label', swap('count', '"b"', '"\\udc00"'), 'bad_text', surrogate],
  ['a lone surrogate in a key of data', swap('event', '"d"', '"\\ud83d"'), 'bad_text', surrogate],
  ['a list', `[${good.mark}]`, 'not_an_object', 'The line is a list: write one sample a line.'],
  ['null', 'null', 'not_an_object', 'The line is no object: write one JSON object a line.'],
  ['a number', '42', 'not_an_object', 'The line is no object: write one JSON object a line.'],
  ['a text', '"mark"', 'not_an_object', 'The line is no object: write one JSON object a line.'],
  ['nine deep', swap('event', '"D"', `${'['.repeat(7)}${']'.repeat(7)}`), 'too_deep', deep],
  ['a hundred thousand deep', '['.repeat(100_000), 'too_deep', deep],
  ['deep objects that never close', '{"a":'.repeat(100_000), 'too_deep', deep],
  [
    'deep in a key that is not known',
    swap('count', '"t"', `"x":${'[{"y":'.repeat(50)}1${'}]'.repeat(50)},"t"`),
    'too_deep',
    deep,
  ],
  ['over 1 MiB', swap('event', 'T', 'T'.repeat(1_048_576)), 'line_too_long', 'The line is over 1 MiB.'],
  [
    'a known shape over 1 MiB',
    swap('values', '1,2', `1${',2'.repeat(600_000)}`),
    'line_too_long',
    'The line is over 1 MiB.',
  ],
  [
    'a key twice',
    swap('count', '"t"', '"value":4,"t"'),
    'duplicate_key',
    'The key "value" stands twice in one object.',
  ],
  [
    'a key twice, once escaped',
    swap('count', '"t"', '"v\\u0061lue":4,"t"'),
    'duplicate_key',
    'The key "value" stands twice in one object.',
  ],
  ['a label twice', swap('count', '"a"', '"a":"c","a"'), 'duplicate_key', 'The key "a" stands twice in one object.'],
  [
    'a key twice in data',
    swap('event', '"d"', '"e":[{"f":1,"f":2}],"d"'),
    'duplicate_key',
    'The key "f" stands twice in one object.',
  ],
  [
    '__proto__',
    swap('count', '"t"', '"__proto__":{"value":9},"t"'),
    'forbidden_key',
    'The key "__proto__" is not allowed anywhere.',
  ],
  [
    '__proto__ as a label',
    swap('count', '"a"', '"__proto__"'),
    'forbidden_key',
    'The key "__proto__" is not allowed anywhere.',
  ],
  [
    '__proto__ escaped',
    swap('event', '"d"', '"\\u005f_proto__"'),
    'forbidden_key',
    'The key "__proto__" is not allowed anywhere.',
  ],
  [
    'constructor in data',
    swap('event', '"D"', '{"constructor":{"prototype":1}}'),
    'forbidden_key',
    'The key "constructor" is not allowed anywhere.',
  ],
  [
    'prototype as a label',
    swap('count', '"a"', '"prototype"'),
    'forbidden_key',
    'The key "prototype" is not allowed anywhere.',
  ],
  [
    'an unknown key',
    swap('count', '"t"', '"unit":"ms","t"'),
    'unknown_key',
    'A count has no key "unit": its keys are t, arrived, source, epoch, seq, kind, metric, labels, value.',
  ],
  [
    'a key mistyped',
    swap('count', '"value"', '"valeu"'),
    'unknown_key',
    'A count has no key "valeu": did you mean "value"?',
  ],
  ['a mark with seq', swap('mark', '"t"', '"seq":3,"t"'), 'unknown_key', 'A mark has no key "seq": a mark has no seq.'],
];

test.each(cases)('refused: %s', (_, line, reason, text) => {
  for (const isLearned of [false, true]) {
    const bad = decodeBad(line, isLearned);
    expect({ line: bad?.line, reason: bad?.reason, text: bad?.text }).toEqual({ line: 7, reason, text });
    expect(bad?.excerpt.length).toBeGreaterThan(0);
    expect(bad?.excerpt.length).toBeLessThanOrEqual(120);
    expect(bad?.excerpt).not.toMatch(/\p{Cc}/u);
  }
});

test('the lines that these are made of are good', () => {
  for (const line of Object.values(good)) expect(decodeBad(line, false)).toBeUndefined();
});
