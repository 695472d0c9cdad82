import type { Transport } from '../../../shared/contract/messages.ts';
import type { Port } from './port.ts';

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
