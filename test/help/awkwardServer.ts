import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** As it came; empty where the server answered without reading it. */
  readonly body: Buffer;
}

/** What the server does with one request. `unread` acts on the head alone and never reads the body. */
export interface Habit {
  readonly reads: 'body' | 'unread';
  act(request: IncomingMessage, response: ServerResponse): void;
}

export interface AwkwardServer {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves with the number of requests once there are that many. */
  requests(count: number): Promise<void>;
  /** Resolves when no connection is open: whoever called has let go of all of them. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A receiver on this machine that behaves badly on purpose: the nth request meets the nth habit, the rest the last. */
export async function startAwkwardServer(...habits: readonly Habit[]): Promise<AwkwardServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  const stir = (): void => {
    for (const look of [...waiting]) look();
  };
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isTrue()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  let begun = 0;
  const server = createServer((request, response) => {
    const habit = habits[Math.min(begun, habits.length - 1)] ?? answers(200);
    begun += 1;
    const parts: Buffer[] = [];
    const act = (): void => {
      const { method, url: path, headers } = request;
      received.push({ method, path, headers, body: Buffer.concat(parts) });
      habit.act(request, response);
      stir();
    };
    if (habit.reads === 'unread') {
      act();
      return;
    }
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', act);
    request.on('error', stir);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', stir);
    socket.on('close', () => {
      sockets.delete(socket);
      stir();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    requests: (count) => until(() => received.length >= count),
    idle: () => until(() => sockets.size === 0),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A port on which nothing listens any more. */
export async function absentServer(): Promise<string> {
  const server = await startAwkwardServer();
  await server.close();
  return server.url;
}

export function answers(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Habit {
  return reading((_request, response) => response.writeHead(status, headers).end(body));
}

export const isSilent = reading(() => undefined);

export const closesAtOnce = reading((request) => request.socket.destroy());

export const resets = reading((request) => request.socket.resetAndDestroy());

/** A success is promised, and half of it comes. */
export const answersHalf = reading((request) => {
  const { socket } = request;
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () => socket.resetAndDestroy());
});

export const answersHalfAHead = reading((request) => {
  const { socket } = request;
  socket.write('HTTP/1.1 200 OK\r\nContent-Le', () => socket.destroy());
});

export const answersEndlessly = reading((request, response) => {
  const more = (): void => {
    while (!request.socket.destroyed && response.write('x'.repeat(1_000)));
  };
  response.writeHead(200).on('drain', more);
  more();
});

/** The head at once, then a little, then nothing. */
export const answersSlowly = reading((_request, response) => {
  response.writeHead(200, { 'Content-Length': '10' }).write('x');
});

/** Answers when nobody waits for it any more. */
export const answersLate = reading((request, response) => {
  request.socket.on('end', () => response.end('late')).on('close', () => response.end('later'));
});

export const babbles = reading((request) => request.socket.end('220 mail.example.org ESMTP\r\n'));

export const answersEndlessHead = reading((request) => {
  request.socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}`);
});

export const switchesProtocols = reading((request) => {
  request.socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
});

export const answersUnread: Habit = {
  reads: 'unread',
  act: (request) => request.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
};

function reading(act: Habit['act']): Habit {
  return { reads: 'body', act };
}
