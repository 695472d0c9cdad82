import { createHmac, timingSafeEqual } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Delivery, OutboxMessage } from '../../electron/engine/outboxDoor.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { createWebhookCourier } from '../../electron/host/webhook.ts';
import {
  absentServer,
  answers,
  answersEndlessHead,
  answersEndlessly,
  answersHalf,
  answersHalfAHead,
  answersLate,
  answersSlowly,
  answersUnread,
  babbles,
  closesAtOnce,
  isSilent,
  resets,
  startAwkwardServer,
  switchesProtocols,
  type AwkwardServer,
  type Habit,
  type Received,
} from '../help/awkwardServer.ts';

const secret = 'a secret kept apart, with ünusual letters';
const env = { RAMP_SECRET: secret };
const order = { cell: 'US card', percent: 0, order: 'rollback', says: 'Zürich 🚀' };
const never = new AbortController().signal;

let server: AwkwardServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function message(address: string, more: Partial<OutboxMessage> = {}): OutboxMessage {
  return { id: 'order-41', address, secret: 'env:RAMP_SECRET', body: order, ...more };
}

/** One attempt at a server with these habits; the server stays up for the test to ask. */
async function deliver(habits: readonly Habit[], timeoutMs?: number, more: Partial<OutboxMessage> = {}) {
  server = await startAwkwardServer(...habits);
  const courier = createWebhookCourier({ env, clock: systemClock, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  const delivery = await courier.deliver(message(`${server.url}?key=hidden`, more), 3, never);
  await server.idle();
  return { delivery, received: server.received };
}

function textOf(delivery: Delivery): string {
  return delivery.kind === 'delivered' ? 'delivered' : delivery.text;
}

/** What a receiver does that follows the documentation. */
function isSignedWith({ headers, body }: Received, key: string): boolean {
  const [, hex = ''] = /^sha256=([0-9a-f]{64})$/.exec(String(headers['x-holdpoint-signature'])) ?? [];
  const told = Buffer.from(hex, 'hex');
  const right = createHmac('sha256', Buffer.from(key, 'utf8')).update(body).digest();
  return told.length === right.length && timingSafeEqual(told, right);
}

test('a message arrives as canonical JSON, signed, and known by its id', async () => {
  const { delivery, received } = await deliver([answers(204)]);
  expect(delivery).toMatchObject({ kind: 'delivered', status: 204 });
  const [one] = received;
  if (one === undefined) throw new Error('Nothing arrived.');
  expect([one.method, one.path]).toEqual(['POST', '/hook?key=hidden']);
  expect(one.body.toString()).toBe('{"cell":"US card","order":"rollback","percent":0,"says":"Zürich 🚀"}');
  expect(one.headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': String(one.body.length),
    'user-agent': 'holdpoint',
    'x-holdpoint-id': 'order-41',
    'idempotency-key': 'order-41',
    'x-holdpoint-attempt': '3',
    connection: 'close',
  });
  expect(isSignedWith(one, secret)).toBe(true);
  expect(isSignedWith(one, `${secret}.`)).toBe(false);
  expect(isSignedWith({ ...one, body: Buffer.concat([one.body, Buffer.from(' ')]) }, secret)).toBe(false);
});

test('without a secret in the plan there is no signature', async () => {
  const { received } = await deliver([answers(200)], undefined, { secret: undefined });
  expect(received[0]?.headers).not.toHaveProperty('x-holdpoint-signature');
});

test('how long it took is measured on the clock that was given', async () => {
  server = await startAwkwardServer(answers(200));
  let nowMs = 0;
  const clock = { ...systemClock, steadyMs: () => (nowMs += 70) };
  expect(await createWebhookCourier({ env, clock }).deliver(message(server.url), 1, never)).toEqual({
    kind: 'delivered',
    status: 200,
    ms: 70,
  });
});

test.each<[string, Habit, Setback]>([
  ['500', answers(500), failed('answered 500: it could not take the message now.', 500)],
  ['503 with a time', answers(503, { 'Retry-After': '12' }), failed('answered 503', 503, 12_000)],
  ['429 with a time', answers(429, { 'Retry-After': '7' }), failed('answered 429', 429, 7_000)],
  ['a year', answers(429, { 'Retry-After': '31536000' }), failed('answered 429', 429, 300_000)],
  ['a date', answers(429, { 'Retry-After': 'Fri, 31 Dec 2027 23:59:59 GMT' }), failed('answered 429', 429)],
  ['a negative time', answers(429, { 'Retry-After': '-1' }), failed('answered 429', 429)],
  ['408', answers(408), failed('answered 408', 408)],
  ['425', answers(425), failed('answered 425', 425)],
  ['302', answers(302, { Location: 'http://127.0.0.1:1/?key=hidden' }), refused('answered 302, a redirect', 302)],
  ['304', answers(304), refused('answered 304', 304)],
  ['400', answers(400, {}, 'x'.repeat(100_000)), refused('answered 400: it does not take this message', 400)],
  ['401', answers(401), refused('look at the secret on both sides', 401)],
  ['404', answers(404), refused('there is no webhook at this address', 404)],
  ['600', answers(600), refused('answered 600', 600)],
  ['101', switchesProtocols, failed('closed the connection without an answer.')],
  ['a close', closesAtOnce, failed('closed the connection before its answer was whole.')],
  ['a reset', resets, failed('closed the connection before its answer was whole.')],
  ['half an answer', answersHalf, failed('closed the connection before its answer was whole.', 200)],
  ['half a head', answersHalfAHead, failed('closed the connection before its answer was whole.')],
  ['an endless head', answersEndlessHead, failed('answered something that is not HTTP (HPE_HEADER_OVERFLOW).')],
  ['what is not HTTP', babbles, failed('answered something that is not HTTP (HPE_INVALID_CONSTANT).')],
])('%s is told as what it is, once, and the connection is let go', async (_name, habit, expected) => {
  const { delivery, received } = await deliver([habit]);
  expect(delivery).toEqual({ ...expected, text: expect.stringContaining(expected.text) as string });
  expect(textOf(delivery)).toMatch(/^127\.0\.0\.1:\d+ .*\.$/);
  expect(received).toHaveLength(1);
});

test.each<[string, Habit, Setback]>([
  ['silence', isSilent, failed('did not answer within 0.15 s.')],
  ['an answer when the time is up', answersLate, failed('did not answer within 0.15 s.')],
  ['an answer that does not end', answersSlowly, failed('did not answer in full within 0.15 s.', 200)],
])('%s ends with the time that an attempt has', async (_name, habit, expected) => {
  const { delivery } = await deliver([habit], 150);
  expect(delivery).toEqual({ ...expected, text: expect.stringContaining(expected.text) as string });
});

test('of an endless answer no more is read than says yes', async () => {
  const { delivery } = await deliver([answersEndlessly]);
  expect(delivery).toMatchObject({ kind: 'delivered', status: 200 });
});

test('an answer before the message was read counts where the message has left, and not where it has not', async () => {
  server = await startAwkwardServer(answersUnread);
  const courier = createWebhookCourier({ env, clock: systemClock });
  expect(await courier.deliver(message(server.url), 1, never)).toMatchObject({ kind: 'delivered', status: 200 });
  const large = await courier.deliver(message(server.url, { body: 'x'.repeat(32 * 1_048_576) }), 2, never);
  expect(large).toMatchObject({ kind: 'failed', status: 200 });
  expect(textOf(large)).toContain('answered 200 before it had read the message.');
});

test('nobody there is a failure in words', async () => {
  const courier = createWebhookCourier({ env, clock: systemClock });
  const delivery = await courier.deliver(message(await absentServer()), 1, never);
  expect(delivery).toEqual(failed(expect.stringMatching(/^127\.0\.0\.1:\d+ refused the connection: /) as string));
});

test('localhost is this machine, whatever a resolver says', async () => {
  server = await startAwkwardServer(answers(200));
  const url = server.url.replace('127.0.0.1', 'localhost');
  const courier = createWebhookCourier({ env, clock: systemClock });
  expect(await courier.deliver(message(url), 1, never)).toMatchObject({ kind: 'delivered' });
});

test('an attempt stops when it is told to, before it begins or in the middle', async () => {
  server = await startAwkwardServer(isSilent);
  const courier = createWebhookCourier({ env, clock: systemClock });
  expect(await courier.deliver(message(server.url), 1, AbortSignal.abort())).toEqual(
    failed('The attempt was stopped.'),
  );
  expect(server.received).toHaveLength(0);
  const stop = new AbortController();
  const running = courier.deliver(message(server.url), 1, stop.signal);
  await server.requests(1);
  stop.abort();
  expect(await running).toEqual(failed('The attempt was stopped.'));
  await server.idle();
});

type Setback = Exclude<Delivery, { kind: 'delivered' }>;

function failed(text: string, status?: number, retryAfterMs?: number): Setback {
  const more = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { kind: 'failed', text, ...(status === undefined ? {} : { status }), ...more };
}

function refused(text: string, status: number): Setback {
  return { kind: 'refused', text, status };
}
