import { LiveAddressError } from '../liveAddressError.ts';

/** Where something listens on this machine. */
export interface LoopbackAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** For people. */
  readonly shown: string;
}

const hosts: ReadonlyMap<string, string> = new Map([
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', '127.0.0.1'],
  ['[::1]', '::1'],
]);

/** `otlp://127.0.0.1:4318` and the like. Throws `LiveAddressError`. */
export function readLoopbackAddress(address: string, usualPort: number): LoopbackAddress {
  const url = URL.parse(address);
  const scheme = /^[a-z+]+/i.exec(address)?.[0].toLowerCase() ?? '';
  const example = `${scheme}://127.0.0.1:${usualPort}`;
  if (url === null || !['', '/'].includes(url.pathname) || `${url.username}${url.search}${url.hash}` !== '') {
    throw new LiveAddressError(`Write where to listen as in ${example}.`);
  }
  const host = hosts.get(url.hostname);
  if (host === undefined) {
    throw new LiveAddressError(
      `Whoever may send here needs no password, so it listens on this machine alone: write ${example}, and let a collector beside it pass on what comes from elsewhere.`,
    );
  }
  const port = url.port === '' ? usualPort : Number(url.port);
  return { host, port, shown: `${scheme}://${url.hostname}:${port}` };
}

/** Why nothing can listen there, in a sentence that says what to do. */
export function listenTrouble(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return 'Something else listens on this port: end it, or name another port.';
  if (code === 'EACCES') return 'This port may not be used: name one above 1023.';
  return `Nothing can listen there (${error.message}): it is tried again.`;
}
