import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsCardNumber } from '../../shared/base/cardNumber.ts';
import { readNatsAddress } from '../../electron/engine/source/live/nats/natsAddress.ts';
import {
  instantAfter,
  readNatsPosition,
  writeNatsPosition,
} from '../../electron/engine/source/live/nats/natsPosition.ts';

test.each([
  ['nats://127.0.0.1', '127.0.0.1:4222', 'holdpoint.own.samples', false],
  ['nats://nats.example.org:4333', 'nats.example.org:4333', 'holdpoint.own.samples', false],
  ['nats://nats.example.org/', 'nats.example.org:4222', 'holdpoint.own.samples', false],
  ['nats://[::1]:4222/autumn_sale-2', '[::1]:4222', 'holdpoint.autumn_sale-2.samples', false],
  ['nats+tls://nats.example.org/x', 'nats.example.org:4222', 'holdpoint.x.samples', true],
])('%s', (address, server, subject, mustEncrypt) => {
  expect(readNatsAddress(address, {}, 'own')).toMatchObject({ server, subject, mustEncrypt, credentials: undefined });
});

test.each([
  ['nats://host/a/b', 'Write a NATS address as nats://host:4222 or nats://host:4222/<launch>.'],
  ['nats://host/a?b', 'Write a NATS address as nats://host:4222 or nats://host:4222/<launch>.'],
  ['nats:///a', 'Write a NATS address as nats://host:4222 or nats://host:4222/<launch>.'],
  ['nats://host/a.b', 'Name the launch behind the address, in letters, digits, - and _: nats://host:4222/<launch>.'],
  ['nats://host/*', 'Name the launch behind the address, in letters, digits, - and _: nats://host:4222/<launch>.'],
  ['nats://host', 'Name the launch behind the address, in letters, digits, - and _: nats://host:4222/<launch>.'],
  ['nats://env:@host/a', 'Name the variable that holds the credentials: nats://env:NAME@host:4222.'],
  ['nats://env:NONE@host/a', 'The credentials are in the environment variable NONE, which is not set: set it.'],
  ['nats://env:toString@host/a', 'The credentials are in the environment variable toString, which is not set: set it.'],
  ['nats://env:GONE@host/a', 'The file of credentials that GONE names cannot be read: look at its path.'],
])('%s is refused in a sentence', (address, text) => {
  expect(() => readNatsAddress(address, { NONE: ' ', GONE: '/nowhere/desk.creds' })).toThrow(text);
});

test('what is shown of an address holds no secret', () => {
  for (const before of ['user:s3cret', 's3cret', 'env:S3CRET']) {
    const { shown, credentials } = readNatsAddress(`nats://${before}@host/a`, { S3CRET: 'user:s3cret' });
    expect(shown).toBe('nats://host:4222/a');
    expect(credentials?.writtenIn).not.toContain('s3cret');
  }
});

test('a file of credentials is read when the variable names one', () => {
  const path = join(tmpdir(), `holdpoint-${process.pid}.creds`);
  writeFileSync(path, 'nothing yet');
  expect(readNatsAddress('nats://env:CREDS@host/a', { CREDS: path }).credentials).toBeDefined();
});

test('a position is read as it was written, and nothing else is one', () => {
  const position = fc.record({
    sequence: fc.integer({ min: 1, max: 10 ** 12 - 1 }),
    nanos: fc.bigInt({ min: 0n, max: 10n ** 19n }),
    consumer: fc.stringMatching(/^[A-Za-z0-9_-]{1,150}$/),
  });
  fc.assert(
    fc.property(position, (one) => {
      expect(readNatsPosition(writeNatsPosition(one))).toEqual(one);
      expect(writeNatsPosition(one).length).toBeLessThanOrEqual(256);
    }),
  );
  for (const stranger of [undefined, 7, '', '7', '7@8', '7@8/a', '7@8.123456789/a b', 'x@8.123456789/a']) {
    expect(readNatsPosition(stranger)).toBeUndefined();
  }
});

test('no position can be taken for a card number: a session would not keep it', () => {
  const beginNanos = 1_795_301_342_737_632_542n;
  for (let step = 0n; step < 1000n; step += 1n) {
    const position = { sequence: 411_111_111_111, nanos: beginNanos + step, consumer: 'holdpoint-launch-4x1' };
    expect(holdsCardNumber(writeNatsPosition(position))).toBe(false);
  }
});

test('the instant behind a message is one nanosecond later, as the server writes it', () => {
  expect(instantAfter(1_795_301_342_737_632_542n)).toBe('2026-11-21T22:49:02.737632543Z');
  expect(instantAfter(999_999_999n)).toBe('1970-01-01T00:00:01.000000000Z');
});
