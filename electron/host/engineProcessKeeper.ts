import {
  type FromEngineProcess,
  readFromEngineProcess,
  type ToEngineProcess,
  type WithPort,
} from './engineProcessMessages.ts';
import type { systemClock } from './systemClock.ts';

/** An engine's process, as much of Electron's utility process as is needed. `Port` is its message port. */
export interface EngineChild<Port> {
  postMessage(message: ToEngineProcess, ports?: Port[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
}

const memoryMs = 60_000;
const mostDeaths = 5;
const firstWaitMs = 250;

/** How long to wait before the next start, by when the engine died; undefined when it has died too often in a minute. */
export function toWaitMs(diedAtMs: readonly number[], nowMs: number): number | undefined {
  const lately = diedAtMs.filter((at) => nowMs - at < memoryMs).length;
  return lately > mostDeaths ? undefined : firstWaitMs * 2 ** Math.max(0, lately - 1);
}

export type ForPeople = Exclude<FromEngineProcess, { readonly kind: 'speed' }>;

interface KeeperOptions<Port> {
  readonly open: ToEngineProcess & { readonly kind: 'open' };
  readonly fork: () => EngineChild<Port>;
  readonly clock: Pick<typeof systemClock, 'steadyMs' | 'sleep'>;
  /** What is for people. */
  readonly hear: (message: ForPeople) => void;
}

/**
 * Keeps one room's engine running. When its process dies it is started again with what is on the disk and as fast as its time
 * ran; the ports died with it, so every page sees that, says so, and asks for another. Ports that are asked for meanwhile wait.
 */
export class EngineKeeper<Port extends { close(): void }> {
  private readonly options: KeeperOptions<Port>;
  private readonly diedAtMs: number[] = [];
  private readonly stop = new AbortController();
  private readonly over = Promise.withResolvers<void>();
  private child: EngineChild<Port> | undefined;
  private waiting: (readonly [WithPort, Port])[] = [];
  private hasFailed = false;
  private speed: number | undefined;

  constructor(options: KeeperOptions<Port>) {
    this.options = options;
    this.start();
  }

  connect(port: Port, message: WithPort = { kind: 'port' }): void {
    if (this.hasFailed || this.stop.signal.aborted) port.close();
    else if (this.child === undefined) this.waiting.push([message, port]);
    else this.child.postMessage(message, [port]);
  }

  /** Tries once more what had failed, because somebody asks for it; does nothing while all is well. */
  reopen(): void {
    if (!this.hasFailed || this.stop.signal.aborted) return;
    this.hasFailed = false;
    this.diedAtMs.length = 0;
    // One that is still there makes room for the next.
    if (this.child === undefined) this.start();
    else this.child.postMessage({ kind: 'close' });
  }

  /** Resolves when the engine has made everything durable and is gone. */
  close(): Promise<void> {
    this.stop.abort();
    this.dropWaiting();
    if (this.child === undefined) this.over.resolve();
    else this.child.postMessage({ kind: 'close' });
    return this.over.promise;
  }

  private start(): void {
    const child = this.options.fork();
    this.child = child;
    child.on('message', (value) => {
      const message = readFromEngineProcess(value);
      if (message === undefined) return;
      if (message.kind === 'failed') this.hasFailed = true;
      if (message.kind === 'speed') this.speed = message.speed;
      else this.options.hear(message);
    });
    child.on('exit', () => void this.mourn());
    const { open } = this.options;
    child.postMessage(this.speed === undefined ? open : { ...open, speed: this.speed });
    for (const [message, port] of this.waiting) child.postMessage(message, [port]);
    this.waiting = [];
  }

  private async mourn(): Promise<void> {
    const { clock, hear } = this.options;
    this.child = undefined;
    if (this.stop.signal.aborted) {
      this.over.resolve();
      return;
    }
    if (this.hasFailed) return;
    this.diedAtMs.push(clock.steadyMs());
    const waitMs = toWaitMs(this.diedAtMs, clock.steadyMs());
    if (waitMs === undefined) {
      this.hasFailed = true;
      this.dropWaiting();
      hear({
        kind: 'failed',
        text: 'The engine ended six times in a minute. What it had kept is safe: open the file again.',
      });
      return;
    }
    await clock.sleep(waitMs, this.stop.signal);
    if (!this.stop.signal.aborted) this.start();
  }

  private dropWaiting(): void {
    for (const [, port] of this.waiting) port.close();
    this.waiting = [];
  }
}
