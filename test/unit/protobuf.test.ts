import { expect, test } from 'vitest';
import fc from 'fast-check';
import { metricsRequest } from '../../electron/import/wire/otlpMessages.ts';
import { decodeMessage, type Message, ProtobufError } from '../../electron/import/wire/protobuf.ts';

const inner: Message = { 1: { name: 'name', kind: 'text' }, 2: { name: 'again', kind: () => inner } };
const outer: Message = {
  1: { name: 'inner', kind: () => inner, repeated: true },
  2: { name: 'doubles', kind: 'double', repeated: true },
  3: { name: 'longs', kind: 'uint64', repeated: true },
  4: { name: 'signed', kind: 'sint32' },
  5: { name: 'int', kind: 'int64' },
  6: { name: 'fixed', kind: 'sfixed64' },
  7: { name: 'yes', kind: 'bool' },
};
const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

test.each([
  ['messages in messages', '0a04 0a02 6869 0a00', { inner: [{ name: 'hi' }, {}] }],
  ['packed and single numbers', '1a03 01ac02 1805', { longs: [1n, 300n, 5n] }],
  ['packed doubles', '1208 000000000000f83f', { doubles: [1.5] }],
  ['a zigzag number', '2003', { signed: -2 }],
  ['a number below 0', '28 ffffffffffffffffff01', { int: -1n }],
  ['eight bytes', '31 feffffffffffffff', { fixed: -2n }],
  ['a truth', '3801', { yes: true }],
  ['fields that nobody knows', '7805 7d01020304 79 0102030405060708 7a0161 3801', { yes: true }],
])('%s', (_name, hex, tree) => {
  expect(decodeMessage(bytes(hex), outer)).toEqual(tree);
});

test.each([
  ['a length beyond the end', '0a05 61', 'It ends in the middle.'],
  ['an inner length beyond the outer end', '0a02 0a05', 'It ends in the middle.'],
  ['a number without an end', '28 ffffffffffffffffffffff', 'A number in it does not end.'],
  ['a group', '0b', 'A field of it has the wrong type.'],
  ['an unknown group', '7b', 'It holds what no such message holds.'],
  ['a text that is not UTF-8', '0a03 0a01ff', 'A text in it is not UTF-8.'],
  ['more depth than anybody needs', nest(40).toString('hex'), 'Messages are nested too deep.'],
  ['more values than anybody sends', '0a00'.repeat(500_001), 'There are more than 500000 values in it.'],
])('%s is refused', (_name, hex, says) => {
  expect(() => decodeMessage(bytes(hex), outer)).toThrow(new ProtobufError(says));
});

function nest(depth: number): Buffer {
  let message = Buffer.of();
  for (let level = 0; level < depth; level += 1) message = Buffer.concat([Buffer.of(0x12, message.length), message]);
  return Buffer.concat([Buffer.of(0x0a, message.length), message]);
}

test('whatever bytes come, there is a message or a sentence', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (any) => {
      try {
        decodeMessage(any, metricsRequest);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtobufError);
      }
    }),
    { numRuns: 2000 },
  );
});
