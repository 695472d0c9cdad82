import { type ConsumerConfig, DeliverPolicy, type JsMsg, type StreamInfo } from '@nats-io/jetstream';
import type { LiveGap } from '../liveSource.ts';
import { instantAfter, type NatsPosition } from './natsPosition.ts';

/** What a message is to whoever reads on from a place: the next one, or one that was read before. */
export type NatsTurn = 'next' | 'again';

/** A message is missing in between, or the stream is not the one that was read: it is begun again from what was read. */
export class NatsAstray extends Error {
  override readonly name = 'NatsAstray';
}

/**
 * How far a stream is read, over every break. It knows a message by its number in the stream, and the stream by the
 * instant of the last message that was read: the consumer begins at that message, to see whether it is still the same.
 */
export class NatsPlace {
  private position: NatsPosition | undefined;
  /** The stream was made anew, or has lost its end: its numbers say nothing, its instants do. */
  private isAnew = false;
  /** Numbers up to here are known to be gone, and told; until the next message. */
  private toldTo = 0;
  private deliveries = 0;
  /** Messages that came again. */
  repeated: number;

  constructor(position: NatsPosition | undefined, repeated = 0) {
    this.position = position;
    this.repeated = repeated;
  }

  get reached(): NatsPosition | undefined {
    return this.position;
  }

  /** What the stream no longer has of what was not read yet; undefined when that is nothing, or was told before. */
  findLoss(info: StreamInfo): LiveGap | undefined {
    const { position } = this;
    if (position === undefined) return undefined;
    const { first_seq: first, last_seq: last } = info.state;
    const createdMs = Date.parse(info.created);
    if (!this.isAnew && (last < position.sequence || createdMs > Number(position.nanos / 1_000_000n)))
      this.isAnew = true;
    if (this.isAnew) return this.tell(1, Infinity, anew);
    const count = first - 1 - Math.max(position.sequence, this.toldTo);
    return count > 0 ? this.tell(count, first - 1, removed) : undefined;
  }

  /** Where a consumer begins that reads on from here. */
  beginning(): Partial<ConsumerConfig> {
    const { position } = this;
    this.deliveries = 0;
    if (position === undefined) return { deliver_policy: DeliverPolicy.All };
    return this.isAnew
      ? { deliver_policy: DeliverPolicy.StartTime, opt_start_time: instantAfter(position.nanos) }
      : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: position.sequence };
  }

  /** Throws `NatsAstray` where it cannot be read on. */
  take(message: JsMsg, consumer: string): NatsTurn {
    const { streamSequence: sequence, deliverySequence } = message.info;
    this.deliveries += 1;
    if (deliverySequence !== this.deliveries) throw new NatsAstray('A message was lost on the way: it is read again.');
    const nanos = message.timestampNanos;
    const { position } = this;
    if (position === undefined || this.isAnew || sequence > position.sequence) {
      this.position = { sequence, nanos, consumer };
      this.isAnew = false;
      this.toldTo = 0;
      return 'next';
    }
    if (sequence < position.sequence || deliverySequence > 1) this.repeated += 1;
    else if (nanos !== position.nanos) {
      this.isAnew = true;
      throw new NatsAstray(anew);
    }
    return 'again';
  }

  private tell(count: number, to: number, text: string): LiveGap | undefined {
    if (to <= this.toldTo) return undefined;
    this.toldTo = to;
    return { kind: 'gap', count, of: 'frames', text };
  }
}

const anew =
  'The stream was made anew or has lost its end: what it held and was not read is not known, and it is read on from then.';
const removed =
  'The stream no longer has them (at most so many: other launches may be among them): let it keep messages for longer.';
