import { decodeOtlpRequest, OtlpRequestError, signalWords } from '../../../../import/wire/otlpRequest.ts';
import { OtlpTranslator } from '../../../../import/wire/otlpTranslator.ts';
import type { LiveSource, LiveTools } from '../liveSource.ts';
import { readLoopbackAddress } from './loopbackAddress.ts';
import { otlpFailed, otlpTaken } from './otlpReply.ts';
import { PushError, type PushReply, type PushRequest } from './pushServer.ts';
import { openPushSource, type PushLanguage } from './pushSource.ts';

const usualPort = 4318;
const metricsPath = '/v1/metrics';
const otherSignals: ReadonlyMap<string, 'Logs' | 'Spans' | 'Profiles'> = new Map([
  ['/v1/logs', 'Logs'],
  ['/v1/traces', 'Spans'],
  ['/v1/profiles', 'Profiles'],
  ['/v1development/profiles', 'Profiles'],
]);

/** A receiver of OTLP/HTTP, to which SDKs and collectors send their metrics, in JSON or in the binary form. */
export function openOtlpSource(address: string, tools: LiveTools): LiveSource {
  return openPushSource(readLoopbackAddress(address, usualPort), tools, (sinceMs, isResumed): PushLanguage => {
    const translator = new OtlpTranslator(sinceMs);
    return {
      refuse,
      fail: (request, status, text) => otlpFailed(isBinary(request), status, text),
      understand(request, body, nowMs) {
        const decoded = decode(request, body);
        const { samples, refused, begun } = translator.translate(decoded, nowMs);
        const reply = otlpTaken(isBinary(request), refused);
        // Not the sender's fault, so it is not told to the sender.
        if (begun > 0) refused.add(isResumed ? ranOn : ranBefore, begun);
        return { samples, refused, reply };
      },
    };
  });
}

const ranOn = 'A counter ran on while nobody listened here: its gain is not known.';
const ranBefore = 'A counter was running before this session began: it counts from its first point here on.';

function refuse(request: PushRequest): PushReply | undefined {
  const { path, type } = request;
  const signal = otherSignals.get(path);
  if (signal !== undefined) return otlpFailed(isBinary(request), 501, signalWords(signal));
  if (path !== metricsPath)
    return otlpFailed(isBinary(request), 404, `Metrics are taken at ${metricsPath}, and nothing else.`);
  if (isBinary(request) || type === 'application/json') return undefined;
  return otlpFailed(false, 415, 'Send application/x-protobuf or application/json.');
}

function isBinary({ type }: PushRequest): boolean {
  return type === 'application/x-protobuf';
}

function decode(request: PushRequest, body: Buffer): ReturnType<typeof decodeOtlpRequest> {
  try {
    return decodeOtlpRequest(body, isBinary(request) ? 'protobuf' : 'json');
  } catch (error) {
    throw error instanceof OtlpRequestError ? new PushError(error.message) : error;
  }
}
