import type { NatsConnection } from '@nats-io/transport-node';
import { Backoff } from '../backoff.ts';
import { connectNats } from './connectNats.ts';
import { readMessage } from '../liveMessage.ts';
import type { LiveEvent, LiveSource, LiveTools } from '../liveSource.ts';
import { NatsAcks } from './natsAcks.ts';
import { type NatsAddress, readNatsAddress } from './natsAddress.ts';
import { openNatsConsumer } from './natsConsumer.ts';
import { NatsPlace } from './natsPlace.ts';
import { readNatsPosition, writeNatsPosition } from './natsPosition.ts';
import { toNatsTrouble } from './natsTrouble.ts';

/** Messages that are asked for may take so much memory, however large each of them is. */
const mostWaitingBytes = 32 * 2 ** 20;
const mostMessages = 500;
/** How long the server may wait for a message, and how often it says that it still does: two missed, and it is gone. */
const expiresMs = 5000;
const heartbeatMs = 2000;
/** How often people are told how far behind it is. */
const tellLagMs = 1000;

/**
 * The samples of a launch as a NATS server keeps them, by a durable consumer of JetStream: messages are the arrays of the
 * live protocol, read on by their number in the stream, acknowledged after the commit. It begins again after every
 * break from where it was read, and a message that comes again is left out and counted.
 */
export function openNatsSource(address: string, tools: LiveTools): LiveSource {
  const where = readNatsAddress(address, tools.env, tools.plan.launch.id);
  let acks: NatsAcks | undefined;
  let place: NatsPlace | undefined;
  return {
    address: where.shown,
    async *read(after, signal) {
      const position = readNatsPosition(after);
      // What a session begins with is on its disk; after a cut and a joining, not all of it may be.
      acks ??= new NatsAcks(position?.nanos ?? 0n);
      place = new NatsPlace(position, place?.repeated);
      const backoff = new Backoff(tools.random);
      while (!signal.aborted) {
        yield { kind: 'status', state: 'connecting' };
        let openedMs: number | undefined;
        let trouble = '';
        try {
          for await (const event of readOnce(where, place, acks, tools, signal)) {
            if (event.kind === 'status') openedMs ??= tools.clock.steadyMs();
            yield event;
          }
        } catch (error) {
          trouble = toNatsTrouble(error, where);
        }
        if (signal.aborted) return;
        if (openedMs !== undefined) backoff.heldFor(tools.clock.steadyMs() - openedMs);
        yield { kind: 'status', state: 'broken', text: trouble };
        await tools.clock.sleep(backoff.nextMs(), signal);
      }
    },
    acknowledge(position) {
      const read = readNatsPosition(position);
      if (read !== undefined) acks?.reach(read.nanos);
    },
  };
}

/** From a connection to its break, which it throws; or until it is no longer wanted. */
async function* readOnce(
  where: NatsAddress,
  place: NatsPlace,
  acks: NatsAcks,
  tools: LiveTools,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent, void, undefined> {
  const connection = await connectNats(where, signal);
  const close = (): void => void connection.close();
  signal.addEventListener('abort', close);
  try {
    if (signal.aborted) return;
    const { consumer, name, loss } = await openNatsConsumer(connection, where, place, tools.random);
    if (loss !== undefined) yield loss;
    acks.open(connection);
    yield { kind: 'status', state: 'open', repeated: place.repeated };
    let toldMs = tools.clock.steadyMs();
    const most = Math.max(1, Math.min(mostMessages, Math.floor(mostWaitingBytes / payloadOf(connection))));
    while (!connection.isClosed()) {
      const messages = await consumer.fetch({
        ...{ max_messages: most, expires: expiresMs, idle_heartbeat: heartbeatMs },
      });
      let lagMs = 0;
      for await (const message of messages) {
        acks.add(message);
        if (place.take(message, name) === 'next' && place.reached !== undefined) {
          const { buffer, byteOffset, byteLength } = message.data;
          const position = writeNatsPosition(place.reached);
          yield* readMessage(Buffer.from(buffer, byteOffset, byteLength), () => position);
        }
        lagMs = message.info.pending === 0 ? 0 : Math.max(0, tools.clock.nowMs() - message.time.getTime());
        if (tools.clock.steadyMs() - toldMs < tellLagMs) continue;
        toldMs = tools.clock.steadyMs();
        yield { kind: 'status', state: 'open', lagMs, repeated: place.repeated };
      }
      yield { kind: 'status', state: 'open', lagMs, repeated: place.repeated };
    }
    throw (await connection.closed()) ?? new Error('closed');
  } finally {
    signal.removeEventListener('abort', close);
    await connection.close();
  }
}

/** The largest message that the server lets pass. */
function payloadOf(connection: NatsConnection): number {
  return connection.info?.max_payload ?? 2 ** 20;
}
