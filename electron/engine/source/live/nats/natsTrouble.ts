import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import type { NatsAddress } from './natsAddress.ts';
import { NatsAstray } from './natsPlace.ts';

/** Of the errors of JetStream's interface: such a stream wants every message acknowledged by itself. */
const workQueueCode = 10098;
/** Of those of the system: the other side is there, and has let go. */
const closedCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** Why a connection could not be had or has ended, in a sentence that says what to do. */
export function toNatsTrouble(error: unknown, where: NatsAddress): string {
  const { shown, subject, credentials } = where;
  for (const one of causesOf(error)) {
    if (one instanceof NatsAstray) return one.message;
    if (one instanceof errors.AuthorizationError || one instanceof errors.UserAuthenticationExpiredError) {
      return credentials === undefined
        ? 'The server asks who we are: name a variable with the credentials, as nats://env:NAME@host:4222.'
        : `The server does not let us in: look at the credentials in ${credentials.writtenIn}.`;
    }
    if (one instanceof errors.PermissionViolationError) {
      const verb = one.operation === 'publish' ? 'publish to' : 'subscribe to';
      return `This user may not ${verb} ${one.subject}: ask whoever keeps the server to allow it.`;
    }
    if (one instanceof JetStreamApiError && one.code === JetStreamApiCodes.StreamNotFound) {
      return (
        `No stream keeps ${subject}: make one with \`nats stream add HOLDPOINT --subjects 'holdpoint.*.samples' --defaults\`, ` +
        `or with \`holdpoint gateway <recording> --to ${shown} --make-stream\`.`
      );
    }
    if (one.name === 'JetStreamNotEnabled') {
      return 'The server keeps no streams: start it with --jetstream, or ask whoever keeps it to turn JetStream on.';
    }
    if (one instanceof JetStreamApiError && one.code === workQueueCode) {
      return 'The stream is a work queue, which gives each message to one reader only: make it with --retention limits.';
    }
    const words = wordsOf(one);
    if (words !== undefined) return words;
  }
  return `The link broke (${messageOf(error)}): it is tried again.`;
}

/** No waiting mends it: somebody has to give a permission, make a stream or write the address anew. */
export function isNatsRefusal(error: unknown): boolean {
  return [...causesOf(error)].some(
    (one) =>
      one instanceof errors.AuthorizationError ||
      one instanceof errors.PermissionViolationError ||
      one instanceof errors.InvalidArgumentError ||
      (one instanceof JetStreamApiError && one.status !== 503),
  );
}

function wordsOf(error: Error): string | undefined {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED' || error.message === 'connection refused') {
    return 'Nobody listens there: start the NATS server (nats-server --jetstream).';
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'There is no machine of that name: look at the address.';
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) {
    return `The server's certificate is not trusted here (${code}): name its authority's file in NODE_EXTRA_CA_CERTS.`;
  }
  if (/max_payload/.test(error.message)) {
    return 'A frame is larger than the server lets pass: have its max_payload raised.';
  }
  if (/'tls'/.test(error.message)) return 'That server speaks no TLS: have it turned on, or write nats://.';
  if (error instanceof errors.TimeoutError || error.message === 'heartbeats missed') {
    return 'The server does not answer: it is tried again.';
  }
  // The client has no word for a connection that ended before the server said anything.
  const isClosed = /^closed$|undefined error/.test(error.message) || error instanceof errors.ClosedConnectionError;
  if (isClosed || closedCodes.has(code)) {
    return 'The server closed the connection: it is tried again.';
  }
  return undefined;
}

/** An error and what caused it. */
export function* causesOf(error: unknown): Generator<Error> {
  for (let one = error; one instanceof Error; one = one.cause) yield one;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
