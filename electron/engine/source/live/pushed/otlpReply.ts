import type { Refusals } from '../../../../import/wire/refusals.ts';
import type { PushReply } from './pushServer.ts';

// What a sender of OTLP is told, in the form in which it has sent: ExportMetricsServiceResponse, and Status for refusals.

const protobufType = 'application/x-protobuf';
const jsonType = 'application/json';
/** Of google.rpc.Code. */
const codes: ReadonlyMap<number, number> = new Map([
  [403, 7],
  [404, 12],
  [413, 8],
  [501, 12],
  [503, 14],
]);
const invalidArgument = 3;

/** All is on the disk, but for what was refused. */
export function otlpTaken(isBinary: boolean, refused: Refusals): PushReply {
  if (refused.isEmpty) return isBinary ? binary(200, Buffer.of()) : json(200, {});
  const { count, text } = refused;
  if (!isBinary) return json(200, { partialSuccess: { rejectedDataPoints: String(count), errorMessage: text } });
  return binary(200, field(1, Buffer.concat([Buffer.of(0x08), varint(count), field(2, Buffer.from(text))])));
}

/** A request that was refused as a whole. */
export function otlpFailed(isBinary: boolean, status: number, text: string): PushReply {
  const code = codes.get(status) ?? invalidArgument;
  if (!isBinary) return json(status, { code, message: text });
  return binary(status, Buffer.concat([Buffer.of(0x08), varint(code), field(2, Buffer.from(text))]));
}

function json(status: number, body: unknown): PushReply {
  return { status, type: jsonType, body: JSON.stringify(body) };
}

function binary(status: number, body: Uint8Array): PushReply {
  return { status, type: protobufType, body };
}

/** A field whose value says how long it is. */
function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(number * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Buffer.from([...bytes, rest]);
}
