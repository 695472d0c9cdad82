import type { Transport } from '../../../shared/contract/messages.ts';

/** As much of a message port as Node's and the desktop's have in common. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** The contract over a message port. What is not text is not of the contract, and is heard as an empty message. */
export function toPortTransport(port: Port): Transport {
  let hasEnded = false;
  return {
    send: (message) => {
      if (!hasEnded) port.postMessage(message);
    },
    onMessage: (listener, onEnd) => {
      port.on('message', (message) => {
        if (!hasEnded) listener(typeof message === 'string' ? message : '');
      });
      port.on('close', () => {
        if (hasEnded) return;
        hasEnded = true;
        onEnd();
      });
      port.start();
    },
    close: () => port.close(),
  };
}
