import type { Transport } from '../../shared/contract/messages.ts';

/** The contract over a port whose far end may go at any time. */
export function toPortTransport(port: MessagePort): Transport {
  let isOver = false;
  return {
    send: (message) => {
      if (!isOver) port.postMessage(message);
    },
    onMessage: (listener, onEnd) => {
      port.addEventListener('close', () => {
        if (isOver) return;
        isOver = true;
        onEnd();
      });
      port.addEventListener('message', ({ data }: MessageEvent) => {
        if (typeof data === 'string' && !isOver) listener(data);
      });
      port.start();
    },
    close: () => {
      isOver = true;
      port.close();
    },
  };
}
