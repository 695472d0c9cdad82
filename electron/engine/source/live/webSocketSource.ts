import { WebSocket } from 'ws';
import { Backoff } from './backoff.ts';
import { BoundedQueue } from './boundedQueue.ts';
import { readMessage } from './liveMessage.ts';
import type { LiveEvent, LivePosition, LiveSource, LiveTools } from './liveSource.ts';

/** A frame may be so large, in whatever pieces it comes. */
const mostFrameBytes = 8 * 2 ** 20;
/** Nobody needs more pieces: many small ones would cost memory out of all proportion. */
const mostPieces = 4096;
/** Beyond this the other side has to wait. */
const mostWaitingBytes = 8 * 2 ** 20;
/** The protocol asks for a frame a second: after so long without one the other side is gone. */
const silenceMs = 10_000;
const handshakeMs = 10_000;
/** A mark that ends a frame is looked at up to this length. */
const longestMarkBytes = 4096;

/**
 * Samples over a WebSocket: `{"resume": POS}` goes out when it opens, arrays of samples come in, and `{"ack": POS}` goes
 * out once they are on the disk. It begins again after every break, from where it was read.
 */
export function openWebSocketSource(address: string, tools: LiveTools): LiveSource {
  let open: WebSocket | undefined;
  return {
    address: withoutSecrets(address),
    async *read(after, signal) {
      const backoff = new Backoff(tools.random);
      let reached = after;
      while (!signal.aborted) {
        yield { kind: 'status', state: 'connecting' };
        const connection = new Connection(address, reached, tools, signal);
        open = connection.socket;
        let openedMs: number | undefined;
        for await (const event of connection.events()) {
          if (event.kind === 'status') openedMs = tools.clock.steadyMs();
          if (event.kind === 'frame' && event.position !== undefined) reached = event.position;
          yield event;
        }
        if (signal.aborted) return;
        if (openedMs !== undefined) backoff.heldFor(tools.clock.steadyMs() - openedMs);
        yield { kind: 'status', state: 'broken', text: connection.why };
        await tools.clock.sleep(backoff.nextMs(), signal);
      }
    },
    acknowledge(position) {
      if (open?.readyState === WebSocket.OPEN) open.send(JSON.stringify({ ack: position }));
    },
  };
}

/** From one opening to the next break. */
class Connection {
  readonly socket: WebSocket;
  /** Why it ended, in a sentence. */
  why = 'The other side closed the connection: it is tried again.';
  private readonly tools: LiveTools;
  private readonly waiting = new BoundedQueue<Buffer>(mostWaitingBytes);
  private readonly over = new AbortController();
  private readonly opening = Promise.withResolvers<boolean>();
  private heardMs: number;

  constructor(address: string, after: LivePosition | undefined, tools: LiveTools, signal: AbortSignal) {
    this.tools = tools;
    this.heardMs = tools.clock.steadyMs();
    const socket = new WebSocket(address, {
      ...{ maxPayload: mostFrameBytes, maxFragments: mostPieces, perMessageDeflate: false },
      // A line that is not UTF-8 is set aside by itself; the lines beside it are good.
      skipUTF8Validation: true,
      handshakeTimeout: handshakeMs,
    });
    this.socket = socket;
    const stop = (): void => this.end();
    signal.addEventListener('abort', stop);
    socket.on('open', () => {
      socket.send(JSON.stringify({ resume: after ?? null }));
      this.heardMs = tools.clock.steadyMs();
      this.opening.resolve(true);
      void this.watch();
    });
    socket.on('message', (data: Buffer) => this.take(data));
    socket.on('error', (error) => {
      this.why = sentenceOf(error);
    });
    socket.on('close', () => {
      signal.removeEventListener('abort', stop);
      this.opening.resolve(false);
      this.over.abort();
    });
    if (signal.aborted) this.end();
  }

  /** What came before the break is handed on after it as well. */
  async *events(): AsyncGenerator<LiveEvent, void, undefined> {
    try {
      if (!(await this.opening.promise)) return;
      yield { kind: 'status', state: 'open' };
      for (;;) {
        await this.waiting.filled(this.over.signal);
        const [frame] = this.waiting.take(1);
        if (frame === undefined) return;
        if (this.socket.isPaused && !this.waiting.isFull) this.socket.resume();
        yield* readMessage(frame, positionOf);
      }
    } finally {
      this.end();
    }
  }

  private take(data: Buffer): void {
    this.heardMs = this.tools.clock.steadyMs();
    // Frames that were under way when the queue became full are few, and fit.
    if (!this.waiting.put(data, data.length)) {
      this.why = 'More came than could be taken in: it is read again from where it was read.';
      this.end();
    } else if (this.waiting.isFull) this.socket.pause();
  }

  /** While the other side is made to wait, its silence is ours. */
  private async watch(): Promise<void> {
    const { clock } = this.tools;
    while (!this.over.signal.aborted) {
      await clock.sleep(silenceMs / 4, this.over.signal);
      if (this.socket.isPaused) this.heardMs = clock.steadyMs();
      if (clock.steadyMs() - this.heardMs < silenceMs) continue;
      this.why = `Nothing has come for ${silenceMs / 1000} s, and a frame a second is due: look at the other side.`;
      this.end();
    }
  }

  private end(): void {
    this.opening.resolve(false);
    this.over.abort();
    this.socket.terminate();
  }
}

/** Of the mark that ends a frame; undefined where there is none, and the frame is taken all the same. */
function positionOf(last: Uint8Array | undefined): LivePosition | undefined {
  if (last === undefined || last.length > longestMarkBytes) return undefined;
  try {
    const mark = JSON.parse(Buffer.from(last).toString('utf8')) as { kind?: unknown; pos?: unknown } | null;
    const pos = mark?.kind === 'mark' ? mark.pos : undefined;
    if (typeof pos === 'string') return pos.length <= 256 ? pos : undefined;
    return Number.isSafeInteger(pos) && Number(pos) >= 0 ? Number(pos) : undefined;
  } catch {
    return undefined;
  }
}

function sentenceOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return 'Nobody listens there: start the other side.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'There is no machine of that name: look at the address.';
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
      return `A frame was over ${mostFrameBytes / 2 ** 20} MiB: send smaller ones.`;
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return `A frame came in more than ${mostPieces} pieces: send it whole.`;
    default:
      return `The link broke (${error.message}): it is tried again.`;
  }
}

/** What stands behind a question mark or before an @ may be a secret. */
function withoutSecrets(address: string): string {
  const url = URL.parse(address);
  return url === null ? 'an address' : `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
