import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { NatsAddress } from './natsAddress.ts';

const connectMs = 5000;
/** A server that answers no ping is left after two of these. */
const pingMs = 10_000;

/**
 * A connection that ends at its first break: whoever wants another opens it, from where it has come to. Rejects when the
 * signal is aborted; afterwards the connection is its taker's to close. `noEcho`: what it publishes does not come back to it.
 */
export async function connectNats(
  where: NatsAddress,
  signal: AbortSignal,
  { noEcho = false } = {},
): Promise<NatsConnection> {
  const { server, mustEncrypt, credentials } = where;
  const opening = connect({
    ...{ servers: server, name: 'holdpoint', reconnect: false, timeout: connectMs, pingInterval: pingMs, noEcho },
    ...(mustEncrypt ? { tls: {} } : {}),
    ...(credentials === undefined ? {} : { authenticator: credentials.authenticator }),
  });
  const unwanted = Promise.withResolvers<never>();
  const giveUp = (): void => {
    unwanted.reject(new Error('It is no longer wanted.'));
    opening.then((late) => late.close()).catch(() => undefined);
  };
  signal.addEventListener('abort', giveUp);
  try {
    return await Promise.race([opening, unwanted.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
