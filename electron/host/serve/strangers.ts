import type { Duplex } from 'node:stream';

/**
 * Connections that have not come into the room. Whoever holds many of them open pushes out the oldest, his own among them:
 * nobody who is in is cut for it, and the next to come is heard.
 */
export class Strangers {
  private readonly most: number;
  private readonly sockets = new Set<Duplex>();

  constructor(most: number) {
    this.most = most;
  }

  take(socket: Duplex): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    for (const oldest of this.sockets) {
      if (this.sockets.size <= this.most) return;
      this.sockets.delete(oldest);
      oldest.destroy();
    }
  }

  /** It is no stranger any more. */
  release(socket: Duplex): void {
    this.sockets.delete(socket);
  }
}
