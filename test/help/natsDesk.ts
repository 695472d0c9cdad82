import { jetstream, jetstreamManager, type StreamConfig } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { LiveGap, LivePosition, LiveSource, LiveTools } from '../../electron/engine/source/live/liveSource.ts';
import { openNatsSource } from '../../electron/engine/source/live/nats/natsSource.ts';
import { livePlan } from './livePlan.ts';

export const testLaunch = livePlan.plan.launch.id;
export const testSubject = `holdpoint.${testLaunch}.samples`;

/** Real time, in which nobody waits long before trying again. */
export const hastyTools: LiveTools = {
  plan: livePlan.plan,
  clock: {
    nowMs: () => Date.now(),
    steadyMs: () => performance.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.min(ms, 20));
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  },
  random: Math.random,
  env: {},
};

/** What a desk does with a source, without a session: keeps samples and position together, and acknowledges when asked. */
export class NatsDesk {
  readonly source: LiveSource;
  /** By their numbers, as they came. */
  readonly kept: number[] = [];
  readonly texts: string[] = [];
  readonly gaps: LiveGap[] = [];
  /** States with their sentences, without repeats. */
  readonly states: string[] = [];
  position: LivePosition | undefined;
  repeated = 0;
  private readonly isAcknowledging: boolean;
  private stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private waiting: { readonly is: () => boolean; readonly resolve: () => void }[] = [];

  constructor(address: string, options: { readonly tools?: LiveTools; readonly isAcknowledging?: boolean } = {}) {
    this.source = openNatsSource(address, options.tools ?? hastyTools);
    this.isAcknowledging = options.isAcknowledging ?? true;
  }

  /** Reads from the position on. */
  join(after = this.position): this {
    this.stop = new AbortController();
    this.running = this.run(after, this.stop.signal);
    return this;
  }

  async cut(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  /** Resolves when it is so. */
  async until(is: () => boolean): Promise<void> {
    if (is()) return;
    await new Promise<void>((resolve) => this.waiting.push({ is, resolve }));
  }

  private async run(after: LivePosition | undefined, signal: AbortSignal): Promise<void> {
    for await (const event of this.source.read(after, signal)) {
      if (event.kind === 'gap') this.gaps.push(event);
      else if (event.kind === 'status') {
        this.repeated = event.repeated ?? this.repeated;
        const state = [event.state, ...(event.text === undefined ? [] : [event.text])].join(': ');
        if (this.states.at(-1) !== state) this.states.push(state);
      } else {
        for (const sample of event.samples) {
          const text = Buffer.from(sample).toString();
          this.texts.push(text);
          const { seq } = JSON.parse(text) as { seq?: number };
          if (seq !== undefined) this.kept.push(seq);
        }
        this.position = event.position;
        if (this.isAcknowledging && event.position !== undefined) this.source.acknowledge(event.position);
      }
      for (const one of this.waiting.filter(({ is }) => is())) one.resolve();
      this.waiting = this.waiting.filter(({ is }) => !is());
    }
  }
}

/** A producer by the official client, which knows nothing of us. */
export class NatsTeller {
  readonly connection: NatsConnection;
  private told = 0;

  static async open(port: number): Promise<NatsTeller> {
    return new NatsTeller(
      await connect({ servers: `127.0.0.1:${port}`, maxReconnectAttempts: -1, reconnectTimeWait: 50 }),
    );
  }

  private constructor(connection: NatsConnection) {
    this.connection = connection;
  }

  async makeStream(config: Partial<StreamConfig> = {}): Promise<void> {
    const { streams } = await jetstreamManager(this.connection);
    await streams.add({ name: 'HOLDPOINT', subjects: ['holdpoint.*.samples'], ...config });
  }

  /** So many messages of one numbered sample each; numbers go on from call to call. */
  async tell(messages: number, subject = testSubject): Promise<void> {
    const client = jetstream(this.connection);
    for (let count = 0; count < messages; count += 1) {
      this.told += 1;
      const sample = {
        t: Date.now(),
        source: 'gw-1',
        seq: this.told,
        kind: 'count',
        metric: 'orders',
        labels: {},
        value: 1,
      };
      await client.publish(subject, JSON.stringify([sample]), {
        msgID: `one-${this.told}`,
        timeout: 1000,
        retries: 100,
      });
    }
  }

  /** Who reads the stream, and how much he has not acknowledged. */
  async readConsumers(): Promise<{ name: string; waiting: number }[]> {
    const manager = await jetstreamManager(this.connection);
    const found = await manager.consumers.list('HOLDPOINT').next();
    return found.map(({ name, num_ack_pending, num_pending }) => ({ name, waiting: num_ack_pending + num_pending }));
  }

  async tellRaw(message: string | Uint8Array, subject = testSubject): Promise<void> {
    await jetstream(this.connection).publish(subject, message);
  }
}

export function numbersTo(last: number): number[] {
  return Array.from({ length: last }, (_none, index) => index + 1);
}
