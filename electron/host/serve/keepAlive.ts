import type { WebSocket } from 'ws';
import type { Clock } from '../../engine/clock.ts';

/** Cuts a connection whose other end is gone, or so slow that it does not get a pong out between its own bytes. */
export function keepAlive(socket: WebSocket, clock: Clock, pingMs: number, closing: AbortSignal): void {
  const gone = new AbortController();
  const stop = (): void => gone.abort();
  socket.once('close', () => {
    closing.removeEventListener('abort', stop);
    stop();
  });
  closing.addEventListener('abort', stop);
  let hasAnswered = true;
  socket.on('pong', () => {
    hasAnswered = true;
  });
  void watch();

  async function watch(): Promise<void> {
    for (;;) {
      await clock.sleep(pingMs, gone.signal);
      if (gone.signal.aborted) return;
      if (!hasAnswered) {
        socket.terminate();
        return;
      }
      hasAnswered = false;
      socket.ping();
    }
  }
}
