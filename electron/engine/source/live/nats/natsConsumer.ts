import {
  AckPolicy,
  type Consumer,
  jetstream,
  jetstreamManager,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { LiveGap, LiveTools } from '../liveSource.ts';
import type { NatsAddress } from './natsAddress.ts';
import type { NatsPlace } from './natsPlace.ts';

const secondNanos = 1_000_000_000;
/** What was not acknowledged after so long comes again; a commit takes far less. */
const ackWaitS = 60;
/** A consumer that nobody reads from for so long goes by itself: that of a desk that never came back. */
const forgottenAfterS = 7 * 86_400;
/** Messages on their way to the disk. */
const mostUnacknowledged = 10_000;

export interface OpenedConsumer {
  readonly consumer: Consumer;
  readonly name: string;
  readonly loss: LiveGap | undefined;
}

/**
 * A durable consumer of its own for each connection: it brings everything from the place on, in order. One that was
 * left in the middle would bring what it had under way a minute later and between newer messages. The one before is
 * deleted only then, so that a stream that keeps what somebody waits for keeps it.
 */
export async function openNatsConsumer(
  connection: NatsConnection,
  { launch, subject }: NatsAddress,
  place: NatsPlace,
  random: LiveTools['random'],
): Promise<OpenedConsumer> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const stream = await manager.streams.find(subject);
  const loss = place.findLoss(await manager.streams.info(stream));
  const before = place.reached?.consumer;
  const name = `holdpoint-${launch}-${Math.floor(random() * 36 ** 8).toString(36)}`;
  const info = await manager.consumers.add(stream, {
    ...{ durable_name: name, filter_subject: subject, ack_policy: AckPolicy.All, ...place.beginning() },
    ...{ ack_wait: ackWaitS * secondNanos, max_ack_pending: mostUnacknowledged },
    inactive_threshold: forgottenAfterS * secondNanos,
  });
  if (before !== undefined) await forget(manager, stream, before);
  return { consumer: jetstream(connection).consumers.getConsumerFromInfo(info), name, loss };
}

/** One that is gone already, or may not be deleted, is in nobody's way: it goes by itself. */
async function forget(manager: JetStreamManager, stream: StreamInfo['config']['name'], name: string): Promise<void> {
  await manager.consumers.delete(stream, name).catch(() => false);
}
