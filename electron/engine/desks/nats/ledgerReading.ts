import { errors, type NatsConnection } from '@nats-io/transport-node';
import type { LedgerAddress } from './ledgerAddress.ts';
import type { LedgerMail } from './ledgerMail.ts';
import type { LedgerPlace } from './ledgerPlace.ts';
import type { OpenedLedger } from './ledgerStream.ts';

/** How long the server may wait for an entry, and how often it says that it still does: two missed, and it is gone. */
const expiresMs = 5000;
const heartbeatMs = 2000;
/** Entries that are asked for may take so much memory, however large each of them is. */
const mostWaitingBytes = 64 * 2 ** 20;
const mostEntries = 500;

/** Hears the other desks from now on, and says to the mail where this user may not meet them. */
export function hearDesks(connection: NatsConnection, { presence }: LedgerAddress, mail: LedgerMail): void {
  connection.subscribe(presence, {
    callback: (error, message) => {
      if (error !== null) mail.fail(error);
      else if (message.data.length > 0) mail.greet(message.data.slice());
    },
  });
  void (async () => {
    for await (const status of connection.status()) {
      const error = status.type === 'error' ? status.error : undefined;
      if (error instanceof errors.PermissionViolationError && error.subject === presence) mail.fail(error);
    }
  })();
  // Whether it may greet shows only by doing it; nothing of this one is handed on at the other side.
  connection.publish(presence);
}

/**
 * Puts entries into the mail until the connection ends. What was asked for is let in as it comes, for whoever lets the server
 * wait is taken to be gone; more is asked for when all of it was taken.
 */
export async function bringEntries(
  connection: NatsConnection,
  { consumer, last }: OpenedLedger,
  place: LedgerPlace,
  mail: LedgerMail,
): Promise<never> {
  const payloadBytes = connection.info?.max_payload ?? 2 ** 20;
  const most = Math.max(1, Math.min(mostEntries, Math.floor(mostWaitingBytes / payloadBytes)));
  let taken = place.after < last ? undefined : mail.put({ kind: 'joined' });
  while (!connection.isClosed()) {
    const messages = await consumer.fetch({
      ...{ max_messages: most, expires: expiresMs, idle_heartbeat: heartbeatMs },
    });
    for await (const message of messages) {
      const wasBehind = place.after < last;
      taken = mail.put({ kind: 'entries', entries: [place.take(message)] });
      if (wasBehind && place.after >= last) taken = mail.put({ kind: 'joined' });
    }
    await taken;
  }
  throw (await connection.closed()) ?? new Error('closed');
}
