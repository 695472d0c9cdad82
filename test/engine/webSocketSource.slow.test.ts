import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LivePosition, LiveTools } from '../../electron/engine/source/live/liveSource.ts';
import { openWebSocketSource } from '../../electron/engine/source/live/webSocketSource.ts';
import { randomRatio, systemClock } from '../../electron/host/systemClock.ts';
import { HandClock } from '../help/handClock.ts';
import { livePlan, requests } from '../help/livePlan.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const tools: LiveTools = { plan: livePlan.plan, clock: systemClock, random: randomRatio, env: {} };

/** A server that does as it likes with whoever comes. */
async function serveWith(
  take: (socket: WebSocket, heard: (word: string) => void) => void,
): Promise<{ address: string; heard: string[] }> {
  const heard: string[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    take(socket, (word) => heard.push(word));
  });
  closers.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { address: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

interface Heard {
  readonly frames: { readonly samples: string[]; readonly position: LivePosition | undefined }[];
  readonly troubles: string[];
  readonly stop: AbortController;
  readonly source: ReturnType<typeof openWebSocketSource>;
}

/** Reads on, and keeps what comes. */
function listen(address: string, after?: LivePosition, own: Partial<LiveTools> = {}): Heard {
  const source = openWebSocketSource(address, { ...tools, ...own });
  const heard: Heard = { frames: [], troubles: [], stop: new AbortController(), source };
  closers.push(() => heard.stop.abort());
  void (async () => {
    for await (const event of source.read(after, heard.stop.signal)) {
      if (event.kind === 'frame') {
        const samples = event.samples.map((sample) => Buffer.from(sample).toString());
        heard.frames.push({ samples, position: event.position });
      } else if (event.kind === 'status' && event.state === 'broken') heard.troubles.push(event.text ?? '');
    }
  })();
  return heard;
}

async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { timeout: 20_000, interval: 10 }).toBe(true);
}

test('it asks where it goes on, acknowledges, and after a break goes on from where it was read', async () => {
  let visits = 0;
  const { address, heard } = await serveWith((socket) => {
    visits += 1;
    const pos = visits * 10;
    socket.once('message', () => {
      socket.send(JSON.stringify([requests(1, 1), { kind: 'mark', source: 'gw', t: 1, pos }]));
      if (visits === 1) setTimeout(() => socket.terminate(), 100);
    });
  });
  const { frames, source, troubles } = listen(address, 3);
  await until(() => frames.length === 1);
  source.acknowledge(10);
  await until(() => frames.length === 2);
  expect(heard).toEqual(['{"resume":3}', '{"ack":10}', '{"resume":10}']);
  expect(frames.map(({ position }) => position)).toEqual([10, 20]);
  expect(troubles).toEqual(['The other side closed the connection: it is tried again.']);
});

test('nobody there, and then somebody: it is tried again, with waits that grow', async () => {
  const clock = new HandClock(0);
  const { troubles } = listen('ws://127.0.0.1:9', undefined, { clock, random: () => 1 });
  const triedAtMs: number[] = [];
  for (let step = 0; step < 80; step += 1) {
    const before = troubles.length;
    await clock.pass(250);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (troubles.length > before) triedAtMs.push(clock.steadyMs());
  }
  const waits = triedAtMs.slice(1).map((at, place) => at - (triedAtMs[place] ?? 0));
  expect(waits.length).toBeGreaterThanOrEqual(4);
  expect(waits).toEqual([...waits].sort((one, other) => one - other));
  expect(troubles[0]).toBe('Nobody listens there: start the other side.');
});

test('frames that are too large, endless or in crumbs end the connection in words and no memory is lost to them', async () => {
  let visits = 0;
  const { address } = await serveWith((socket) => {
    visits += 1;
    if (visits === 1) socket.send(Buffer.alloc(9 * 2 ** 20, 0x20));
    else if (visits === 2) {
      const crumb = (): void => {
        for (let sent = 0; sent < 200 && socket.readyState === socket.OPEN; sent += 1) socket.send('x', { fin: false });
        if (socket.readyState === socket.OPEN) setImmediate(crumb);
      };
      crumb();
    } else socket.send(JSON.stringify([{ kind: 'mark', source: 'gw', t: 1, pos: 'well' }]));
  });
  const { frames, troubles } = listen(address);
  await until(() => frames.length === 1);
  expect(troubles[0]).toBe('A frame was over 8 MiB: send smaller ones.');
  expect(troubles[1]).toMatch(/^A frame came in more than 4096 pieces/);
});

test('bytes that are no text and arrays that are none come through, to be set aside one by one', async () => {
  const { address } = await serveWith((socket) => {
    socket.send(Buffer.from([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x2c, 0x31, 0x5d]), { binary: false });
    socket.send('no array');
    socket.send('[{"a":[1,2,{"b":"],[\\""}]} , {"kind":"mark","pos":4} ]');
    socket.send('[]');
  });
  const { frames } = listen(address);
  await until(() => frames.length === 4);
  expect(frames.map(({ samples, position }) => [samples.length, position])).toEqual([
    [2, undefined],
    [1, undefined],
    [2, 4],
    [0, undefined],
  ]);
  expect(frames[2]?.samples).toEqual(['{"a":[1,2,{"b":"],[\\""}]}', '{"kind":"mark","pos":4}']);
});

test('a flood that nobody takes waits on the other side, and all of it comes when it is taken', async () => {
  const frame = JSON.stringify([{ text: 'x'.repeat(60_000) }, { kind: 'mark', source: 'gw', t: 1, pos: 1 }]);
  const frames = 2000;
  let sent = 0;
  const { address } = await serveWith((socket) => {
    const push = (): void => {
      while (sent < frames && socket.bufferedAmount < 2 ** 20) {
        socket.send(frame);
        sent += 1;
      }
      if (sent < frames) setTimeout(push, 1);
    };
    push();
  });
  const source = openWebSocketSource(address, tools);
  const stop = new AbortController();
  closers.push(() => stop.abort());
  const events = source.read(undefined, stop.signal);
  await events.next();
  await events.next();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  // 120 MB in all: what fits into our queue, the sockets and theirs.
  expect(sent * frame.length).toBeLessThan(40 * 2 ** 20);
  let taken = 0;
  while (taken < frames) {
    const next = await events.next();
    if (next.value?.kind === 'frame') taken += 1;
    else expect(next.value).toMatchObject({ state: 'open' });
  }
  expect(sent).toBe(frames);
});

test('a side that falls silent without a word is given up', async () => {
  // Speaks just enough to be taken for a WebSocket, and then says nothing.
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      const key = /sec-websocket-key: (\S+)/i.exec(head.toString())?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const clock = new HandClock(0);
  const { troubles } = listen(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, undefined, { clock });
  await until(() => {
    void clock.pass(1000);
    return troubles.length > 0;
  });
  expect(troubles[0]).toBe('Nothing has come for 10 s, and a frame a second is due: look at the other side.');
});
