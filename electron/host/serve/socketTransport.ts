import type { WebSocket } from 'ws';
import type { Transport } from '../../../shared/contract/messages.ts';

/** A reader that leaves so many bytes untaken is cut: answers that nobody reads may not fill the memory. */
const mostUnread = 16_777_216;

/** The contract over a WebSocket, either side of it. Frames of bytes are not of the contract, and are heard as empty. */
export function toSocketTransport(socket: WebSocket): Transport {
  const held: string[] = [];
  let listener: ((message: string) => void) | undefined;
  let onEnd: (() => void) | undefined;
  let hasEnded = false;
  socket.on('message', (data, isBinary) => {
    const message = isBinary || !Buffer.isBuffer(data) ? '' : data.toString('utf8');
    if (listener === undefined) held.push(message);
    else listener(message);
  });
  // The close that follows says all that anybody needs.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    hasEnded = true;
    onEnd?.();
  });
  return {
    send: (message) => {
      if (hasEnded || socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostUnread) socket.terminate();
      else socket.send(message);
    },
    onMessage: (hear, end) => {
      listener = hear;
      onEnd = end;
      for (const message of held.splice(0)) hear(message);
      if (hasEnded) end();
    },
    close: () => socket.close(),
  };
}
