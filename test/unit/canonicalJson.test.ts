import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../shared/base/canonicalJson.ts';

test('the example of RFC 8785, section 3.2', () => {
  const value: unknown = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  );
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('members are sorted by UTF-16 code units (RFC 8785, section 3.2.3)', () => {
  const value = {
    '€': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    1: 'One',
    '😀': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    ö: 'Latin Small Letter O With Diaeresis',
  };
  const order = [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((found) => found[1]);
  expect(order).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

/** RFC 8785, appendix B: IEEE 754 bits and their text. */
test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('the number of bits %s is %s', (bits, text) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  expect(canonicalJson(view.getFloat64(0))).toBe(text);
});

test.each([
  ['NaN', { a: [1, NaN] }, 'NaN (at $.a[1])'],
  ['infinity', { a: -Infinity }, '-Infinity (at $.a)'],
  ['an undefined member', { a: undefined }, 'undefined (at $.a)'],
  ['a hole in a list', [1, , 2], 'undefined (at $[1])'], // eslint-disable-line no-sparse-arrays
  ['undefined itself', undefined, 'undefined (at $)'],
  ['a bigint', 1n, 'a bigint (at $)'],
  ['a function', { f: () => 1 }, 'a function (at $.f)'],
  ['a date', { when: new Date(0) }, 'an object with a class (at $.when)'],
  ['a map', new Map(), 'an object with a class (at $)'],
  ['half a pair in a value', ['\ud800'], 'half a surrogate pair (at $[0])'],
  ['half a pair in a name', { '\udc00': 1 }, 'half a surrogate pair (at $.\udc00)'],
])('refuses %s', (_, value, found) => {
  expect(() => canonicalJson(value)).toThrow(
    new TypeError(`Canonical JSON cannot hold ${found}: give it a plain JSON value.`),
  );
});

test('refuses a ring instead of running out of stack', () => {
  const ring: { next?: unknown } = {};
  ring.next = ring;
  expect(() => canonicalJson(ring)).toThrow('nesting deeper than 500');
});

test('objects without a prototype and members named like its properties are plain', () => {
  const record: unknown = Object.assign(Object.create(null), { toString: 'b', a: 1 });
  expect(canonicalJson(record)).toBe('{"a":1,"toString":"b"}');
  expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
});

const anyJson = fc.jsonValue({ maxDepth: 4 });

test('reading it back gives the value, and writing that gives the same text', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      const text = canonicalJson(value);
      const back: unknown = JSON.parse(text);
      // JSON has no negative zero in this form; everything else survives.
      expect(back).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(back)).toBe(text);
    }),
  );
});

test('the order in which members were added does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anyJson), (record) => {
      const backwards = Object.fromEntries(Object.entries(record).reverse());
      expect(canonicalJson(backwards)).toBe(canonicalJson(record));
    }),
  );
});
