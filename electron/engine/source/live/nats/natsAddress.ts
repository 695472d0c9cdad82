import type { LiveTools } from '../liveSource.ts';
import { LiveAddressError } from '../liveAddressError.ts';
import { type NatsCredentials, readNatsCredentials } from './natsCredentials.ts';

/** Where the samples of a launch are kept, and how to come in. */
export interface NatsAddress {
  /** For people: without secrets. */
  readonly shown: string;
  /** Host and port. */
  readonly server: string;
  readonly launch: string;
  readonly subject: string;
  /** No word goes out before the server has proved who it is. */
  readonly mustEncrypt: boolean;
  readonly credentials: NatsCredentials | undefined;
}

const usualPort = '4222';
/** A name that is one token of a subject, and stands in an address as it is. */
const tokens = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * `nats://[env:NAME@]host[:port][/launch]`, or `nats+tls://`. `ownLaunch`: the one that is meant where the address names none.
 * Throws `LiveAddressError`.
 */
export function readNatsAddress(address: string, env: LiveTools['env'], ownLaunch = ''): NatsAddress {
  const url = URL.parse(address);
  const path = url?.pathname.replace(/^\//, '') ?? '';
  if (url === null || url.hostname === '' || url.search !== '' || url.hash !== '' || path.includes('/')) {
    throw new LiveAddressError('Write a NATS address as nats://host:4222 or nats://host:4222/<launch>.');
  }
  const launch = path === '' ? ownLaunch : path;
  if (!tokens.test(launch)) {
    throw new LiveAddressError(
      'Name the launch behind the address, in letters, digits, - and _: nats://host:4222/<launch>.',
    );
  }
  const server = `${url.hostname}:${url.port === '' ? usualPort : url.port}`;
  return {
    ...{ server, launch, subject: `holdpoint.${launch}.samples`, mustEncrypt: url.protocol === 'nats+tls:' },
    shown: `${url.protocol}//${server}/${launch}`,
    credentials: readNatsCredentials(url, env),
  };
}
