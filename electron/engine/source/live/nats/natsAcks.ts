import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

const acknowledged = '+ACK';

/**
 * What was handed on and is not known to be on the disk. The consumer takes the last message for all before it, and one
 * that was never acknowledged comes again. Messages are known by the instant at which the server took them: their
 * numbers begin anew with the stream.
 */
export class NatsAcks {
  private connection: NatsConnection | undefined;
  private waiting: { readonly nanos: bigint; readonly reply: string }[] = [];
  /** Everything up to here is on the disk. */
  private durable: bigint;

  constructor(durable: bigint) {
    this.durable = durable;
  }

  /** What an earlier connection brought can no longer be acknowledged there. */
  open(connection: NatsConnection): void {
    this.connection = connection;
    this.waiting = [];
  }

  /** A message has come. One that is on the disk already is acknowledged at once. */
  add(message: JsMsg): void {
    const nanos = message.timestampNanos;
    const reply = replySubjectOf(message);
    if (nanos <= this.durable) this.send(reply);
    else this.waiting.push({ nanos, reply });
  }

  reach(nanos: bigint): void {
    this.durable = nanos;
    const last = this.waiting.findLast((one) => one.nanos <= nanos);
    if (last === undefined) return;
    this.waiting = this.waiting.filter((one) => one.nanos > nanos);
    this.send(last.reply);
  }

  /** What cannot be told now is told with the next one, or the message comes again and is known. */
  private send(reply: string): void {
    if (this.connection?.isClosed() === false) this.connection.publish(reply, acknowledged);
  }
}

/** To acknowledge is to answer there. It is kept without the message, of which much may be on its way to the disk. */
function replySubjectOf(message: JsMsg): string {
  if ('reply' in message && typeof message.reply === 'string') return message.reply;
  throw new Error('A message of a stream says nowhere to acknowledge it.');
}
