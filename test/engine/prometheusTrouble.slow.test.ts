import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { LiveAddressError } from '../../electron/engine/source/live/liveAddressError.ts';
import type { LiveEvent } from '../../electron/engine/source/live/liveSource.ts';
import { openLiveSources } from '../../electron/engine/source/live/openLiveSource.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { planOf } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: checkout, name: Checkout, t0: 2026-03-30T14:00:00Z }
indicators: { depth: { kind: gauge, gauge: { metric: depth } } }
live: { prometheus: { every: 1s, settle: 0s, metrics: [{ metric: depth, from: depth, kind: gauge }] } }
`);
const tools = { plan, clock: systemClock, random: () => 0, env: {} };

type Answer = (query: string, response: ServerResponse, headers: Record<string, unknown>) => void;
let answer: Answer = () => undefined;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (bytes: Buffer) => (body += bytes.toString()));
  request.on('end', () => answer(new URLSearchParams(body).get('query') ?? '', response, request.headers));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What a source says until this. */
async function hear(isEnough: (event: LiveEvent) => boolean, where = `127.0.0.1:${port}`): Promise<LiveEvent[]> {
  const [link] = openLiveSources([`prometheus+http://${where}`], tools);
  const over = new AbortController();
  const heard: LiveEvent[] = [];
  for await (const event of link?.source.read(undefined, over.signal) ?? []) {
    heard.push(event);
    if (isEnough(event)) over.abort();
  }
  return heard;
}

const isBroken = (event: LiveEvent): boolean => event.kind === 'status' && event.state === 'broken';
const data = (resultType: string, result: unknown): string =>
  JSON.stringify({ status: 'success', data: { resultType, result } });
const now = (): string => data('scalar', [Date.now() / 1000, '0']);
const never = [9e15, null, -1, [], {}, 'x'];

test.each<[string, Answer, RegExp]>([
  ['a page', (_query, response) => response.end('<html>'), /no Prometheus: look at the address/],
  ['another format', (_query, response) => response.end('{"status":"success"}'), /no Prometheus/],
  ['a time that is none', (_query, response) => response.end(data('scalar', ['x'])), /no Prometheus/],
  ['a refusal', (_query, response) => response.writeHead(401).end(), /name:password@ before the host/],
  ['an error of its own', (_query, response) => response.writeHead(502).end(), /answers 502/],
  ['nothing', (_query, response) => void response.destroy(), /cannot be asked|without an answer/],
  [
    'too much for itself',
    (query, response) => {
      const refused = {
        status: 'error',
        errorType: 'execution',
        error: 'query processing would load too many samples',
      };
      response.end(query === 'time()' ? now() : JSON.stringify(refused));
    },
    /up\[300000ms\] is too much for the server .* narrow its matchers/,
  ],
])('a server that answers %s is told of, and asked again', async (_what, given, says) => {
  answer = given;
  const broken = (await hear(isBroken)).find(isBroken);
  expect(broken).toMatchObject({ text: expect.stringMatching(says) as string });
});

test('an answer without an end is left in the middle', async () => {
  answer = (query, response) => {
    if (query === 'time()') response.end(now());
    else {
      const more = (): void =>
        void (response.write(Buffer.alloc(2 ** 20, ' ')) ? setImmediate(more) : response.once('drain', more));
      more();
    }
  };
  expect((await hear(isBroken)).find(isBroken)).toMatchObject({
    text: expect.stringContaining('too much at once') as string,
  });
});

test('what the server does not understand ends the link with its words', async () => {
  answer = (query, response) => {
    const refused = { status: 'error', errorType: 'bad_data', error: '1:6: parse error' };
    response.end(query === 'time()' ? now() : JSON.stringify(refused));
  };
  await expect(hear(() => false)).rejects.toThrow(/does not understand .*1:6: parse error.*put it right in the plan/);
});

test('an answer that is not as it should be costs nothing but itself', async () => {
  answer = (query, response) => {
    const odd = [
      null,
      5,
      { metric: never, values: never },
      { metric: { a: {} }, values: [never], histograms: [[1, never]] },
    ];
    response.end(query === 'time()' ? now() : data('matrix', odd));
  };
  const heard = await hear((event) => event.kind === 'status' && event.state === 'open');
  expect(heard.filter(isBroken)).toEqual([]);
});

test('a name and a password, or a token of the environment, go with every question and nowhere else', async () => {
  const seen: unknown[] = [];
  answer = (_query, response, { authorization }) => {
    seen.push(authorization);
    response.writeHead(500).end();
  };
  await hear(isBroken, `me:pass%20word@127.0.0.1:${port}`);
  const [link] = openLiveSources([`prometheus+http://127.0.0.1:${port}/under/?token=env:TOKEN`], {
    ...tools,
    env: { TOKEN: 'abc' },
  });
  expect(link?.source.address).toBe(`prometheus+http://127.0.0.1:${port}/under`);
  for await (const event of link?.source.read(undefined, new AbortController().signal) ?? [])
    if (isBroken(event)) break;
  expect(seen).toEqual([`Basic ${Buffer.from('me:pass word').toString('base64')}`, 'Bearer abc']);
});

test('an address that leads nowhere says what to write', () => {
  const open = (address: string, from = plan) => openLiveSources([address], { ...tools, plan: from });
  expect(() => open('prometheus+http://127.0.0.1/?token=env:TOKEN')).toThrow(
    /environment variable TOKEN, which is not set/,
  );
  const { live: _live, ...without } = plan;
  expect(() => open('prometheus+http://127.0.0.1', without)).toThrow(LiveAddressError);
  expect(() => open('prometheus+http://127.0.0.1', without)).toThrow(/write live.prometheus.metrics in it/);
});
