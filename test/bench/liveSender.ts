import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { places, sampleText } from './livePlan.ts';
import { otlpBody } from './otlpBody.ts';
import { partWords } from './partWords.ts';

// Whoever sends samples to the desk that is measured: as fast as they are taken, or so many a second; for as long as it lives.

const { kind, port, rate } = partWords('kind', 'port', 'rate');
const frameSamples = 500;
const perSecond = Number(rate) === 0 ? Infinity : Number(rate);
const beganMs = performance.now();
let sent = 0;

/** Waits until the next of them are due. */
async function due(samples: number): Promise<void> {
  sent += samples;
  if (perSecond === Infinity) return;
  const aheadMs = (sent / perSecond) * 1000 - (performance.now() - beganMs);
  if (aheadMs > 1) await sleep(aheadMs);
}

function nextFrame(samples: number): string {
  const [first, nowMs] = [sent, Date.now()];
  const texts = Array.from({ length: samples }, (_none, place) => sampleText(first + place, nowMs));
  return `[${texts.join()},{"kind":"mark","source":"bench","t":${nowMs},"pos":${first + samples}}]`;
}

/** Small frames where there is a rate: what waits for a frame to fill is late. */
const samplesAtOnce = perSecond === Infinity ? frameSamples : perSecond / 50;

async function overWebSocket(): Promise<void> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  server.on('connection', (socket) => {
    socket.on('message', () => undefined);
    void (async () => {
      while (socket.readyState === socket.OPEN) {
        socket.send(nextFrame(samplesAtOnce));
        await due(samplesAtOnce);
        while (socket.bufferedAmount > 2 ** 21) await sleep(1);
        if (sent % (20 * frameSamples) === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    })();
  });
}

/** Whoever reads gets what he can take; the stream has the rest. */
async function intoNats(): Promise<void> {
  const connection = await connect({ servers: `127.0.0.1:${port}` });
  await (await jetstreamManager(connection)).streams.add({ name: 'HOLDPOINT', subjects: ['holdpoint.*.samples'] });
  const client = jetstream(connection);
  process.stdout.write('ready\n');
  for (;;) {
    const frames = Array.from({ length: perSecond === Infinity ? 20 : 1 }, () => {
      const frame = nextFrame(samplesAtOnce);
      sent += samplesAtOnce;
      return client.publish('holdpoint.live-bench.samples', frame);
    });
    sent -= samplesAtOnce * frames.length;
    await Promise.all(frames);
    await due(samplesAtOnce * frames.length);
  }
}

/** Each is answered when it is on the disk, which takes up to a second: many are under way at once. */
async function overOtlp(): Promise<void> {
  process.stdout.write('ready\n');
  const one = async (): Promise<void> => {
    for (let failed = 0; ;) {
      const first = sent;
      sent += 1000;
      const body = otlpBody(1000, places, first);
      const answer = await fetch(`http://127.0.0.1:${port}/v1/metrics`, {
        ...{ method: 'POST', body, headers: { 'content-type': 'application/x-protobuf' } },
      }).catch(() => undefined);
      await answer?.arrayBuffer();
      failed = answer?.ok === true ? 0 : failed + 1;
      if (failed > 0) await sleep(50);
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
}

/** Nobody holds a sender of datagrams back: it has a rate. */
async function overStatsd(): Promise<void> {
  process.stdout.write('ready\n');
  const socket = createSocket('udp4');
  const datagram = Buffer.from(
    Array.from({ length: 40 }, (_none, place) => `requests:1|c|#outcome:ok,place:p${place % places}`).join('\n'),
  );
  for (;;) {
    for (let count = 0; count < 5; count += 1)
      await new Promise((resolve) => socket.send(datagram, Number(port), '127.0.0.1', resolve));
    await due(200);
  }
}

const senders: Readonly<Record<string, () => Promise<void>>> = {
  ...{ ws: overWebSocket, nats: intoNats, otlp: overOtlp, statsd: overStatsd },
};
await senders[kind]?.();
