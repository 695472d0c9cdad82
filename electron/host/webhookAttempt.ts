import { request as requestHttp, type OutgoingHttpHeaders, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Clock } from '../engine/clock.ts';
import { toTroubleWords } from './webhookTrouble.ts';

/** As much of an answer as is read before the connection is cut. */
const mostAnswerBytes = 4_096;

export interface WebhookRequest {
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** For everything together: finding the name, connecting, sending and the answer. */
  readonly timeoutMs: number;
}

/** `broken`: no answer that counts; `status` is there when at least its head came. */
export type WebhookOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  | { readonly kind: 'broken'; readonly text: string; readonly status: number | undefined };

/**
 * One POST on a connection of its own, which is gone when this resolves. A success counts once its answer is whole, or
 * longer than is read, and the message has left; any other status counts as soon as it is seen.
 */
export function attemptWebhook(wanted: WebhookRequest, clock: Clock, signal: AbortSignal): Promise<WebhookOutcome> {
  const { url, headers, body, timeoutMs } = wanted;
  const stopped: WebhookOutcome = { kind: 'broken', text: 'The attempt was stopped.', status: undefined };
  if (signal.aborted) return Promise.resolve(stopped);
  return new Promise((resolve) => {
    const open = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = open(url, { ...requestOptions(url), headers });
    const over = new AbortController();
    let status: number | undefined;
    let outcome: WebhookOutcome | undefined;

    const settle = (found: WebhookOutcome): void => {
      outcome ??= found;
      request.destroy();
    };
    const fail = (words: string): void => settle({ kind: 'broken', text: `${url.host} ${words}.`, status });
    const failOf = (error: Error): void => fail(toTroubleWords(error));
    const stop = (): void => settle(stopped);

    request.on('response', (response) => {
      const head = response.statusCode ?? 0;
      status = head;
      const answer = { kind: 'answered', status: head, retryAfter: response.headers['retry-after'] } as const;
      if (!isSuccess(head)) {
        settle(answer);
        return;
      }
      const accept = (): void => {
        if (request.writableFinished) settle(answer);
        else fail(`answered ${head} before it had read the message`);
      };
      let readBytes = 0;
      response.on('data', (part: Buffer) => {
        readBytes += part.length;
        if (readBytes > mostAnswerBytes) accept();
      });
      response.on('end', accept);
      response.on('error', failOf);
    });
    request.on('error', failOf);
    request.on('close', () => {
      signal.removeEventListener('abort', stop);
      over.abort();
      fail('closed the connection without an answer');
      resolve(outcome ?? stopped);
    });
    signal.addEventListener('abort', stop);
    void clock.sleep(timeoutMs, over.signal).then(() => {
      fail(`did not answer${status === undefined ? '' : ' in full'} within ${timeoutMs / 1000} s`);
    });
    request.end(body);
  });
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

function requestOptions(url: URL): RequestOptions & { rejectUnauthorized: boolean } {
  return {
    method: 'POST',
    // No pool: nothing stays open, and no answer is read by the wrong message.
    agent: false,
    // Said here so that no variable of the environment can turn it off.
    rejectUnauthorized: true,
    ...(url.hostname === 'localhost' ? { lookup: lookUpThisMachine } : {}),
  };
}

/** Plain http may go to `localhost`, so that name means this machine here, whatever a resolver thinks of it. */
const lookUpThisMachine: LookupFunction = (_name, { all = false }, answer) => {
  if (all) answer(null, thisMachine);
  else answer(null, '127.0.0.1', 4);
};
const thisMachine = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
