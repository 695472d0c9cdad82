import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { toSocketTransport } from '../../electron/host/serve/socketTransport.ts';
import { type RunningHost, startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { contract } from '../../shared/contract/contract.ts';
import { type Client, createClient } from '../../shared/contract/createClient.ts';
import { serveRoom, type ServedRoom } from '../help/servedRoom.ts';

const hello = JSON.stringify({ kind: 'hello', version: contract.version });
const { signal } = new AbortController();
const aWhile = (ms: number): Promise<void> => systemClock.sleep(ms, signal);

let room: ServedRoom;
/** Of the same room, and less patient. */
let host: RunningHost;

beforeAll(async () => {
  room = await serveRoom();
  const log = (text: string): never => {
    throw new Error(text);
  };
  host = await startHost({
    engine: room.engine,
    port: 0,
    clock: systemClock,
    newToken: randomToken,
    log,
    headMs: 1000,
  });
});
afterAll(() => host.close());

async function open(): Promise<WebSocket> {
  const headers = { authorization: `Bearer ${host.key}` };
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/room`, { headers });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

async function comeIn(): Promise<Client> {
  const client = createClient(toSocketTransport(await open()));
  await client.ready;
  return client;
}

function dial(): Socket {
  const socket = createConnection({ host: '127.0.0.1', port: host.port });
  socket.on('error', () => undefined);
  return socket;
}

const closed = (socket: Socket): Promise<unknown> =>
  socket.destroyed ? Promise.resolve() : new Promise((resolve) => socket.once('close', resolve));

describe('nobody who is in notices', () => {
  test('hundreds that say their requests a letter at a time: they are cut, and whoever comes meanwhile is answered', async () => {
    const inside = await comeIn();
    const drips = Array.from({ length: 200 }, dial);
    const cut = Promise.all(drips.map(closed));
    const stop = new AbortController();
    const dripping = (async () => {
      for (const letter of `GET / HTTP/1.1\r\nX-Slow: ${'x'.repeat(4000)}`) {
        if (stop.signal.aborted) return;
        for (const socket of drips) socket.write(letter);
        await aWhile(5);
      }
    })();
    await aWhile(50);
    // More than may be on the way at a time are there; the one that asks now is among the youngest.
    expect((await fetch(`http://127.0.0.1:${host.port}/`)).status).toBe(200);
    const newcomer = await comeIn();
    for (const client of [inside, newcomer]) expect(await client.query('room.now', {})).toMatchObject({ room: {} });
    expect(drips.filter(({ destroyed }) => destroyed).length).toBeGreaterThanOrEqual(200 - 64);
    await cut;
    stop.abort();
    await dripping;
    for (const client of [inside, newcomer]) client.close();
  });

  test('thousands of requests at once: each is answered or its connection cut', async () => {
    const inside = await comeIn();
    const line = `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nContent-Length: 0\r\n\r\n`;
    const heard = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = dial();
        let text = '';
        socket.on('data', (data: Buffer) => (text += data.toString('latin1')));
        socket.write(line.repeat(100));
        socket.end();
        await closed(socket);
        return text;
      }),
    );
    const statuses = new Set(heard.join('').match(/HTTP\/1\.1 \d{3}/g));
    expect([...statuses]).toEqual(['HTTP/1.1 403']);
    expect(await inside.query('room.now', {})).toMatchObject({ room: {} });
    inside.close();
  });

  test('somebody in the room who asks without end and never listens: he is cut, and what he is owed is bounded', async () => {
    const inside = await comeIn();
    const flood = await open();
    let heardBytes = 0;
    flood.on('message', (data: Buffer) => (heardBytes += data.length));
    flood.on('error', () => undefined);
    const end = new Promise<number>((resolve) => flood.once('close', resolve));
    flood.send(hello);
    flood.pause();
    // Whoever does not read sees that he was cut when he writes.
    for (let call = 0; flood.readyState === flood.OPEN; call += 1) {
      flood.send(JSON.stringify({ kind: 'query', call, name: 'room.now', args: {} }));
      if (call % 32 === 31) expect(await inside.query('session.read', {})).toMatchObject({ kind: 'replay' });
    }
    flood.resume();
    expect(await end).toBe(1006);
    // What the host holds for one reader, and what the systems between them hold.
    expect(heardBytes).toBeLessThan(64 * 1_048_576);
    inside.close();
  });

  test('a room that is full: the next one is told so, and those who are in stay', async () => {
    const sockets: WebSocket[] = [];
    let refusal: unknown;
    while (refusal === undefined && sockets.length < 1000) {
      await open().then(
        (socket) => sockets.push(socket),
        (error: unknown) => (refusal = error),
      );
    }
    expect(String(refusal)).toContain('503');
    expect(sockets.length).toBeLessThanOrEqual(64);
    expect(sockets.every(({ readyState }) => readyState === WebSocket.OPEN)).toBe(true);
    const [first, ...others] = sockets;
    const gone = new Promise((resolve) => first?.once('close', resolve));
    first?.close();
    await gone;
    const next = await open();
    await Promise.all(
      [next, ...others].map((socket) => {
        const over = new Promise((resolve) => socket.once('close', resolve));
        socket.close();
        return over;
      }),
    );
  });
});

test('a reader that never reads slows nobody: whoever listens gets the pictures that the engine makes', async () => {
  const { engine } = room;
  const listener = await comeIn();
  const deaf = await open();
  deaf.on('error', () => undefined);
  deaf.send(hello);
  deaf.send(JSON.stringify({ kind: 'watch' }));
  deaf.pause();
  const heard: number[] = [];
  listener.watch(({ number }) => heard.push(number));
  while (heard.length === 0) await aWhile(10);
  const made: number[] = [];
  const forget = engine.subscribe(({ number }) => made.push(number));
  engine.play(40);
  // It even claims to have seen them, so that more and more of them are sent to it.
  while (made.length < 24) {
    for (let times = 0; times < 50; times += 1) deaf.send(JSON.stringify({ kind: 'seen' }));
    await aWhile(10);
  }
  forget();
  engine.play(0);
  const last = made.at(-1) ?? 0;
  while ((heard.at(-1) ?? 0) < last) await aWhile(10);
  // On a machine that has no time for either of them a picture may overtake another.
  expect(heard.filter((number) => made.includes(number)).length).toBeGreaterThanOrEqual(made.length - 2);
  expect(engine.state().trouble).toBeUndefined();
  deaf.terminate();
  listener.close();
});
