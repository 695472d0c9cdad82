import { jetstreamManager, type StreamConfig } from '@nats-io/jetstream';
import { openNatsLedger } from '../../electron/engine/desks/nats/natsLedger.ts';
import { type CuttingProxy, startCuttingProxy } from './cuttingProxy.ts';
import { LedgerReader } from './ledgerReader.ts';
import { hastyTools, NatsTeller } from './natsDesk.ts';
import { type NatsServer, startNatsServer } from './natsServer.ts';

export const ledgerLaunch = 'checkout';
export const ledgerSubject = `holdpoint.${ledgerLaunch}.ledger`;
export const ledgerStream = 'HOLDPOINT_LEDGER';

interface ReaderOptions {
  readonly port?: number;
  readonly launch?: string;
  readonly after?: number;
}

/** A real server, a link to it that can be cut, and the desks that meet there. */
export class LedgerServer {
  readonly server: NatsServer;
  readonly proxy: CuttingProxy;
  readonly teller: NatsTeller;
  private readonly readers: LedgerReader[] = [];

  static async open(folder: string): Promise<LedgerServer> {
    const server = await startNatsServer(folder);
    return new LedgerServer(server, await startCuttingProxy(server.port), await NatsTeller.open(server.port));
  }

  private constructor(server: NatsServer, proxy: CuttingProxy, teller: NatsTeller) {
    this.server = server;
    this.proxy = proxy;
    this.teller = teller;
  }

  read({ port = this.server.port, launch = ledgerLaunch, after = 0 }: ReaderOptions = {}): LedgerReader {
    const reader = new LedgerReader(openNatsLedger(`nats://127.0.0.1:${port}/${launch}`, hastyTools), after);
    this.readers.push(reader);
    return reader;
  }

  /** Resolves when it has joined. */
  async meet(options?: ReaderOptions): Promise<LedgerReader> {
    const reader = this.read(options);
    await reader.until(() => reader.isJoined);
    return reader;
  }

  /** The ids of everything, as the server has it. */
  async readAll(): Promise<string[]> {
    return (await this.meet()).kept.map(({ id }) => id);
  }

  async makeStream(config: Partial<StreamConfig> = {}): Promise<void> {
    const { streams } = await jetstreamManager(this.teller.connection);
    await streams.add({ name: ledgerStream, subjects: ['holdpoint.*.ledger'], ...config });
  }

  async close(): Promise<void> {
    for (const reader of this.readers) await reader.close();
    await this.proxy.close();
    await this.teller.connection.close();
    await this.server.kill();
  }
}
