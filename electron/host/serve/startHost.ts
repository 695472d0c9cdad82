import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { serveContract } from '../../../shared/contract/serveContract.ts';
import type { Overlay } from '../../engine/answerQueries.ts';
import type { Clock } from '../../engine/clock.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { answerRequest, type Routes } from './answerRequest.ts';
import { createHandlers } from './createHandlers.ts';
import { FileDoor } from './fileDoor.ts';
import { Gate, type Seat } from './gate.ts';
import { keepAlive } from './keepAlive.ts';
import type { Rehearsals } from './rehearsals.ts';
import { rolesOf } from './rolesOf.ts';
import { sendReply, toRawReply, toSentence } from './reply.ts';
import { toSocketTransport } from './socketTransport.ts';
import { Strangers } from './strangers.ts';
import { Uploads } from './uploads.ts';

export interface HostOptions {
  readonly engine: Engine;
  /** 0 takes one that is free. */
  readonly port: number;
  /** The address to listen on; this machine alone when absent. */
  readonly host?: string;
  /** There is no way to act then: no command, no control, no file. */
  readonly viewOnly?: boolean;
  /** The folder of the screens. */
  readonly assets?: string;
  /** Another session, whose marks stand beside this one's on the timeline. */
  readonly overlay?: Overlay;
  /** Opens rooms for rehearsals beside this one. */
  readonly rehearsals?: Rehearsals;
  readonly clock: Clock;
  /** 256 bits that nobody can guess, for a URL. */
  readonly newToken: () => string;
  /** With the same one the next host knows the links, the key and the browsers of this one; a new one when absent. */
  readonly secret?: string;
  /** For faults of ours: a sentence. */
  readonly log: (text: string) => void;
  /** A request's head, and all of it, must have come after so long; 10 s and 60 s when absent. */
  readonly headMs?: number;
  readonly requestMs?: number;
  /** A WebSocket that does not answer a ping for so long is cut; 20 s when absent. */
  readonly pingMs?: number;
}

export interface RunningHost {
  readonly port: number;
  /** To be opened once in a browser: what it carries after the # is spent by that. */
  readonly url: string;
  /** For command lines: `Authorization: Bearer <key>`. */
  readonly key: string;
  /** The address that lets people in to act in this role and no other, as often as they open it. */
  readonly urlOf: (role: string) => string;
  close(): Promise<void>;
}

/** So many are in the room, and so many may be on the way. */
const mostConnections = 64;
const mostHeadBytes = 8192;
/** A message of the contract has 4 KB; a longer one is answered in words, and one beyond this cuts the connection. */
const mostFrameBytes = 65_536;

/** The room in browsers and for command lines: HTTP and a WebSocket, on this machine unless told otherwise. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { engine, host = '127.0.0.1', viewOnly = false, clock, log, headMs = 10_000, requestMs = 60_000 } = options;
  const server = createServer({
    maxHeaderSize: mostHeadBytes,
    headersTimeout: headMs,
    requestTimeout: requestMs,
    keepAliveTimeout: 5000,
    connectionsCheckingInterval: Math.min(1000, headMs),
    requireHostHeader: true,
  });
  const strangers = new Strangers(mostConnections);
  server.on('connection', (socket) => strangers.take(socket));
  await listen(server, options.port, host);
  const { port } = server.address() as AddressInfo;
  const { newToken, secret = newToken() } = options;
  const gate = new Gate({ hosts: namesOf(host), port, secret, newToken });
  const uploads = viewOnly ? undefined : new Uploads();
  const roles = (): string[] => rolesOf(engine).map(({ role }) => role);
  const urlOf = (role: string): string => `http://${toAuthority(host, port, outerAddress())}/#${gate.inviteAs(role)}`;
  const files = uploads && new FileDoor((file) => uploads.take(file));
  const routes: Routes = { gate, roles, urlOf, files, assets: options.assets };
  const { overlay, rehearsals } = options;
  const handlers = createHandlers(engine, viewOnly ? 'looks' : 'acts', uploads, overlay, rehearsals);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostFrameBytes, perMessageDeflate: false });
  const closing = new AbortController();
  const seat = (socket: WebSocket, { role }: Seat): void => {
    keepAlive(socket, clock, options.pingMs ?? 20_000, closing.signal);
    serveContract(handlers, toSocketTransport(socket), role);
  };
  server.on('request', (request, response) => {
    answerRequest(request, routes).then(
      (reply) => {
        sendReply(response, reply);
        // Whoever is refused sends no more on this connection: what is left of the body is not read.
        if (!request.complete) response.once('finish', () => request.destroy());
      },
      (error: unknown) => {
        if (request.destroyed || response.headersSent) return;
        log(`A request could not be answered: ${error instanceof Error ? error.message : String(error)}\n`);
        sendReply(response, toSentence(500, 'That could not be done.'));
      },
    );
  });
  server.on('upgrade', (request, socket, head) => {
    const admitted = admitUpgrade(request, gate);
    if (typeof admitted === 'string') end(socket, admitted);
    else if (sockets.clients.size >= mostConnections) end(socket, full);
    else {
      strangers.release(socket);
      sockets.handleUpgrade(request, socket, head, (one) => seat(one, admitted));
    }
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    end(
      socket,
      isLate
        ? toRawReply(408, 'Request Timeout', 'The request did not come in time.')
        : toRawReply(400, 'Bad Request', 'That was not a request that is answered here.'),
    );
  });
  return {
    port,
    url: `http://${toAuthority(host, port)}/#${gate.invite()}`,
    key: gate.key,
    urlOf,
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

const full = toRawReply(503, 'Service Unavailable', `${mostConnections} are in this room: one has to go first.`);

/** Who comes in, or how he is refused. */
function admitUpgrade({ method, url, headers }: IncomingMessage, gate: Gate): Seat | string {
  if (!gate.isCalledRightly(headers)) {
    return toRawReply(403, 'Forbidden', 'This host is not called by that name, or from there.');
  }
  if (method !== 'GET' || url !== '/room' || headers.upgrade?.toLowerCase() !== 'websocket') {
    return toRawReply(404, 'Not Found', 'There is nothing here.');
  }
  const letIn = 'Open the address that holdpoint serve printed, or send its key.';
  return gate.admit(headers) ?? toRawReply(401, 'Unauthorized', letIn);
}

function end(socket: Duplex, reply: string): void {
  // It is gone after this, whether it hears of it or not.
  socket.on('error', () => undefined);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(reply, () => socket.destroy());
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const everywhere = new Set(['0.0.0.0', '::']);

/** Names that are ours. A name server cannot make its name one of them, which is what rebinding would need. */
function namesOf(host: string): string[] {
  const own = ['127.0.0.1', 'localhost', '::1'];
  if (!everywhere.has(host)) return own.includes(host) ? own : [host];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return [...own, ...addresses.map(({ address }) => address)];
}

/** By which others can call this machine, where they can. */
function outerAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
}

function toAuthority(host: string, port: number, outside = '127.0.0.1'): string {
  const name = everywhere.has(host) ? outside : host;
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}
