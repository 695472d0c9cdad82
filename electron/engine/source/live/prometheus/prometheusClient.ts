import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { LiveAddressError } from '../liveAddressError.ts';
import type { LiveClock, LiveTools } from '../liveSource.ts';
import { readAnswer, type RawSeries } from './prometheusAnswer.ts';

/** An answer may be so long: what is longer is asked for in smaller parts. */
const mostAnswerBytes = 32 * 2 ** 20;
const timeoutMs = 15_000;

/**
 * Why there is no answer. `away`: it is tried again; `tooMuch`: less must be asked for at once; `refused`: no waiting
 * mends it. The message is a sentence that says what to do.
 */
export class PrometheusTrouble extends Error {
  override readonly name = 'PrometheusTrouble';
  readonly kind: 'away' | 'tooMuch' | 'refused';

  constructor(kind: PrometheusTrouble['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Where a server is and as whom it is asked. */
export interface PrometheusServer {
  /** As people know it, without secrets. */
  readonly name: string;
  /** Of the API, with a slash at its end. */
  readonly base: URL;
  readonly authorization: string | undefined;
}

/**
 * `prometheus+http://host:9090/prefix`, or `+https`. A name and a password stand before the host; `?token=env:NAME` names
 * a bearer token.
 */
export function readServer(address: string, env: LiveTools['env']): PrometheusServer {
  const url = URL.parse(address.slice('prometheus+'.length));
  if (url === null) throw new LiveAddressError('Write the address as prometheus+http://host:9090.');
  const token = url.searchParams.get('token') ?? undefined;
  const named = /^env:(.+)$/.exec(token ?? '')?.[1];
  const bearer = named === undefined ? token : env[named];
  if (named !== undefined && bearer === undefined) {
    throw new LiveAddressError(`The token is in the environment variable ${named}, which is not set: set it.`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const basic = url.username === '' ? undefined : `Basic ${Buffer.from(pair).toString('base64')}`;
  return {
    name: `prometheus+${url.protocol}//${url.host}${path}`,
    base: new URL(`${url.protocol}//${url.host}${path}/api/v1/`),
    authorization: bearer === undefined ? basic : `Bearer ${bearer}`,
  };
}

/** Asks one server, one thing at a time. */
export class PrometheusClient {
  private readonly server: PrometheusServer;
  private readonly clock: LiveClock;

  constructor(server: PrometheusServer, clock: LiveClock) {
    this.server = server;
    this.clock = clock;
  }

  /** The server's own clock, ms: whether a scrape is in is a matter of its time, not of ours. */
  async now(signal: AbortSignal): Promise<number> {
    const answer = await this.ask('query', { query: 'time()' }, signal);
    if (answer.kind !== 'instant' || !Number.isFinite(answer.atMs)) throw noPrometheus();
    return answer.atMs;
  }

  /** What is stored from `fromMs` to `toMs`, point by point, each when it was scraped. */
  stored(selector: string, fromMs: number, toMs: number, signal: AbortSignal): Promise<readonly RawSeries[]> {
    const query = `${selector}[${Math.max(1, toMs - fromMs)}ms]`;
    return this.series('query', { query, time: seconds(toMs) }, signal);
  }

  /** What an expression gives at each of the instants. */
  stepped(
    query: string,
    { fromMs, toMs, stepMs }: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
    signal: AbortSignal,
  ): Promise<readonly RawSeries[]> {
    const range = { start: seconds(fromMs), end: seconds(toMs), step: seconds(stepMs) };
    return this.series('query_range', { query, ...range }, signal);
  }

  /** Its value at one instant, as Prometheus sees it: what is known to have ended is not there. */
  standing(query: string, atMs: number, signal: AbortSignal): Promise<readonly RawSeries[]> {
    return this.series('query', { query, time: seconds(atMs) }, signal);
  }

  private async series(path: string, form: Form, signal: AbortSignal): Promise<readonly RawSeries[]> {
    const answer = await this.ask(path, form, signal);
    if (answer.kind !== 'series') throw noPrometheus();
    return answer.series;
  }

  private async ask(path: string, form: Form, signal: AbortSignal) {
    const { status, text } = await post(new URL(path, this.server.base), form, this.server, this.clock, signal);
    const answer = readAnswer(text);
    if (answer?.kind === 'refused') throw toTrouble(answer.type, answer.text, form['query'] ?? '');
    if (status === 401 || status === 403) {
      const how = 'put name:password@ before the host, or ?token=env:NAME behind it';
      throw new PrometheusTrouble('away', `The server answers only whom it knows (${status}): ${how}.`);
    }
    if (status >= 500) throw new PrometheusTrouble('away', `The server answers ${status}: it is asked again.`);
    if (answer === undefined) throw noPrometheus();
    return answer;
  }
}

type Form = Readonly<Record<string, string>>;

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function noPrometheus(): PrometheusTrouble {
  return new PrometheusTrouble('away', 'What answers there is no Prometheus: look at the address.');
}

function toTrouble(type: string, text: string, query: string): PrometheusTrouble {
  const said = text.slice(0, 200);
  if (type === 'timeout' || /too many samples|maximum resolution/.test(text)) {
    return new PrometheusTrouble('tooMuch', `${query} is too much for the server (${said}): narrow its matchers.`);
  }
  if (type !== 'bad_data') return new PrometheusTrouble('away', `Prometheus cannot answer ${query} (${said}).`);
  return new PrometheusTrouble(
    'refused',
    `Prometheus does not understand ${query} (${said}): put it right in the plan.`,
  );
}

/** One request on a connection of its own, which is gone when this settles. */
function post(
  url: URL,
  form: Form,
  { authorization }: PrometheusServer,
  clock: LiveClock,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  const body = new URLSearchParams(form).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = open(url, {
    ...{ method: 'POST', agent: false, rejectUnauthorized: true },
    headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
  });
  const over = new AbortController();
  const fail = (trouble: PrometheusTrouble): void => {
    reject(trouble);
    request.destroy();
  };
  const stop = (): void => fail(new PrometheusTrouble('away', 'The link was cut.'));
  request.on('response', (response: IncomingMessage) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    response.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= mostAnswerBytes) parts.push(part);
      else fail(new PrometheusTrouble('tooMuch', `${form['query']} is too much at once: narrow its matchers.`));
    });
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
    );
    response.on('error', (error) => fail(toAway(error)));
  });
  request.on('error', (error) => fail(toAway(error)));
  request.on('close', () => {
    signal.removeEventListener('abort', stop);
    over.abort();
    reject(new PrometheusTrouble('away', 'The server closed the connection without an answer: it is asked again.'));
  });
  signal.addEventListener('abort', stop);
  void clock.sleep(timeoutMs, over.signal).then(() => {
    fail(new PrometheusTrouble('away', `The server did not answer within ${timeoutMs / 1000} s: it is asked again.`));
  });
  if (signal.aborted) stop();
  else request.end(body);
  return promise;
}

function toAway(error: Error): PrometheusTrouble {
  const code = 'code' in error ? String(error.code) : '';
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Nobody listens there: start Prometheus, or look at the address.',
    ENOTFOUND: 'There is no machine of that name: look at the address.',
    EAI_AGAIN: 'There is no machine of that name: look at the address.',
  };
  return new PrometheusTrouble(
    'away',
    words[code] ?? `The server cannot be asked (${error.message}): it is tried again.`,
  );
}
