import { readFileSync } from 'node:fs';
import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/transport-node';
import { LiveAddressError } from '../liveAddressError.ts';
import type { LiveTools } from '../liveSource.ts';

/** How to come in, and where that was written, for people. */
export interface NatsCredentials {
  readonly authenticator: Authenticator;
  readonly writtenIn: string;
}

const credentialsHead = '-----BEGIN NATS USER JWT-----';
const seed = /^SU[A-Z2-7]{56}$/;

/**
 * `env:NAME@` before the host names a variable. It holds the path of a `.creds` file or such a file's text, the seed of a
 * user's key, `user:password`, or a token: what it is shows by its form.
 */
export function readNatsCredentials(url: URL, env: LiveTools['env']): NatsCredentials | undefined {
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  if (user === '') return undefined;
  if (user !== 'env') {
    const authenticator = password === '' ? tokenAuthenticator(user) : usernamePasswordAuthenticator(user, password);
    return { authenticator, writtenIn: 'the address' };
  }
  const value = (Object.hasOwn(env, password) ? env[password] : undefined)?.trim() ?? '';
  if (value === '') {
    throw new LiveAddressError(
      password === ''
        ? 'Name the variable that holds the credentials: nats://env:NAME@host:4222.'
        : `The credentials are in the environment variable ${password}, which is not set: set it.`,
    );
  }
  return { authenticator: authenticatorOf(value, password), writtenIn: `the environment variable ${password}` };
}

function authenticatorOf(value: string, name: string): Authenticator {
  if (value.includes(credentialsHead)) return credsAuthenticator(Buffer.from(value));
  if (value.endsWith('.creds')) return credsAuthenticator(readCredentials(value, name));
  if (seed.test(value)) return nkeyAuthenticator(Buffer.from(value));
  const colon = value.indexOf(':');
  if (colon < 0) return tokenAuthenticator(value);
  return usernamePasswordAuthenticator(value.slice(0, colon), value.slice(colon + 1));
}

function readCredentials(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new LiveAddressError(`The file of credentials that ${name} names cannot be read: look at its path.`);
  }
}
