import { type Client, createClient } from '../../shared/contract/createClient.ts';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import { NoWayIn, openTransport } from '../transport/openTransport.ts';

/** Tries again after so long, twice as long each time, up to the last. */
const firstWaitMs = 500;
const longestWaitMs = 8000;
const answerMs = 10_000;

/**
 * `connecting`: never seen anything yet. `open`: what is shown is what is. `lost`: the last picture stands, and is the past.
 * `refused`: there is no way in, and trying again would not help.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

/** The engine as the page has it: the newest picture, and a client to ask and to tell. */
export class Connection {
  status = $state<ConnectionState>('connecting');
  /** Why it is not open, in a sentence. */
  reason = $state<string | undefined>();
  /** The host is there and does not know this browser, until a link is opened in it again. */
  isShutOut = $state(false);
  /** The host is there, and this page is older or newer than it: only another page helps. */
  isOtherVersion = $state(false);
  snapshot = $state.raw<WireSnapshot | undefined>();
  /** When the last picture came, ms on the page's own clock. */
  heardAtMs = $state(0);
  mayCommand = $state(false);
  /** The only role in which this connection may act; null where it is any. */
  role = $state<string | null>(null);
  client = $state.raw<Client | undefined>();
  /** The client of the last try, whatever became of it. */
  private last: Client | undefined;
  private waitMs = firstWaitMs;
  private readonly closing = new AbortController();

  /** Connects, and again whenever the connection is lost, until `close`. */
  async run(): Promise<void> {
    while (!this.closing.signal.aborted) {
      let isSpent = false;
      try {
        this.reason = await this.connectOnce();
      } catch (error) {
        this.isShutOut = error instanceof NoWayIn && error.why === 'shutOut';
        isSpent = error instanceof NoWayIn && error.why === 'spent';
        this.reason = error instanceof Error ? error.message : String(error);
      }
      this.isOtherVersion = this.last?.isOtherVersion === true;
      this.client = this.last = undefined;
      // Another version, and an address that is spent, stay what they are.
      if (isSpent || this.isOtherVersion) {
        this.status = 'refused';
        return;
      }
      if (this.status === 'open') this.status = 'lost';
      await this.pause();
    }
  }

  close(): void {
    this.closing.abort();
    this.client?.close();
  }

  /** Resolves with why the connection ended. */
  private async connectOnce(): Promise<string> {
    const patience = AbortSignal.any([this.closing.signal, AbortSignal.timeout(answerMs)]);
    const client = createClient(await openTransport(patience));
    this.last = client;
    const { mayCommand, role } = await client.ready;
    this.isShutOut = false;
    this.mayCommand = mayCommand;
    this.role = role;
    this.client = client;
    client.watch((snapshot) => {
      this.snapshot = snapshot;
      this.heardAtMs = performance.now();
      this.status = 'open';
      this.waitMs = firstWaitMs;
    });
    return client.ended;
  }

  private pause(): Promise<void> {
    const waitMs = this.waitMs;
    this.waitMs = Math.min(this.waitMs * 2, longestWaitMs);
    return new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
