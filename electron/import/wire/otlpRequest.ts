import { JsonError, parseBounded } from './boundedJson.ts';
import { listAt, toTree, type Tree } from './jsonTree.ts';
import { metricsRequest } from './otlpMessages.ts';
import { decodeMessage, ProtobufError } from './protobuf.ts';

export type OtlpEncoding = 'json' | 'protobuf';

/** Why a request is none. The message is a sentence. */
export class OtlpRequestError extends Error {
  override readonly name = 'OtlpRequestError';
}

/** The body of an export request of metrics, decompressed. Bounded by the length of the body, which is the caller's. */
export function decodeOtlpRequest(body: Buffer, encoding: OtlpEncoding): Tree {
  if (encoding === 'protobuf') {
    try {
      return decodeMessage(body, metricsRequest);
    } catch (error) {
      if (error instanceof ProtobufError) throw new OtlpRequestError(`This is no such message. ${error.message}`);
      throw error;
    }
  }
  const tree = toTree(parseJson(body));
  const other = foreignSignal(tree);
  if (other !== undefined) throw new OtlpRequestError(other);
  return tree;
}

/** Logs and spans, where metrics belong: undefined where there are none. */
function foreignSignal(tree: Tree): string | undefined {
  if (listAt(tree, 'resourceMetrics').length > 0) return undefined;
  if (Object.hasOwn(tree, 'resourceLogs')) return signalWords('Logs');
  return Object.hasOwn(tree, 'resourceSpans') ? signalWords('Spans') : undefined;
}

export function signalWords(signal: 'Logs' | 'Spans' | 'Profiles'): string {
  return `${signal} are not read here: send metrics, to /v1/metrics.`;
}

function parseJson(body: Buffer): unknown {
  try {
    return parseBounded(body);
  } catch (error) {
    throw error instanceof JsonError ? new OtlpRequestError(error.message) : error;
  }
}
