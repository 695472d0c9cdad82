import { expect, test } from 'vitest';
import type { OutboxMessage } from '../../electron/engine/outboxDoor.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { createWebhookCourier } from '../../electron/host/webhook.ts';
import { isLoopback, toWebhookTarget } from '../../electron/host/webhookAddress.ts';
import { absentServer, answers, isSilent, startAwkwardServer } from '../help/awkwardServer.ts';

const canary = 'canary-7f3b';
const env = {
  SECRET: canary,
  EMPTY: '',
  BLANK: ' \n',
  WORD: canary,
  HOOK: `https://hooks.example.org/${canary}/x?token=${canary}`,
  PLAIN: `http://hooks.example.org/${canary}`,
  USER: `https://user:${canary}@hooks.example.org/`,
};
const base: OutboxMessage = { id: 'm-1', address: 'https://hooks.example.org/in', secret: undefined, body: {} };

test.each([
  ['https://hooks.example.org/in?x=1', 'https://hooks.example.org/in?x=1'],
  ['HTTPS://Hooks.Example.org', 'https://hooks.example.org/'],
  ['http://localhost:8080/in', 'http://localhost:8080/in'],
  ['http://127.0.0.1:1/', 'http://127.0.0.1:1/'],
  ['http://127.255.3.4/', 'http://127.255.3.4/'],
  ['http://127.1/', 'http://127.0.0.1/'],
  ['http://[::1]:9/', 'http://[::1]:9/'],
  ['env:HOOK', env.HOOK],
])('%s is an address', (address, url) => {
  const target = toWebhookTarget({ ...base, address, secret: 'env:SECRET' }, env);
  expect(target).toEqual({ kind: 'target', url: new URL(url), secret: canary });
});

const plain = /is plain http, which is for this machine only: use https\.$/;
const noAddress = /is not one: write it such as https:\/\/example\.org\/hook\.$/;
test.each<[Partial<OutboxMessage>, RegExp]>([
  [{ address: `http://hooks.example.org/?${canary}` }, plain],
  [{ address: 'http://127.0.0.1.example.org/' }, plain],
  [{ address: 'http://localhost.example.org/' }, plain],
  [{ address: 'http://0.0.0.0/' }, plain],
  [{ address: 'http://10.0.0.1/' }, plain],
  [{ address: 'http://[::ffff:127.0.0.1]/' }, plain],
  [{ address: 'http://128.0.0.1/' }, plain],
  [{ address: 'env:PLAIN' }, /^The address in PLAIN is plain http/],
  [{ address: `https://${canary}@hooks.example.org/` }, /holds a user or a password/],
  [{ address: 'env:USER' }, /^The address in USER holds a user or a password/],
  [{ address: 'env:WORD' }, /^The address in WORD is not one/],
  [{ address: `ftp://${canary}/` }, noAddress],
  [{ address: `javascript:${canary}` }, noAddress],
  [{ address: `https:${canary}` }, noAddress],
  [{ address: 'https://' }, noAddress],
  [{ address: `https://a b/${canary}` }, noAddress],
  [{ address: `file:///${canary}` }, noAddress],
  [{ address: '' }, noAddress],
  [{ address: 'env:ABSENT' }, /^The address of the webhook is in the environment variable ABSENT, which is not set: /],
  [{ address: 'env:toString' }, /variable toString, which is not set/],
  [{ address: 'env:EMPTY' }, /variable EMPTY, which is not set/],
  [{ secret: 'env:ABSENT' }, /^The secret .* variable ABSENT, which is not set: .* Nothing is sent unsigned\.$/],
  [{ secret: 'env:BLANK' }, /variable BLANK, which is not set/],
  [{ secret: canary }, /must be named, such as env:RAMP_SECRET/],
  [{ id: '' }, /id that cannot stand in a header/],
  [{ id: `a\r\nX-Other: ${canary}` }, /id that cannot stand in a header/],
  [{ body: Number.NaN }, /Canonical JSON cannot hold NaN/],
])('%j is refused in words that give nothing away', async (change, words) => {
  const courier = createWebhookCourier({ env, clock: systemClock });
  const delivery = await courier.deliver({ ...base, ...change }, 1, new AbortController().signal);
  expect(delivery).toEqual({ kind: 'refused', text: expect.stringMatching(words) as string });
  expect(JSON.stringify(delivery)).not.toContain(canary);
});

test('nothing is sent where the secret is missing', async () => {
  const server = await startAwkwardServer(answers(200));
  const courier = createWebhookCourier({ env, clock: systemClock });
  const sent = { ...base, address: server.url, secret: 'env:ABSENT' };
  expect(await courier.deliver(sent, 1, new AbortController().signal)).toMatchObject({ kind: 'refused' });
  expect(server.received).toHaveLength(0);
  await server.close();
});

test('no text about a receiver holds the secret, or the path or the query of its address', async () => {
  const texts: string[] = [];
  for (const habit of [answers(500), answers(302, { Location: `/${canary}` }), answers(400, {}, canary), isSilent]) {
    const server = await startAwkwardServer(habit);
    texts.push(await told(server.url));
    await server.close();
  }
  texts.push(await told(await absentServer()));
  expect(texts).toHaveLength(5);
  for (const text of texts) {
    expect(text).toMatch(/127\.0\.0\.1:\d+ /);
    expect(text).not.toMatch(/canary|hook/);
  }
});

async function told(url: string): Promise<string> {
  const own = { SECRET: canary, URL: `${url}/${canary}?token=${canary}` };
  const courier = createWebhookCourier({ env: own, clock: systemClock, timeoutMs: 100 });
  const sent = { ...base, address: 'env:URL', secret: 'env:SECRET' };
  return JSON.stringify(await courier.deliver(sent, 1, new AbortController().signal));
}

test('only the names and numbers of this machine are loopback', () => {
  const hosts = ['localhost', '127.0.0.1', '[::1]', 'localhost.', '127.0.0.1.org', '[::2]', '::1', '1127.0.0.1', ''];
  expect(hosts.filter(isLoopback)).toEqual(['localhost', '127.0.0.1', '[::1]']);
});
