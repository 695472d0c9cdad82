import type { Transport } from '../../shared/contract/messages.ts';
import { toPortTransport } from './portTransport.ts';
import { openSocket } from './socketTransport.ts';

/** Why there is no way to the engine: a sentence for whoever stands before the screen. */
export class NoWayIn extends Error {
  override readonly name = 'NoWayIn';
  /** `spent`: trying again would not help. `shutOut`: it would, once a link was opened in this browser. */
  readonly why: 'silent' | 'spent' | 'shutOut';

  constructor(message: string, why: NoWayIn['why'] = 'silent') {
    super(message);
    this.why = why;
  }
}

const shellOrigin = 'holdpoint:';
const portMessage = 'holdpoint.port';

/**
 * A way to the engine: through the port that the desktop's shell hands to its page, or through the host that served it.
 * Nothing else in the page knows which.
 */
export function openTransport(signal: AbortSignal): Promise<Transport> {
  return location.protocol === shellOrigin ? awaitPort(signal) : openSocket(signal);
}

/** The shell posts a port whenever the page asks, so that a new engine can take the place of a lost one. */
function awaitPort(signal: AbortSignal): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const hear = ({ source, data, ports: [port] }: MessageEvent): void => {
      if (source !== window || data !== portMessage || port === undefined) return;
      window.removeEventListener('message', hear);
      resolve(toPortTransport(port));
    };
    window.addEventListener('message', hear);
    signal.addEventListener('abort', () => {
      window.removeEventListener('message', hear);
      reject(new NoWayIn('The engine did not answer.'));
    });
    window.postMessage(`${portMessage}.wanted`, location.origin);
  });
}
