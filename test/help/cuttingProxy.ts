import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly port: number;
  /** Every connection breaks, and nobody is let in. */
  cut(): void;
  /** Connections stay and nothing comes through any more, either way: nobody is told. */
  swallow(): void;
  /** What is sent there arrives, and no answer comes back. */
  muffle(): void;
  /** As at first, for new connections. */
  mend(): void;
  close(): Promise<void>;
}

/** A link to a port of loopback that can be cut in the middle. */
export async function startCuttingProxy(toPort: number): Promise<CuttingProxy> {
  let state: 'open' | 'cut' | 'swallowing' | 'muffled' = 'open';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'cut') near.destroy();
    if (state !== 'open') return;
    const far = connect(toPort, '127.0.0.1');
    keep(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        const passes = state === 'open' || (state === 'muffled' && to === far);
        if (passes && !to.write(bytes)) from.pause();
      });
      to.on('drain', () => from.resume());
      from.on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      state = 'cut';
      breakAll();
    },
    swallow: () => {
      state = 'swallowing';
    },
    muffle: () => {
      state = 'muffled';
    },
    mend: () => {
      // What was swallowed is missing: a connection that goes on would speak nonsense.
      if (state !== 'open') breakAll();
      state = 'open';
    },
    close: async () => {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
