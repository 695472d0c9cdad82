import { hostMessage, type HostMessage, type Transport } from '../../shared/contract/messages.ts';
import type { Served } from './transports.ts';

/** A client that says what it likes. */
export class RawClient {
  private readonly transport: Transport;
  private readonly heard: HostMessage[] = [];
  private wake: (() => void) | undefined;

  static async open(served: Served): Promise<RawClient> {
    return new RawClient(await served.connect());
  }

  private constructor(transport: Transport) {
    this.transport = transport;
    transport.onMessage(
      (text) => {
        this.heard.push(hostMessage.parse(JSON.parse(text)));
        this.wake?.();
      },
      () => this.wake?.(),
    );
  }

  get waiting(): number {
    return this.heard.length;
  }

  say(message: object): void {
    this.sayText(JSON.stringify(message));
  }

  sayText(text: string): void {
    this.transport.send(text);
  }

  async hear(): Promise<HostMessage> {
    while (this.heard.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const [message] = this.heard.splice(0, 1);
    if (message === undefined) throw new Error('Nothing was heard.');
    return message;
  }
}
