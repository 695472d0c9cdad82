import { expect, test } from 'vitest';
import type { Clock } from '../../electron/engine/clock.ts';
import { Outbox, type NextAttempt, type ReportAttempt } from '../../electron/engine/outbox.ts';
import type { Courier, Delivery, OutboxMessage } from '../../electron/engine/outboxDoor.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { createWebhookCourier } from '../../electron/host/webhook.ts';
import { answers, answersHalf, isSilent, startAwkwardServer } from '../help/awkwardServer.ts';

const ok: Delivery = { kind: 'delivered', status: 200, ms: 5 };
const failed: Delivery = { kind: 'failed', text: 'It failed.' };
const refused: Delivery = { kind: 'refused', text: 'It was refused.', status: 400 };

test('what is delivered is reported once and is done', async () => {
  const { outbox, told, calls } = startOutbox({ a: [ok] });
  expect(outbox.send(message('a'))).toBe(true);
  await settle();
  expect(told).toEqual(['0 a 1 delivered done']);
  expect(calls).toEqual(['0 a 1']);
  await outbox.close();
});

test('what failed is tried again after 1, 2, 4 and so on up to 60 seconds, and given up after eight attempts', async () => {
  const { outbox, told, clock } = startOutbox({ a: [failed] });
  outbox.send(message('a'));
  await clock.move(1_000_000);
  expect(told).toEqual([
    '0 a 1 failed +1000',
    '1000 a 2 failed +2000',
    '3000 a 3 failed +4000',
    '7000 a 4 failed +8000',
    '15000 a 5 failed +16000',
    '31000 a 6 failed +32000',
    '63000 a 7 failed +60000',
    '123000 a 8 failed given_up',
  ]);
  await outbox.close();
});

test('no attempt comes before its time', async () => {
  const { outbox, calls, clock } = startOutbox({ a: [failed, ok] });
  outbox.send(message('a'));
  await clock.move(999);
  expect(calls).toEqual(['0 a 1']);
  await clock.move(1);
  expect(calls).toEqual(['0 a 1', '1000 a 2']);
  await outbox.close();
});

test('a receiver may ask for more time and not for less', async () => {
  const later: Delivery = { ...failed, retryAfterMs: 240_000 };
  const sooner: Delivery = { ...failed, retryAfterMs: 1 };
  const { outbox, told, clock } = startOutbox({ a: [later, sooner, ok] });
  outbox.send(message('a'));
  await clock.move(1_000_000);
  expect(told).toEqual(['0 a 1 failed +240000', '240000 a 2 failed +2000', '242000 a 3 delivered done']);
  await outbox.close();
});

test('what is refused is not tried again', async () => {
  const { outbox, told, clock } = startOutbox({ a: [failed, refused, ok] });
  outbox.send(message('a'));
  await clock.move(1_000_000);
  expect(told).toEqual(['0 a 1 failed +1000', '1000 a 2 refused given_up']);
  await outbox.close();
});

test('one id is one message, while it is under way and ever after', async () => {
  const { outbox, told, clock } = startOutbox({ a: [failed, ok], b: [refused] });
  expect([outbox.send(message('a')), outbox.send(message('a'))]).toEqual([true, false]);
  outbox.send(message('b'));
  await clock.move(1_000);
  expect([outbox.send(message('a')), outbox.send(message('b'))]).toEqual([false, false]);
  await clock.move(1_000_000);
  expect(told).toEqual(['0 a 1 failed +1000', '0 b 1 refused given_up', '1000 a 2 delivered done']);
  await outbox.close();
});

test('a message that waits or hangs holds up no other', async () => {
  const { outbox, told, clock } = startOutbox({ a: ['hang'], b: [failed, ok], c: [ok] });
  for (const id of ['a', 'b', 'c']) outbox.send(message(id));
  await clock.move(1_000);
  expect(told).toEqual(['0 b 1 failed +1000', '0 c 1 delivered done', '1000 b 2 delivered done']);
  await outbox.close();
});

test('the report of an attempt is waited for before the next', async () => {
  const gate = Promise.withResolvers<undefined>();
  const { outbox, calls, clock } = startOutbox({ a: [failed, ok] }, () => gate.promise);
  outbox.send(message('a'));
  await clock.move(10_000);
  expect(calls).toEqual(['0 a 1']);
  gate.resolve(undefined);
  await clock.move(10_000);
  expect(calls).toEqual(['0 a 1', '11000 a 2']);
  await outbox.close();
});

test('a cancelled message is not tried again, and what it cut short is not reported', async () => {
  const { outbox, told, calls, clock } = startOutbox({ waits: [failed, ok], hangs: ['hang', ok], other: [failed, ok] });
  for (const id of ['waits', 'hangs', 'other']) outbox.send(message(id));
  await settle();
  expect([outbox.cancel('waits'), outbox.cancel('hangs'), outbox.cancel('unknown')]).toEqual([true, true, false]);
  await clock.move(1_000_000);
  expect(calls.filter((call) => !call.includes('other'))).toEqual(['0 waits 1', '0 hangs 1']);
  expect(told).toEqual(['0 waits 1 failed +1000', '0 other 1 failed +1000', '1000 other 2 delivered done']);
  expect([outbox.cancel('waits'), outbox.send(message('waits'))]).toEqual([false, false]);
  await outbox.close();
});

test('closing stops what waits and what hangs, waits for reports, and takes nothing more', async () => {
  const gate = Promise.withResolvers<undefined>();
  const report = ({ id }: OutboxMessage) => (id === 'reports' ? gate.promise : undefined);
  const { outbox, calls, clock } = startOutbox({ waits: [failed], hangs: ['hang'], reports: [failed] }, report);
  for (const id of ['waits', 'hangs', 'reports']) outbox.send(message(id));
  await settle();
  let isClosed = false;
  const closing = outbox.close().then(() => (isClosed = true));
  await settle();
  expect(isClosed).toBe(false);
  gate.resolve(undefined);
  await closing;
  await outbox.close();
  expect(outbox.send(message('late'))).toBe(false);
  await clock.move(1_000_000);
  expect(calls).toEqual(['0 waits 1', '0 hangs 1', '0 reports 1']);
  expect(clock.sleeping()).toBe(0);
});

test('what was delivered while closing is reported all the same', async () => {
  const { outbox, told } = startOutbox({ a: ['deliver when stopped'] });
  outbox.send(message('a'));
  await settle();
  await outbox.close();
  expect(told).toEqual(['0 a 1 delivered done']);
});

test('a report that fails ends its message alone, and closing says so', async () => {
  const full = new Error('The disk is full.');
  const { outbox, told, clock } = startOutbox({ a: [failed, ok], b: [failed, ok] }, ({ id }) => {
    if (id === 'a') throw full;
  });
  outbox.send(message('a'));
  outbox.send(message('b'));
  await clock.move(1_000_000);
  expect(told).toEqual(['0 a 1 failed +1000', '0 b 1 failed +1000', '1000 b 2 delivered done']);
  await expect(outbox.close()).rejects.toMatchObject({ errors: [full] });
});

test('over the network, every attempt carries the same id, the same bytes and the same signature', async () => {
  const server = await startAwkwardServer(
    answers(500),
    answersHalf,
    answers(429, { 'Retry-After': '30' }),
    answers(200),
  );
  const clock = createHandClock();
  const courier = createWebhookCourier({ env: { SECRET: 'kept apart' }, clock: systemClock });
  const reports: string[] = [];
  const done = Promise.withResolvers<undefined>();
  const outbox = new Outbox({
    courier,
    clock,
    report: (one, attempt, delivery, next) => {
      reports.push(inWords(clock, one, attempt, delivery, next));
      if (next === 'done') done.resolve(undefined);
      else void clock.slept().then(() => clock.move(60_000));
    },
  });
  const body = { z: 1, order: 'rollback', cells: ['US card', 'UK card'], a: null };
  outbox.send({ id: 'order-7', address: server.url, secret: 'env:SECRET', body });
  await done.promise;
  expect(reports.map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'order-7 1 failed +1000',
    'order-7 2 failed +2000',
    'order-7 3 failed +30000',
    'order-7 4 delivered done',
  ]);
  const [first] = server.received;
  expect(first?.body.toString()).toBe('{"a":null,"cells":["US card","UK card"],"order":"rollback","z":1}');
  server.received.forEach(({ headers, body: bytes }, index) => {
    expect(bytes).toEqual(first?.body);
    expect(headers).toEqual({ ...first?.headers, 'x-holdpoint-attempt': String(index + 1) });
  });
  expect(server.received).toHaveLength(4);
  await outbox.close();
  await server.close();
});

test('closing lets go of a connection whose receiver never answers', async () => {
  const server = await startAwkwardServer(isSilent);
  const courier = createWebhookCourier({ env: {}, clock: systemClock });
  const reports: string[] = [];
  const outbox = new Outbox({ courier, clock: createHandClock(), report: ({ id }) => void reports.push(id) });
  for (const id of ['a', 'b', 'c']) outbox.send({ ...message(id), address: server.url });
  await server.requests(3);
  await outbox.close();
  await server.idle();
  expect(reports).toEqual([]);
  await server.close();
});

type Step = Delivery | 'hang' | 'deliver when stopped';

/** An outbox whose courier does for each id what is written for it, the last step for ever. */
function startOutbox(script: Readonly<Record<string, readonly Step[]>>, report?: ReportAttempt) {
  const clock = createHandClock();
  const calls: string[] = [];
  const told: string[] = [];
  const courier: Courier = {
    async deliver({ id }, attempt, signal) {
      calls.push(`${clock.steadyMs()} ${id} ${attempt}`);
      const steps = script[id] ?? [];
      const step = steps[Math.min(attempt, steps.length) - 1] ?? ok;
      if (typeof step !== 'string') return step;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return step === 'hang' ? failed : ok;
    },
  };
  const outbox = new Outbox({
    courier,
    clock,
    report: (one, attempt, delivery, next) => {
      told.push(inWords(clock, one, attempt, delivery, next));
      return report?.(one, attempt, delivery, next);
    },
  });
  return { outbox, clock, calls, told };
}

function inWords(clock: Clock, { id }: OutboxMessage, attempt: number, { kind }: Delivery, next: NextAttempt): string {
  return `${clock.steadyMs()} ${id} ${attempt} ${kind} ${typeof next === 'string' ? next : `+${next.inMs}`}`;
}

function message(id: string): OutboxMessage {
  return { id, address: 'https://hooks.example.org/', secret: undefined, body: { id } };
}

/** A clock that stands until it is moved, and wakes each sleeper at its own instant. */
function createHandClock() {
  let nowMs = 0;
  const sleepers = new Set<{ readonly dueMs: number; readonly wake: () => void }>();
  let onSleep: (() => void)[] = [];
  return {
    steadyMs: () => nowMs,
    sleep: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const sleeper = { dueMs: nowMs + ms, wake };
        function wake(): void {
          sleepers.delete(sleeper);
          resolve();
        }
        if (signal.aborted) {
          resolve();
          return;
        }
        sleepers.add(sleeper);
        signal.addEventListener('abort', wake);
        for (const tell of onSleep) tell();
        onSleep = [];
      }),
    sleeping: () => sleepers.size,
    /** Resolves when somebody goes to sleep. */
    slept: () => new Promise<void>((resolve) => onSleep.push(resolve)),
    async move(ms: number) {
      await settle();
      const untilMs = nowMs + ms;
      for (;;) {
        const [next] = [...sleepers].sort((a, b) => a.dueMs - b.dueMs);
        if (next === undefined || next.dueMs > untilMs) break;
        nowMs = next.dueMs;
        next.wake();
        await settle();
      }
      nowMs = untilMs;
    },
  };
}

/** Lets everything happen that waits for no clock and no network. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
