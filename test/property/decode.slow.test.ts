import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFully } from '../../electron/engine/ingest/decodeFull.ts';
import { createShapeBook } from '../../electron/engine/ingest/decodeLearn.ts';
import { createDecoder } from '../../electron/engine/ingest/decoder.ts';
import { createLineScanner } from '../../electron/engine/ingest/decodeScan.ts';
import { createSeriesTable } from '../../electron/engine/ingest/seriesTable.ts';

// A decoder that has seen the shape of a line must say of it what a decoder says that has seen nothing.

// Few words, so that shapes share beginnings.
const name = fc.constantFrom('a', 'ab', 'b', 'gw-1', 'gw-2');
const labelValue = fc.constantFrom('', 'a', 'ab', '1', '"', '\\', 'ü', '[', '\u{1f600}');
const labels = fc.dictionary(name, labelValue, { maxKeys: 3 }).map((pairs) => JSON.stringify(pairs));
const whole = fc.oneof(fc.nat({ max: 20 }), fc.nat(), fc.integer({ min: 0, max: 253_402_300_799_999 })).map(String);

/** Not negative. */
const decimal = fc.oneof(
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.nat(), fc.nat({ max: 9_999_999 })).map(([before, after]) => `${before}.${after}`),
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.nat({ max: 26 })).map(([digits, decimals]) => {
    const text = String(digits).padStart(decimals + 1, '0');
    return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
  }),
  fc.tuple(fc.nat({ max: 999 }), fc.integer({ min: -330, max: 300 })).map(([digits, power]) => `${digits}e${power}`),
  whole,
);
/** Times as recordings bear them stand beside each other, some of them equal and some all but. */
const time = fc.oneof(whole, fc.constantFrom('1774896154000', '1774896154001', '1774896155000', '177489615400'));
const signed = fc.tuple(fc.constantFrom('', '', '-'), decimal).map((parts) => parts.join(''));
const oddNumbers = ['', '-', '-0', '-0.0', '-0e5', '-1', '-1.5', '01', '1.', '.5', '1e', '1e+', '1E3', '1e-3', '1e999'];
const noNumbers = [
  '1.5.2',
  '+1',
  '0x1',
  ' 1',
  '1 ',
  'NaN',
  'null',
  '"1"',
  '9007199254740993',
  '99999999999999999',
  '[1]',
];
const oddNumber = fc.constantFrom(...oddNumbers, ...noNumbers);

const comma = fc.constantFrom(',', ', ', ' ,');
const listOf = (number: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.array(number, { maxLength: 4 }), comma).map(([numbers, between]) => `[${numbers.join(between)}]`);
const bound = fc.oneof({ weight: 4, arbitrary: decimal }, { weight: 1, arbitrary: fc.constant('"+Inf"') });
const numberOf = (text: string): number => (text === '"+Inf"' ? Infinity : Number(text));
const bucketsOf = (pair: fc.Arbitrary<[string, string]>, isAscending: boolean): fc.Arbitrary<string> =>
  fc.tuple(fc.array(pair, { maxLength: 4 }), comma).map(([pairs, between]) => {
    const sorted = isAscending ? pairs.toSorted(([one], [other]) => numberOf(one) - numberOf(other)) : pairs;
    return `[${sorted.map(([upper, count]) => `[${upper}${between}${count}]`).join(between)}]`;
  });

const numbers = fc.oneof(
  decimal.map((value) => ['"kind":"count"', `"value":${value}`]),
  signed.map((value) => ['"kind":"gauge"', `"value":${value}`]),
  listOf(decimal).map((values) => ['"kind":"latency"', `"values":${values}`]),
  bucketsOf(fc.tuple(bound, whole), true).map((pairs) => ['"kind":"latency"', `"buckets":${pairs}`]),
);
const numbered = fc
  .record({ t: time, arrived: fc.option(whole), seq: fc.option(whole), source: name, metric: name, labels, numbers })
  .map((sample) => [
    `"t":${sample.t}`,
    ...(sample.arrived === null ? [] : [`"arrived":${sample.arrived}`]),
    `"source":"${sample.source}"`,
    ...(sample.seq === null ? [] : [`"seq":${sample.seq}`]),
    `"metric":"${sample.metric}"`,
    `"labels":${sample.labels}`,
    ...sample.numbers,
  ]);
const mark = fc
  .record({ t: time, source: name, end: fc.boolean() })
  .map(({ t, source, end }) => [`"t":${t}`, `"source":"${source}"`, '"kind":"mark"', ...(end ? ['"end":true'] : [])]);
const members = fc.oneof({ weight: 6, arbitrary: numbered }, { weight: 1, arbitrary: mark });
const order = fc.oneof(
  members,
  members.chain((parts) => fc.shuffledSubarray(parts, { minLength: parts.length })),
);
const line = fc
  .tuple(order, fc.constantFrom(',', ',', ', '), fc.constantFrom('', '', ' '))
  .map(([parts, between, space]) => `{${parts.map((part) => part.replace('":', `":${space}`)).join(between)}}`);

type Mutation = (bytes: Buffer) => Buffer;
const place = fc.nat({ max: 400 });
const snippet = fc.constantFrom(
  '0',
  '1',
  '9',
  '-',
  '+',
  '.',
  'e',
  'E5',
  'e-3',
  '00',
  ' ',
  '\t',
  ',',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  'null',
  '1e999',
  '-0',
  '99999999999999999999',
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, snippet).map(([at, text]): Mutation => (bytes) => {
    const cut = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, cut), Buffer.from(text), bytes.subarray(cut)]);
  }),
  fc.tuple(place, snippet).map(([at, text]): Mutation => (bytes) => {
    const cut = at % bytes.length;
    return Buffer.concat([bytes.subarray(0, cut), Buffer.from(text), bytes.subarray(cut + 1)]);
  }),
  fc.tuple(place, fc.nat({ max: 3 })).map(([at, length]): Mutation => (bytes) => {
    const cut = at % bytes.length;
    return Buffer.concat([bytes.subarray(0, cut), bytes.subarray(cut + length)]);
  }),
  fc.tuple(place, fc.nat({ max: 7 })).map(([at, bit]): Mutation => (bytes) => {
    const flipped = Buffer.from(bytes);
    const cut = at % bytes.length;
    flipped[cut] = (flipped[cut] ?? 0) ^ (1 << bit);
    return flipped;
  }),
  fc.tuple(place, fc.nat({ max: 9 })).map(([at, digit]): Mutation => (bytes) => {
    const digits = [...bytes.keys()].filter((key) => (bytes[key] ?? 0) >= 0x30 && (bytes[key] ?? 0) <= 0x39);
    const changed = Buffer.from(bytes);
    const key = digits[at % Math.max(1, digits.length)];
    if (key !== undefined) changed[key] = 0x30 + digit;
    return changed;
  }),
  // Another number, or none, in the place of a number.
  fc
    .tuple(
      fc.constantFrom('t', 'arrived', 'seq', 'value', 'values', 'buckets'),
      fc.oneof(
        signed,
        whole,
        oddNumber,
        listOf(signed),
        listOf(fc.oneof(signed, oddNumber)),
        bucketsOf(fc.tuple(bound, fc.oneof(whole, oddNumber)), false),
      ),
    )
    .map(([key, text]): Mutation => {
      const number = new RegExp(`("${key}": ?)(\\[.*\\]|[^,}]*)`);
      return (bytes) =>
        Buffer.from(
          bytes.toString('latin1').replace(number, (_, before) => `${before}${text}`),
          'latin1',
        );
    }),
  place.map(
    (at): Mutation =>
      (bytes) =>
        bytes.subarray(0, at % bytes.length),
  ),
);

test('a line whose shape is known is read as if it were the first', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(), fc.array(mutation, { maxLength: 2 })), { minLength: 1, maxLength: 12 }),
      (known, tries) => {
        const table = createSeriesTable();
        const learned = createDecoder(table);
        const drafting = createDecoder(table, { reuse: true });
        for (const text of known) {
          learned.decodeLine(Buffer.from(text), 0, Buffer.byteLength(text), 1);
          drafting.decodeLine(Buffer.from(text), 0, Buffer.byteLength(text), 1);
        }
        for (const [which, mutations] of tries) {
          let bytes: Buffer = Buffer.from(known[which % known.length] ?? '');
          for (const mutate of mutations) if (bytes.length > 0) bytes = mutate(bytes);
          const around = Buffer.concat([Buffer.from('7'), bytes, Buffer.from('7')]);
          const found = learned.decodeLine(around, 1, bytes.length + 1, 2);
          const anew = createDecoder(table).decodeLine(bytes, 0, bytes.length, 2);
          expect(found).toStrictEqual(anew);
          expect(drafting.decodeLine(around, 1, bytes.length + 1, 2)).toStrictEqual(anew);
        }
      },
    ),
    { numRuns: 1_500 },
  );
});

test('numbers are the very numbers that JSON.parse reads', () => {
  const decoder = createDecoder(createSeriesTable());
  const valueOf = (text: string): unknown => {
    const bytes = Buffer.from(`{"t":1,"source":"a","kind":"gauge","metric":"m","labels":{},"value":${text}}`);
    const arrival = decoder.decodeLine(bytes, 0, bytes.length, 1);
    return arrival.kind === 'gauge' ? arrival.value : arrival.kind;
  };
  fc.assert(
    fc.property(fc.oneof(signed, oddNumber), (text) => {
      let parsed: unknown;
      try {
        parsed = JSON.parse(text);
      } catch {
        parsed = undefined;
      }
      const isNumber = typeof parsed === 'number' && Number.isFinite(parsed);
      expect(valueOf(text)).toBe(isNumber ? Number(parsed) + 0 : 'bad');
    }),
    { numRuns: 20_000 },
  );
});

// Being wrong about this would cost nothing but speed, so nothing else would notice.
test('every shape that was learned is known, in whatever order they came', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const table = createSeriesTable();
      const book = createShapeBook();
      const good = lines.filter((text) => {
        const bytes = Buffer.from(text);
        const { result, members } = decodeFully(bytes, 0, bytes.length, 1, table);
        if (result.kind !== 'bad') book.learn(bytes, 0, bytes.length, result, members);
        // Left to the whole way: -0, also as what is left of a tiny number, and spaces before a comma in a list.
        const isLeft = (result.kind === 'gauge' && result.value === 0) || text.includes(' ,');
        return result.kind !== 'bad' && !isLeft;
      });
      const scanner = createLineScanner(book);
      for (const text of good) expect(scanner.scan(Buffer.from(text), 0, Buffer.byteLength(text)), text).toBeDefined();
    }),
    { numRuns: 1_000 },
  );
});
