import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { LoopbackAddress } from './loopbackAddress.ts';

/** What is answered to a request. */
export interface PushReply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

export interface PushRequest {
  readonly path: string;
  /** Without parameters, in small letters. */
  readonly type: string;
  readonly headers: Readonly<IncomingMessage['headers']>;
}

/** Who answers. What it throws is answered as a body that cannot be read. */
export interface PushDesk {
  /** Before a byte of the body is read: why it will not be, or undefined. */
  readonly refuse: (request: PushRequest) => PushReply | undefined;
  /** A refusal in the form that the sender reads. */
  readonly fail: (request: PushRequest, status: number, text: string) => PushReply;
  /** The whole body, decompressed. */
  readonly take: (request: PushRequest, body: Buffer) => Promise<PushReply>;
}

/** A body cannot be read at all. The message is a sentence for its sender. */
export class PushError extends Error {
  override readonly name = 'PushError';
}

const mostBodyBytes = 4 * 2 ** 20;
/** Of all requests at once. */
const mostHeldBytes = 32 * 2 ** 20;
const mostConnections = 100;
const timeouts = { headersTimeout: 5000, requestTimeout: 15_000, keepAliveTimeout: 30_000 };
const ownNames = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/** A listener on this machine for requests that carry something. Bounded in everything that a sender can make long. */
export class PushServer {
  private readonly server: Server;
  private readonly desk: PushDesk;
  private heldBytes = 0;

  constructor(desk: PushDesk) {
    this.desk = desk;
    this.server = createServer({ maxHeaderSize: 16_384, ...timeouts, connectionsCheckingInterval: 1000 });
    this.server.maxConnections = mostConnections;
    this.server.on('request', (request, response) => void this.answer(request, response));
    this.server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Resolves when it listens; rejects where it cannot. */
  async listen({ host, port }: LoopbackAddress): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.server.once('error', reject);
    this.server.listen({ host, port, exclusive: true }, resolve);
    await promise;
    this.server.removeListener('error', reject);
  }

  /** Who is still waiting for an answer is left without one, and sends again. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    this.server.closeAllConnections();
    await promise;
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    const type = (incoming.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    const request: PushRequest = { path, type, headers: incoming.headers };
    incoming.on('error', () => incoming.destroy());
    response.on('error', () => response.destroy());
    try {
      send(response, await this.reply(incoming, request));
    } catch (error) {
      send(response, this.desk.fail(request, 400, error instanceof PushError ? error.message : 'This cannot be read.'));
    }
  }

  private async reply(incoming: IncomingMessage, request: PushRequest): Promise<PushReply> {
    const { desk } = this;
    const { host = '', origin } = incoming.headers;
    // A page in somebody's browser can reach this machine too; it has nothing to say here.
    if (!ownNames.test(host) || origin !== undefined)
      return desk.fail(request, 403, 'Pages in a browser may not send here.');
    const refusal = desk.refuse(request);
    if (refusal !== undefined) return refusal;
    if (incoming.method !== 'POST') return desk.fail(request, 405, 'Send it with POST.');
    const encoding = incoming.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'gzip' && encoding !== 'identity') return desk.fail(request, 415, 'Only gzip is unpacked here.');
    const body = await this.readBody(incoming);
    if (body === 'busy') return desk.fail(request, 503, 'Too much is coming at once: send it again in a moment.');
    if (body === 'long') return desk.fail(request, 413, tooLong);
    try {
      return await desk.take(request, encoding === 'gzip' ? unpack(body) : body);
    } catch (error) {
      if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
        return desk.fail(request, 413, tooLong);
      throw error;
    }
  }

  /** Its bytes count against all that is held until they are read to the end. */
  private async readBody(incoming: IncomingMessage): Promise<Buffer | 'busy' | 'long'> {
    if (Number(incoming.headers['content-length'] ?? 0) > mostBodyBytes) return 'long';
    const { promise, resolve, reject } = Promise.withResolvers<Buffer | 'busy' | 'long'>();
    const pieces: Buffer[] = [];
    let length = 0;
    incoming.on('data', (piece: Buffer) => {
      length += piece.length;
      this.heldBytes += piece.length;
      if (length <= mostBodyBytes && this.heldBytes <= mostHeldBytes) {
        pieces.push(piece);
        return;
      }
      // The rest is not read, so that the answer is the next thing that happens.
      incoming.pause();
      resolve(length > mostBodyBytes ? 'long' : 'busy');
    });
    incoming.on('end', () => resolve(Buffer.concat(pieces)));
    incoming.on('close', () => reject(new Error('The sender has gone.')));
    try {
      return await promise;
    } finally {
      this.heldBytes -= length;
      pieces.length = 0;
    }
  }
}

const tooLong = `More than ${mostBodyBytes / 2 ** 20} MiB is not taken at once: send less each time.`;

function unpack(body: Buffer): Buffer {
  return gunzipSync(body, { maxOutputLength: mostBodyBytes });
}

function send(response: ServerResponse, { status, type, body }: PushReply): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    ...{ 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' },
    ...(status === 503 ? { 'retry-after': '1' } : {}),
    // It may never end.
    ...(status === 413 || status === 503 ? { connection: 'close' } : {}),
  });
  response.end(body);
}
