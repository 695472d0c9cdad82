import { createHmac } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { canonicalJson } from '../../shared/base/canonicalJson.ts';
import type { Clock } from '../engine/clock.ts';
import type { Courier, Delivery, OutboxMessage } from '../engine/outboxDoor.ts';
import { toWebhookTarget, type Environment } from './webhookAddress.ts';
import { attemptWebhook, isSuccess, type WebhookOutcome } from './webhookAttempt.ts';

const defaultTimeoutMs = 10_000;
const longestRetryAfterMs = 300_000;

export interface WebhookOptions {
  /** Where addresses and secrets are looked up, anew at each attempt. */
  readonly env: Environment;
  readonly clock: Clock;
  /** For one attempt from the first look-up to the last byte; 10 s when absent. */
  readonly timeoutMs?: number;
}

/**
 * The way out to whoever carries out orders and shows status: HTTPS, or plain HTTP on this machine.
 *
 * A receiver checks `X-Holdpoint-Signature`, which is `sha256=` and the hex HMAC-SHA256 of the body's bytes as they came,
 * under the secret's UTF-8 bytes; and takes two messages with one `Idempotency-Key` (`X-Holdpoint-Id`) for the same.
 * It has accepted a message when it has answered 2xx in full.
 */
export function createWebhookCourier({ env, clock, timeoutMs = defaultTimeoutMs }: WebhookOptions): Courier {
  return {
    async deliver(message, attempt, signal) {
      const startedMs = clock.steadyMs();
      const target = toWebhookTarget(message, env);
      if (target.kind === 'refused') return target;
      const { url, secret } = target;
      const body = toBody(message);
      if (typeof body === 'string') return { kind: 'refused', text: body };
      const headers = toHeaders(message, attempt, body, secret);
      const outcome = await attemptWebhook({ url, headers, body, timeoutMs }, clock, signal);
      return toDelivery(outcome, url.host, Math.round(clock.steadyMs() - startedMs));
    },
  };
}

/** The bytes that are signed and sent, or why there are none. */
function toBody({ id, body }: OutboxMessage): Buffer | string {
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) {
    return 'The message has an id that cannot stand in a header: use at most 200 printable ASCII characters.';
  }
  try {
    return Buffer.from(canonicalJson(body));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function toHeaders({ id }: OutboxMessage, attempt: number, body: Buffer, secret?: string): OutgoingHttpHeaders {
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'User-Agent': 'holdpoint',
    'X-Holdpoint-Id': id,
    'Idempotency-Key': id,
    'X-Holdpoint-Attempt': attempt,
  };
  if (secret === undefined) return headers;
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return { ...headers, 'X-Holdpoint-Signature': `sha256=${signature}` };
}

function toDelivery(outcome: WebhookOutcome, host: string, ms: number): Delivery {
  if (outcome.kind === 'broken') {
    const { text, status } = outcome;
    return { kind: 'failed', text, ...(status === undefined ? {} : { status }) };
  }
  const { status, retryAfter } = outcome;
  if (isSuccess(status)) return { kind: 'delivered', status, ms };
  if (status === 408 || status === 425 || status === 429 || (status >= 500 && status <= 599)) {
    const retryAfterMs = toRetryAfterMs(retryAfter);
    const text = `${host} answered ${status}: it could not take the message now.`;
    return { kind: 'failed', text, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  return { kind: 'refused', text: `${host} answered ${status}${meaningOf(status)}.`, status };
}

function meaningOf(status: number): string {
  if (status >= 300 && status <= 399) return ', a redirect, which is not followed: write the final address';
  if (status === 401 || status === 403) return ': it does not accept the message; look at the secret on both sides';
  if (status === 404 || status === 410) return ': there is no webhook at this address; correct it';
  return ': it does not take this message; look at what it expects';
}

/** Only seconds: a date would need a wall clock that both sides agree on. */
function toRetryAfterMs(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return undefined;
  return Math.min(Number(text) * 1000, longestRetryAfterMs);
}
