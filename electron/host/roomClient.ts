import { WebSocket } from 'ws';
import { type Client, createClient } from '../../shared/contract/createClient.ts';
import { ContractError } from '../../shared/contract/contract.ts';
import { toSocketTransport } from './serve/socketTransport.ts';

/** A room that is served somewhere, and what lets a command line in. */
export interface RoomAddress {
  /** `http://127.0.0.1:7070` */
  readonly origin: string;
  /** A secret: it goes into a header, and into no text. */
  readonly key: string;
}

/** Why there is no connection to a room: a sentence that says what to do. */
export class UnreachableRoom extends Error {
  override readonly name = 'UnreachableRoom';
}

const connectMs = 10_000;
/** The largest answer of the contract is a megabyte. */
const mostFrameBytes = 4_194_304;

/** Connects to a room and waits for its greeting. Throws `UnreachableRoom` where that comes to nothing. */
export async function openRoomClient(
  address: RoomAddress,
  signal: AbortSignal,
): Promise<{ readonly client: Client; readonly mayCommand: boolean }> {
  const socket = await connect(address, signal);
  const client = createClient(toSocketTransport(socket));
  const stop = (): void => socket.terminate();
  signal.addEventListener('abort', stop, { once: true });
  void client.ended.then(() => signal.removeEventListener('abort', stop));
  try {
    const { mayCommand } = await client.ready;
    return { client, mayCommand };
  } catch (error) {
    socket.terminate();
    if (error instanceof ContractError) throw new UnreachableRoom(`${address.origin}: ${error.message}`);
    throw error;
  }
}

function connect({ origin, key }: RoomAddress, signal: AbortSignal): Promise<WebSocket> {
  const url = `${origin.replace(/^http/, 'ws')}/room`;
  const socket = new WebSocket(url, {
    headers: { Authorization: `Bearer ${key}` },
    handshakeTimeout: connectMs,
    maxPayload: mostFrameBytes,
    perMessageDeflate: false,
    followRedirects: false,
  });
  return new Promise((resolve, reject) => {
    const stop = (): void => socket.terminate();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const settle = (): void => signal.removeEventListener('abort', stop);
    socket.once('open', () => {
      settle();
      resolve(socket);
    });
    // It is emitted after a refused upgrade too; the first rejection stands.
    socket.on('error', (error) => {
      settle();
      reject(new UnreachableRoom(signal.aborted ? 'Interrupted before the room answered.' : silence(origin, error)));
    });
    socket.once('unexpected-response', (request, response) => {
      settle();
      reject(new UnreachableRoom(refusal(origin, response.statusCode ?? 0)));
      request.destroy();
    });
  });
}

function silence(origin: string, error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'ECONNREFUSED') {
    return `Nobody serves a room at ${origin}: start one with holdpoint serve, or name another one.`;
  }
  return `The room at ${origin} cannot be reached (${code ?? error.message}): look whether holdpoint serve runs there.`;
}

function refusal(origin: string, status: number): string {
  switch (status) {
    case 401:
      return `The room at ${origin} does not know this key: take the line for command lines that holdpoint serve printed last. The address for browsers is another one.`;
    case 403:
      return `The host at ${origin} is not called by that name: write its address as holdpoint serve printed it.`;
    default:
      return `There is no room of Holdpoint at ${origin} (it answered ${status}): write the address as holdpoint serve printed it.`;
  }
}
