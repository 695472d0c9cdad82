import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Backoff } from '../../source/live/backoff.ts';
import type { LiveTools } from '../../source/live/liveSource.ts';
import { connectNats } from '../../source/live/nats/connectNats.ts';
import type { LedgerLink, LedgerNews } from '../ledgerDoor.ts';
import { readLedgerAddress } from './ledgerAddress.ts';
import { LedgerMail } from './ledgerMail.ts';
import { LedgerGone, LedgerPlace, writeEntryId } from './ledgerPlace.ts';
import { bringEntries, hearDesks } from './ledgerReading.ts';
import { openLedger } from './ledgerStream.ts';
import { isLedgerRefusal, toAppended, toLedgerTrouble } from './ledgerTrouble.ts';

const appendMs = 2000;
/** People wait for a desk to be back: it is tried at least so often. */
const longestWaitMs = 5000;
/** A server that has just begun may not know yet what it keeps: it is asked so often before it is believed. */
const goneTimes = 4;

export interface NatsLedgerTools extends Pick<LiveTools, 'clock' | 'random' | 'env'> {
  /** The launch that is meant where the address names none. */
  readonly launch?: string;
}

/**
 * The ledger of a launch that several desks share, as a stream of JetStream keeps it: `holdpoint.<launch>.ledger` at
 * `nats://[env:NAME@]host[:port][/launch]`, with the numbers of the stream. It is appended to only behind the last one
 * of its subject, which the server sees to, and each id is kept once. Desks greet each other on `holdpoint.<launch>.desks`.
 *
 * Reading opens the connection and everything else goes over it: a link that nobody reads appends nothing. What a user
 * must be allowed to do there stands in the test of the ways in. Throws `LiveAddressError`.
 */
export function openNatsLedger(address: string, tools: NatsLedgerTools): LedgerLink {
  const where = readLedgerAddress(address, tools.env, tools.launch);
  const closing = new AbortController();
  let connection: NatsConnection | undefined;

  /** From a connection to its break, which it throws. */
  async function* readOnce(place: LedgerPlace, signal: AbortSignal): AsyncGenerator<LedgerNews, never, undefined> {
    const opened = await connectNats(where, signal, { noEcho: true });
    const close = (): void => void opened.close();
    signal.addEventListener('abort', close);
    try {
      const mail = new LedgerMail();
      hearDesks(opened, where, mail);
      const ledger = await openLedger(opened, where, place);
      if (mail.failure !== undefined) throw mail.failure;
      connection = opened;
      bringEntries(opened, ledger, place, mail).catch((error: unknown) => mail.fail(error as Error));
      return yield* mail.take();
    } finally {
      connection = undefined;
      signal.removeEventListener('abort', close);
      await opened.close();
    }
  }

  return {
    address: where.shown,

    async *read(after, reading) {
      const signal = AbortSignal.any([reading, closing.signal]);
      const place = new LedgerPlace(where.launch, after);
      const backoff = new Backoff(tools.random);
      let wasJoined = false;
      let gone = 0;
      while (!signal.aborted) {
        let joinedMs: number | undefined;
        try {
          for await (const news of readOnce(place, signal)) {
            if (news.kind === 'joined') {
              joinedMs = tools.clock.steadyMs();
              wasJoined = true;
              gone = 0;
            }
            yield news;
          }
        } catch (error) {
          if (signal.aborted) return;
          const text = toLedgerTrouble(error, where);
          gone = error instanceof LedgerGone ? gone + 1 : 0;
          if (gone === goneTimes || (!wasJoined && isLedgerRefusal(error))) throw new Error(text, { cause: error });
          if (joinedMs !== undefined) backoff.heldFor(tools.clock.steadyMs() - joinedMs);
          yield { kind: 'cutOff', text };
        }
        await tools.clock.sleep(Math.min(longestWaitMs, backoff.nextMs()), signal);
      }
    },

    async append(body, id, after) {
      if (connection === undefined) return { kind: 'unknown', text: 'The link is broken: it is tried again.' };
      try {
        const options = { msgID: writeEntryId(where.launch, id), timeout: appendMs };
        const expect = { lastSubjectSequence: after };
        const { seq } = await jetstream(connection).publish(where.subject, body, { ...options, expect });
        return { kind: 'kept', number: seq };
      } catch (error) {
        return toAppended(error, where, body.length);
      }
    },

    greet(body) {
      if (connection?.isClosed() === false) connection.publish(where.presence, body);
    },

    async close() {
      closing.abort();
      await connection?.close();
    },
  };
}
