import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LiveClock } from '../../engine/source/live/liveSource.ts';
import { keepAlive } from '../serve/keepAlive.ts';
import { type Feed, gatewayName, toFrameText } from './feed.ts';

/** So much may be on its way to a client; then it is waited for. */
const mostOnItsWay = 2 * 2 ** 20;
const mostClients = 16;
/** A client says where it goes on, and then what it has; neither is long. */
const mostSaidBytes = 4096;
const firstWordMs = 10_000;
const lookMs = 10;

export interface GatewayOptions {
  readonly feed: Feed;
  readonly port: number;
  readonly host?: string;
  readonly clock: LiveClock;
  /** A sentence for whoever started it. */
  readonly tell: (text: string) => void;
  /** Of the marks that end its frames. */
  readonly source?: string;
}

export interface RunningGateway {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a feed to whoever asks where it goes on. Web pages are not let in: any page could ask the machine it is read on. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { clock, host = '127.0.0.1', tell } = options;
  const server = createServer((_request, response) => response.writeHead(426).end('This speaks WebSocket.\n'));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostSaidBytes, perMessageDeflate: false });
  const closing = new AbortController();
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    if (request.headers.origin !== undefined) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else if (sockets.clients.size >= mostClients) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    } else sockets.handleUpgrade(request, socket, head, (one) => take(one));
  });
  let clients = 0;

  function take(socket: WebSocket): void {
    clients += 1;
    const number = clients;
    const gone = new AbortController();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      gone.abort();
      tell(`Client ${number} is gone.\n`);
    });
    keepAlive(socket, clock, 20_000, closing.signal);
    let hasAsked = false;
    socket.on('message', (data: Buffer) => {
      const said = parse(data);
      if (said === undefined || (!hasAsked && !('resume' in said))) {
        socket.close(1008, 'Say {"resume": POS} first, or {"resume": null}.');
      } else if (!hasAsked) {
        hasAsked = true;
        const pos = typeof said['resume'] === 'string' ? said['resume'] : undefined;
        tell(`Client ${number} reads ${pos === undefined ? 'from the beginning' : `on from ${pos}`}.\n`);
        void send(socket, pos, gone.signal);
      }
    });
    void clock.sleep(firstWordMs, gone.signal).then(() => {
      if (!hasAsked) socket.close(1008, 'Nothing was asked for.');
    });
  }

  async function send(socket: WebSocket, pos: string | undefined, signal: AbortSignal): Promise<void> {
    const { feed, source = gatewayName } = options;
    try {
      for await (const frame of feed.read(pos, signal)) {
        socket.send(toFrameText(frame, source, clock.nowMs()));
        while (socket.bufferedAmount > mostOnItsWay && !signal.aborted) await clock.sleep(lookMs, signal);
        if (signal.aborted) return;
      }
    } catch (error) {
      tell(`The feed broke: ${error instanceof Error ? error.message : String(error)}\n`);
      socket.close(1011, 'The feed broke.');
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      closing.abort();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function parse(data: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(data.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
