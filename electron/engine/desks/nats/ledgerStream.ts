import {
  AckPolicy,
  type Consumer,
  DeliverPolicy,
  DiscardPolicy,
  jetstream,
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { isNatsRefusal } from '../../source/live/nats/natsTrouble.ts';
import type { EntryNumber } from '../ledgerDoor.ts';
import type { LedgerAddress } from './ledgerAddress.ts';
import { LedgerGone, type LedgerPlace } from './ledgerPlace.ts';
import { LedgerRefusal } from './ledgerTrouble.ts';

const secondNanos = 1_000_000_000;
/** Made on demand, one for the ledgers of every launch; whoever keeps a cluster makes it beforehand, with replicas. */
const madeStream = {
  ...{ name: 'HOLDPOINT_LEDGER', subjects: ['holdpoint.*.ledger'], storage: StorageType.File },
  ...{ deny_delete: true, deny_purge: true, duplicate_window: 120 * secondNanos },
};
const makeByHand =
  'nats stream add HOLDPOINT_LEDGER --subjects "holdpoint.*.ledger" --storage file --deny-delete --deny-purge --defaults';
/** A consumer that nobody reads from for so long goes by itself. */
const forgottenAfterS = 300;

export interface OpenedLedger {
  readonly consumer: Consumer;
  /** Of the last entry that stood there; 0 without any. */
  readonly last: EntryNumber;
}

/**
 * The ledger of a launch, to be read on from a place. The stream is made where there is none, unless something has been
 * read from it: then it is gone. Throws `LedgerGone`, and `LedgerRefusal` for a stream that is none for a ledger.
 */
export async function openLedger(
  connection: NatsConnection,
  { subject }: LedgerAddress,
  place: LedgerPlace,
): Promise<OpenedLedger> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const stream = await findLedger(manager, subject, place.after === 0);
  const last = (await manager.streams.getMessage(stream, { last_by_subj: subject }))?.seq ?? 0;
  if (place.after > 0) place.check(await manager.streams.getMessage(stream, { seq: place.after }), subject);
  const info = await manager.consumers.add(stream, {
    ...{ filter_subject: subject, ack_policy: AckPolicy.None, mem_storage: true },
    ...{ deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: place.after + 1 },
    inactive_threshold: forgottenAfterS * secondNanos,
  });
  return { consumer: jetstream(connection).consumers.getConsumerFromInfo(info), last };
}

async function findLedger(manager: JetStreamManager, subject: string, mayMake: boolean): Promise<string> {
  try {
    const name = await manager.streams.find(subject);
    const { config } = await manager.streams.info(name);
    if (forgets(config)) {
      throw new LedgerRefusal(
        `The stream ${name} keeps ${subject} and does not keep it for good: take that subject out of it, and make one for ledgers with \`${makeByHand}\`.`,
      );
    }
    return name;
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== JetStreamApiCodes.StreamNotFound) throw error;
    if (!mayMake) throw new LedgerGone();
    return makeStream(manager, subject);
  }
}

async function makeStream({ streams }: JetStreamManager, subject: string): Promise<string> {
  try {
    return (await streams.add(madeStream)).config.name;
  } catch (error) {
    // Two desks may do this at the same moment, of which the server lets one.
    const isThere = await streams.find(subject).catch(() => undefined);
    if (isThere !== undefined) return isThere;
    if (isNatsRefusal(error)) {
      const text = `No stream keeps ${subject}, and one cannot be made (${(error as Error).message}): have it made with \`${makeByHand}\`.`;
      throw new LedgerRefusal(text, { cause: error });
    }
    throw error;
  }
}

/** Sooner or later, something that was put there is no longer there. */
function forgets(config: StreamConfig): boolean {
  const { max_age: maxAge, max_msgs: maxMessages, max_bytes: maxBytes, max_msgs_per_subject: maxPerSubject } = config;
  const isFullOnce = maxMessages > 0 || maxBytes > 0;
  return (
    config.retention !== RetentionPolicy.Limits ||
    config.storage !== StorageType.File ||
    maxAge > 0 ||
    maxPerSubject > 0 ||
    (isFullOnce && config.discard === DiscardPolicy.Old)
  );
}
