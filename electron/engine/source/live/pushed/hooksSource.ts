import { readAlerts } from '../../../../import/wire/alertmanager.ts';
import { JsonError, parseBounded } from '../../../../import/wire/boundedJson.ts';
import { readCloudEvent, type ToldEvent } from '../../../../import/wire/cloudEvent.ts';
import { RecentKeys } from '../../../../import/wire/recentKeys.ts';
import { Refusals } from '../../../../import/wire/refusals.ts';
import type { LiveSource, LiveTools } from '../liveSource.ts';
import { readLoopbackAddress } from './loopbackAddress.ts';
import { PushError, type PushReply, type PushRequest } from './pushServer.ts';
import { openPushSource, type PushLanguage } from './pushSource.ts';

const usualPort = 9095;
const structured = 'application/cloudevents+json';
const batched = 'application/cloudevents-batch+json';
const mostRemembered = 20_000;
/** Attributes of a CloudEvent that has its data as the body. */
const prefix = 'ce-';

/** Webhooks of Alertmanager, and CloudEvents in each of their three forms over HTTP: they become events of the timeline. */
export function openHooksSource(address: string, tools: LiveTools): LiveSource {
  return openPushSource(readLoopbackAddress(address, usualPort), tools, (): PushLanguage => {
    const recent = new RecentKeys(mostRemembered);
    return {
      refuse,
      fail: (_request, status, text) => reply(status, { error: text }),
      understand(request, body, nowMs) {
        const refused = new Refusals();
        const samples: ToldEvent['sample'][] = [];
        const told = readEvents(request, body, nowMs);
        for (const one of told) {
          if (typeof one === 'string') refused.add(one);
          // It is told again for as long as it lasts.
          else if (recent.add(one.key)) samples.push(one.sample);
        }
        const counts = { taken: samples.length, repeated: told.length - samples.length - refused.count };
        const isAllRefused = told.length > 0 && refused.count === told.length;
        const trouble = refused.isEmpty ? {} : { refused: refused.count, error: refused.text };
        return { samples, refused, reply: reply(isAllRefused ? 400 : 200, { ...counts, ...trouble }) };
      },
    };
  });
}

function refuse(request: PushRequest): PushReply | undefined {
  const { type } = request;
  if (isBinaryEvent(request) || [structured, batched, 'application/json'].includes(type)) return undefined;
  return reply(415, { error: `Send application/json, ${structured} or ${batched}.` });
}

function isBinaryEvent({ headers }: PushRequest): boolean {
  return headers[`${prefix}specversion`] !== undefined;
}

function readEvents(request: PushRequest, body: Buffer, nowMs: number): (ToldEvent | string)[] {
  if (isBinaryEvent(request)) return [readCloudEvent(binaryEvent(request, body), nowMs)];
  const value = parse(body);
  if (request.type === structured) return [readCloudEvent(value, nowMs)];
  if (request.type !== batched) return readAlerts(value);
  return Array.isArray(value) ? value.map((one: unknown) => readCloudEvent(one, nowMs)) : ['A batch is not a list.'];
}

/** The same event as if it had been written whole. */
function binaryEvent({ headers, type }: PushRequest, body: Buffer): unknown {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), unescape(String(value))] as const);
  const isJson = type === 'application/json' || type.endsWith('+json');
  const data = body.length === 0 ? {} : { data: isJson ? parse(body) : body.toString('utf8') };
  return { ...Object.fromEntries(attributes), ...data };
}

/** Headers have what is not ASCII, and some of what is, as %XX. */
function unescape(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function parse(body: Buffer): unknown {
  try {
    return parseBounded(body);
  } catch (error) {
    throw error instanceof JsonError ? new PushError(error.message) : error;
  }
}

function reply(status: number, body: unknown): PushReply {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
