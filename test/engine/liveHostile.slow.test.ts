import { mkdtempSync, rmSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import type { LiveTools } from '../../electron/engine/source/live/liveSource.ts';
import { openLiveSources } from '../../electron/engine/source/live/openLiveSource.ts';
import { randomRatio, systemClock } from '../../electron/host/systemClock.ts';
import { freePort } from '../help/freePort.ts';
import { HandSource } from '../help/handSource.ts';
import { type LiveDesk, openLiveDesk } from '../help/liveDesk.ts';
import { livePlan, requests } from '../help/livePlan.ts';
import { NatsTeller, testLaunch } from '../help/natsDesk.ts';
import { hasNatsServer, startNatsServer } from '../help/natsServer.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-hostile-'));
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => rmSync(scratch, { recursive: true }));
const tools: LiveTools = { plan: livePlan.plan, clock: systemClock, random: randomRatio, env: {} };
const patienceMs = 300_000;
let desks = 0;

/** A real desk with this source, and beside it one that is well. */
function openDesk(address: string): LiveDesk & { readonly good: HandSource } {
  const good = new HandSource();
  const named = [...openLiveSources([address], tools), { name: 'hand-1', source: good }];
  const desk = openLiveDesk(join(scratch, `${(desks += 1)}.holdpoint`), 'create', livePlan, named, systemClock);
  closers.push(() => desk.engine.close());
  return { ...desk, good };
}

async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { timeout: patienceMs, interval: 20 }).toBe(true);
}

/** Whoever is beside it is heard, judged and acknowledged all the while; and memory stays where it was, but for so much. */
async function expectUnharmed(
  { engine, good }: ReturnType<typeof openDesk>,
  isOver: () => boolean,
  mostMb: number,
): Promise<void> {
  const before = process.memoryUsage().rss;
  let most = 0;
  let seq = 0;
  while (!isOver() || seq < 5) {
    seq += 1;
    good.frame(seq, requests(Date.now(), 1, 'ok', 1_000_000 + seq));
    await until(() => good.acknowledged.at(-1) === seq);
    most = Math.max(most, process.memoryUsage().rss);
    if (engine.state().trouble !== undefined) throw new Error(engine.state().trouble);
    await systemClock.sleep(50, AbortSignal.timeout(1000));
  }
  expect((most - before) / 2 ** 20).toBeLessThan(mostMb);
  const kept = [...engine.session.readLines(1)].filter(({ bytes }) => Buffer.from(bytes).includes('"requests"'));
  expect(kept.length).toBe(seq);
}

const crowd = `[${'0,'.repeat(4 * 2 ** 20 - 8)}0]`;
const crowded = 'A frame held more than 100,000 samples: send smaller ones.';

test(
  'frames of millions of nothings over a WebSocket are counted and not taken',
  async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    await new Promise((resolve) => server.once('listening', resolve));
    closers.push(() => server.close());
    let sent = 0;
    server.on('connection', (socket) => {
      closers.push(() => socket.terminate());
      const send = (): void => {
        sent += 1;
        socket.send(crowd, () => sent < 20 && setTimeout(send, 20));
      };
      send();
    });
    const desk = openDesk(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const lost = (): number => desk.stream.readings()[0]?.lost ?? 0;
    await expectUnharmed(desk, () => lost() >= 20 * 4_000_000, 600);
    await until(() => desk.engine.session.readLedger().some(({ kind }) => kind === 'link.lost'));
    const row = desk.engine.session.readLedger().find(({ kind }) => kind === 'link.lost');
    expect(row?.body).toMatchObject({ link: 'ws-1', of: 'samples', text: crowded });
  },
  patienceMs,
);

test.skipIf(!hasNatsServer)(
  'messages of a stream that are no samples, too many or too long are set aside, and none comes back for ever',
  async () => {
    const server = await startNatsServer(join(scratch, 'nats'), 'max_payload: 8388608');
    closers.push(() => server.kill());
    const teller = await NatsTeller.open(server.port);
    closers.push(() => teller.connection.close());
    await teller.makeStream();
    const hostile = [
      ...[crowd, Buffer.from([0xff, 0xfe, 0x00]), '', '['.repeat(2 ** 20), `["${'x'.repeat(7 * 2 ** 20)}"]`],
      `[{"t":1,"kind":"count","labels":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}]`,
      gzipSync(Buffer.alloc(100 * 2 ** 20, '[')),
    ];
    for (let round = 0; round < 3; round += 1) for (const message of hostile) await teller.tellRaw(message);
    await teller.tell(1);
    const desk = openDesk(`nats://127.0.0.1:${server.port}/${testLaunch}`);
    await expectUnharmed(desk, () => (desk.stream.readings()[0]?.frames ?? 0) >= 3 * hostile.length + 1, 600);
    expect(desk.stream.readings()[0]).toMatchObject({ state: 'open', repeated: 0 });
    expect(desk.engine.state().counters.quarantined).toBeGreaterThanOrEqual(3 * 4);
    const consumers = await teller.readConsumers();
    await expect
      .poll(teller.readConsumers.bind(teller), { timeout: patienceMs })
      .toEqual([{ ...consumers[0], waiting: 0 }]);
  },
  patienceMs,
);

test(
  'a flood of datagrams, good and bad, costs the others nothing and memory little',
  async () => {
    const port = await freePort();
    const desk = openDesk(`statsd://127.0.0.1:${port}`);
    await until(() => desk.stream.readings()[0]?.state === 'open');
    const socket = createSocket('udp4');
    closers.push(() => socket.close());
    let round = 0;
    const flood = setInterval(() => {
      for (let count = 0; count < 100; count += 1) {
        round += 1;
        socket.send(`name${round}:1|c|#a:${'x'.repeat(900)}\nbad|bad\nd:1|ms|@0.0000001\n:::|||\n`, port, '127.0.0.1');
        socket.send(Buffer.alloc(60_000, round % 256), port, '127.0.0.1');
      }
    }, 10);
    closers.push(() => clearInterval(flood));
    await expectUnharmed(desk, () => round >= 10_000, 600);
    const { lost } = desk.stream.readings()[0] ?? { lost: 0 };
    expect(lost).toBeGreaterThan(0);
  },
  patienceMs,
);

test(
  'hooks that are too long, too deep, bombs or without an end are refused, and good ones are taken meanwhile',
  async () => {
    const port = await freePort();
    const desk = openDesk(`hooks://127.0.0.1:${port}`);
    await until(() => desk.stream.readings()[0]?.state === 'open');
    const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<number | 'gone'> =>
      fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers }).then(
        ({ status }) => status,
        () => 'gone' as const,
      );
    const [one, batch] = [
      { 'content-type': 'application/cloudevents+json' },
      { 'content-type': 'application/cloudevents-batch+json' },
    ];
    const hostile = Promise.all([
      post(Buffer.alloc(5 * 2 ** 20, ' '), one),
      post('['.repeat(2 ** 21), batch),
      post(gzipSync(Buffer.alloc(200 * 2 ** 20, ' ')), { ...one, 'content-encoding': 'gzip' }),
      post(Buffer.from([0x22, 0xff, 0x22]), one),
      post(`[${'{},'.repeat(2 ** 20)}{}]`, batch),
      post(`[${'{},'.repeat(100_000)}{}]`, batch),
    ]);
    let taken = 0;
    let isOver = false;
    void hostile.then(() => (isOver = true));
    const good = async (): Promise<void> => {
      while (!isOver || taken < 5) {
        const event = { specversion: '1.0', id: String(taken), source: 'ci', type: 'deploy.finished' };
        if ((await post(JSON.stringify(event), one)) === 200) taken += 1;
      }
    };
    const [statuses] = await Promise.all([hostile, good(), expectUnharmed(desk, () => isOver && taken >= 5, 700)]);
    for (const [place, allowed] of [[413], [400], [413], [400], [400], [400]].entries()) {
      expect([...allowed, 'gone', 503]).toContain(statuses[place]);
    }
  },
  patienceMs,
);
