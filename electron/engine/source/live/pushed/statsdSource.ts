import { isUtf8 } from 'node:buffer';
import { createSocket, type Socket } from 'node:dgram';
import { Refusals } from '../../../../import/wire/refusals.ts';
import { StatsdGatherer } from '../../../../import/wire/statsdGatherer.ts';
import { Backoff } from '../backoff.ts';
import { BoundedQueue } from '../boundedQueue.ts';
import type { LiveSource, LiveTools } from '../liveSource.ts';
import { listenTrouble, type LoopbackAddress, readLoopbackAddress } from './loopbackAddress.ts';
import { LossBook } from './lossBook.ts';
import { bytesOf, toFrameLines } from './pushedFrame.ts';

const usualPort = 8125;
/** So long measurements are put together before they are handed on. */
const gatheredMs = 100;
const mostWaitingBytes = 16 * 2 ** 20;

/**
 * Datagrams of StatsD, which carry no time: they count at the instant at which they come. Nobody can be asked to send them
 * again, and what the machine itself drops before they are read nobody sees.
 */
export function openStatsdSource(address: string, tools: LiveTools): LiveSource {
  const place = readLoopbackAddress(address, usualPort);
  const { clock } = tools;
  const losses = new LossBook();
  return {
    address: place.shown,
    async *read(_after, signal) {
      const backoff = new Backoff(tools.random);
      while (!signal.aborted) {
        const mailbox = await openMailbox(place, tools, losses).catch((error: unknown) => error);
        if (!(mailbox instanceof Mailbox)) {
          const text = mailbox instanceof Error ? listenTrouble(mailbox) : String(mailbox);
          yield { kind: 'status', state: 'broken', text };
          await clock.sleep(backoff.nextMs(), signal);
          continue;
        }
        try {
          yield { kind: 'status', state: 'open' };
          while (!signal.aborted && mailbox.trouble === undefined) {
            await clock.sleep(gatheredMs, signal);
            for (const samples of mailbox.take()) yield { kind: 'frame', samples, position: undefined };
            const gap = losses.take(clock.steadyMs());
            if (gap !== undefined) yield gap;
          }
        } finally {
          mailbox.close();
        }
        if (mailbox.trouble !== undefined) yield { kind: 'status', state: 'broken', text: mailbox.trouble };
      }
    },
    acknowledge() {
      // Nobody waits for it.
    },
  };
}

/** What has come and was not taken yet. */
class Mailbox {
  /** Why nothing more comes, in a sentence. */
  trouble: string | undefined;
  private readonly socket: Socket;
  private readonly tools: LiveTools;
  private readonly losses: LossBook;
  private readonly gatherer = new StatsdGatherer();
  private readonly waiting = new BoundedQueue<Uint8Array[]>(mostWaitingBytes);
  /** When the first of what is being put together came, ms. */
  private beganMs: number | undefined;

  constructor(socket: Socket, tools: LiveTools, losses: LossBook) {
    this.socket = socket;
    this.tools = tools;
    this.losses = losses;
    socket.on('message', (datagram) => this.add(datagram));
    socket.on('error', (error) => {
      this.trouble = listenTrouble(error);
    });
  }

  take(): Uint8Array[][] {
    this.handOn();
    return this.waiting.take();
  }

  close(): void {
    this.socket.close();
  }

  private add(datagram: Buffer): void {
    const nowMs = Math.floor(this.tools.clock.nowMs());
    // What is judged by the second is kept apart by the second.
    if (this.beganMs !== undefined && Math.floor(nowMs / 1000) !== Math.floor(this.beganMs / 1000)) this.handOn();
    this.beganMs ??= nowMs;
    if (isUtf8(datagram)) this.gatherer.add(datagram.toString('utf8'), nowMs);
    else this.lose('A datagram is not UTF-8.', 1);
  }

  private handOn(): void {
    if (this.beganMs === undefined) return;
    const { samples, refused } = this.gatherer.take(this.beganMs);
    this.beganMs = undefined;
    this.losses.add(refused);
    if (samples.length === 0) return;
    const lines = toFrameLines(samples);
    if (!this.waiting.put(lines, bytesOf(lines))) this.lose('More came than could be taken in.', samples.length);
  }

  private lose(reason: string, count: number): void {
    const refusals = new Refusals();
    refusals.add(reason, count);
    this.losses.add(refusals);
  }
}

async function openMailbox({ host, port }: LoopbackAddress, tools: LiveTools, losses: LossBook): Promise<Mailbox> {
  const socket = createSocket({ type: host === '::1' ? 'udp6' : 'udp4', recvBufferSize: 2 ** 21 });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('error', reject);
  socket.bind({ address: host, port, exclusive: true }, resolve);
  await promise;
  socket.removeListener('error', reject);
  return new Mailbox(socket, tools, losses);
}
