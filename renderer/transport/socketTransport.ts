import type { Transport } from '../../shared/contract/messages.ts';
import { NoWayIn } from './openTransport.ts';

/** A WebSocket to the host that served this page, once the invitation in the address is exchanged for a cookie. */
export async function openSocket(signal: AbortSignal): Promise<Transport> {
  await spendInvitation(signal);
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/room`);
  return new Promise((resolve, reject) => {
    const stop = (): void => socket.close();
    signal.addEventListener('abort', stop);
    socket.onopen = () => {
      signal.removeEventListener('abort', stop);
      resolve(toTransport(socket));
    };
    socket.onclose = () => {
      signal.removeEventListener('abort', stop);
      toReason(signal).then(reject, reject);
    };
  });
}

/** A browser does not tell a refused WebSocket from a host that is not there: the host itself is asked. */
async function toReason(signal: AbortSignal): Promise<NoWayIn> {
  const answer = await askWayIn(signal);
  if (answer?.status === 401) return new NoWayIn((await answer.text()).trim(), 'shutOut');
  return new NoWayIn('Nobody serves this room.');
}

function toTransport(socket: WebSocket): Transport {
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(message);
    },
    onMessage: (listener, onEnd) => {
      socket.onmessage = ({ data }: MessageEvent) => {
        if (typeof data === 'string') listener(data);
      };
      socket.onclose = () => onEnd();
      if (socket.readyState >= WebSocket.CLOSING) onEnd();
    },
    close: () => socket.close(),
  };
}

function askWayIn(signal: AbortSignal): Promise<Response | undefined> {
  return fetch('/way-in', { method: 'POST', signal }).catch(() => undefined);
}

/** The address carries what lets a browser in behind its #, where no server sees it; it goes from there at once. */
async function spendInvitation(signal: AbortSignal): Promise<void> {
  const token = location.hash.slice(1);
  if (token === '' || token.startsWith('/')) return;
  history.replaceState(null, '', `${location.pathname}#/room`);
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
    signal,
  });
  // A link that is spent harms nobody who is known already.
  if (!response.ok && (await askWayIn(signal))?.ok !== true) throw new NoWayIn((await response.text()).trim(), 'spent');
}
