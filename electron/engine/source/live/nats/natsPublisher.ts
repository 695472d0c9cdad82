import { jetstream, type JetStreamClient, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Backoff } from '../backoff.ts';
import type { LiveTools } from '../liveSource.ts';
import { connectNats } from './connectNats.ts';
import { readNatsAddress, type NatsAddress } from './natsAddress.ts';
import { isNatsRefusal, toNatsTrouble } from './natsTrouble.ts';

/** Of the stream that is made on request: one for every launch. */
const madeStream = { name: 'HOLDPOINT', subjects: ['holdpoint.*.samples'] };

export interface NatsPublisher {
  /** For people: without secrets. */
  readonly shown: string;
  /** Resolves when the stream keeps it, or the signal is aborted. One `id` is kept once, however often it is sent. */
  publish(frame: string, id: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What was asked for cannot be had, and no waiting mends it. The message is a sentence. */
export class NatsRefusal extends Error {
  override readonly name = 'NatsRefusal';
}

/**
 * Puts frames into the stream of a launch, in order, each until it is kept there: over breaks and restarts of the server.
 * Throws `NatsRefusal` when the first connection finds no stream or is not let in, `LiveAddressError` for the address.
 */
export async function openNatsPublisher(
  address: string,
  tools: Omit<LiveTools, 'plan'>,
  options: { readonly makeStream: boolean; readonly tell: (text: string) => void; readonly signal: AbortSignal },
): Promise<NatsPublisher> {
  const where = readNatsAddress(address, tools.env);
  const { tell, signal } = options;
  let link = await open(where, signal).catch((error: unknown) => refuse(error, where));
  await prepareStream(link.connection, where, options.makeStream).catch(async (error: unknown) => {
    await link.connection.close();
    refuse(error, where);
  });

  /** Resolves when it is kept; what may have been kept already is told from a new one by its id. */
  async function publish(frame: string, id: string, stop: AbortSignal): Promise<void> {
    const backoff = new Backoff(tools.random);
    while (!stop.aborted) {
      try {
        if (link.connection.isClosed()) link = await open(where, stop);
        await link.client.publish(where.subject, frame, { msgID: id });
        return;
      } catch (error) {
        if (stop.aborted) return;
        if (isNatsRefusal(error)) refuse(error, where);
        tell(`${toNatsTrouble(error, where)}\n`);
        await tools.clock.sleep(backoff.nextMs(), stop);
      }
    }
  }

  return { shown: where.shown, publish, close: () => link.connection.close() };
}

interface PublishingLink {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
}

async function open(where: NatsAddress, signal: AbortSignal): Promise<PublishingLink> {
  const connection = await connectNats(where, signal);
  return { connection, client: jetstream(connection) };
}

/** Sees that there is a stream, or makes one. */
async function prepareStream(connection: NatsConnection, { subject }: NatsAddress, isMade: boolean): Promise<void> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  try {
    await streams.find(subject);
  } catch (error) {
    if (!isMade) throw error;
    await streams.add(madeStream);
  }
}

function refuse(error: unknown, where: NatsAddress): never {
  throw new NatsRefusal(toNatsTrouble(error, where), { cause: error });
}
