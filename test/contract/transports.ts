import { MessageChannel } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { createHandlers } from '../../electron/host/serve/createHandlers.ts';
import { createInProcessPair } from '../../electron/host/inProcess.ts';
import { toPortTransport } from '../../electron/host/serve/portTransport.ts';
import { toSocketTransport } from '../../electron/host/serve/socketTransport.ts';
import { startHost } from '../../electron/host/serve/startHost.ts';
import { Uploads } from '../../electron/host/serve/uploads.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import type { Clock } from '../../electron/engine/clock.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import type { Transport } from '../../shared/contract/messages.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';

/** A wall on which an hour passes in a moment, and messages come through meanwhile. */
export function createBriskClock(): Clock {
  let nowMs = 0;
  return {
    steadyMs: () => nowMs,
    async sleep(ms, signal) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!signal.aborted) nowMs += ms;
    },
  };
}

/** An engine that is served over one kind of transport. */
export interface Served {
  /** A new connection, from the client's end; of somebody who was invited for `role`, where that is said. */
  connect(role?: string): Promise<Transport>;
  /** Hands over a file of evidence, as this transport does it. */
  upload(name: string, bytes: Uint8Array): Promise<string>;
  /** Cuts every connection from the engine's end. */
  cut(): Promise<void>;
}

export type Serve = (engine: Engine, may: 'acts' | 'looks') => Promise<Served>;

export const transports: readonly (readonly [string, Serve])[] = [
  ['in process', serveInProcess],
  ['message port', servePort],
  ['WebSocket', serveSocket],
];

async function serveInProcess(engine: Engine, may: 'acts' | 'looks'): Promise<Served> {
  const uploads = new Uploads();
  const handlers = createHandlers(engine, may, uploads);
  const open: Transport[] = [];
  return Promise.resolve({
    connect: (role) => {
      const [mine, theirs] = createInProcessPair();
      serveContract(handlers, theirs, role);
      open.push(theirs);
      return Promise.resolve(mine);
    },
    upload: (name, bytes) => Promise.resolve(uploads.take({ name, bytes })),
    cut: () => {
      for (const one of open) one.close();
      return Promise.resolve();
    },
  });
}

async function servePort(engine: Engine, may: 'acts' | 'looks'): Promise<Served> {
  const uploads = new Uploads();
  const handlers = createHandlers(engine, may, uploads);
  const open: Transport[] = [];
  return Promise.resolve({
    connect: (role) => {
      const { port1, port2 } = new MessageChannel();
      const theirs = toPortTransport(port2);
      serveContract(handlers, theirs, role);
      open.push(theirs);
      return Promise.resolve(toPortTransport(port1));
    },
    upload: (name, bytes) => Promise.resolve(uploads.take({ name, bytes })),
    cut: () => {
      for (const one of open) one.close();
      return Promise.resolve();
    },
  });
}

async function serveSocket(engine: Engine, may: 'acts' | 'looks'): Promise<Served> {
  const host = await startHost({
    engine,
    port: 0,
    viewOnly: may === 'looks',
    clock: systemClock,
    newToken: randomToken,
    log: (text) => {
      throw new Error(text);
    },
  });
  const authorization = `Bearer ${host.key}`;
  const open: WebSocket[] = [];
  return {
    connect: async (role) => {
      const origin = `http://127.0.0.1:${host.port}`;
      const headers = role === undefined ? { authorization } : { origin, cookie: await cookieFor(host.urlOf(role)) };
      return new Promise((resolve, reject) => {
        const socket = new WebSocket(`${origin.replace('http', 'ws')}/room`, { headers });
        const transport = toSocketTransport(socket);
        open.push(socket);
        socket.on('open', () => resolve(transport));
        socket.on('error', reject);
      });
    },
    upload: async (name, bytes) => {
      const response = await fetch(`http://127.0.0.1:${host.port}/evidence`, {
        method: 'POST',
        headers: { authorization, 'X-File-Name': encodeURIComponent(name) },
        body: Buffer.from(bytes),
      });
      return ((await response.json()) as { file: string }).file;
    },
    cut: () => host.close(),
  };
}

/** What a browser gets for the link that it was sent. */
export async function cookieFor(link: string): Promise<string> {
  const { origin, hash } = new URL(link);
  const body = JSON.stringify({ token: hash.slice(1) });
  const answer = await fetch(`${origin}/session`, { method: 'POST', headers: { origin }, body });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
