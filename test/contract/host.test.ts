import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { toSocketTransport } from '../../electron/host/serve/socketTransport.ts';
import { type RunningHost, startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { createClient } from '../../shared/contract/createClient.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { createBriskClock } from './transports.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-host-'));
const assets = join(scratch, 'assets');
const plan = readTestPlan(join(import.meta.dirname, '../golden/noisy-restart/plan.yaml'));
const logged: string[] = [];
let engine: Engine;
let host: RunningHost;
let looking: RunningHost;
/** A browser's cookie. */
let cookie: string;

beforeAll(async () => {
  mkdirSync(join(assets, 'inner'), { recursive: true });
  writeFileSync(join(assets, 'index.html'), '<p>The screens.</p>');
  writeFileSync(join(assets, 'inner/app.js'), 'void 0;');
  writeFileSync(join(assets, 'inner/.hidden.js'), 'void 0;');
  writeFileSync(join(scratch, 'secret.js'), 'secret');
  symlinkSync(join(scratch, 'secret.js'), join(assets, 'link.js'));
  engine = startEngine(
    openTestSession(join(scratch, 's.holdpoint'), 'create', plan),
    plan,
    undefined,
    0,
    createBriskClock(),
  );
  const common = {
    engine,
    port: 0,
    clock: systemClock,
    newToken: randomToken,
    log: (text: string) => logged.push(text),
  };
  host = await startHost({ ...common, assets, headMs: 300, requestMs: 600, pingMs: 100 });
  looking = await startHost({ ...common, viewOnly: true });
  const answer = await exchange(tokenOf(host));
  cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
});
afterAll(async () => {
  await host.close();
  await looking.close();
  await engine.close();
  rmSync(scratch, { recursive: true });
});

const own = (): string => `http://127.0.0.1:${host.port}`;
const tokenOf = ({ url }: RunningHost): string => new URL(url).hash.slice(1);

function exchange(token: string): Promise<Response> {
  return fetch(`${own()}/session`, { method: 'POST', headers: { origin: own() }, body: JSON.stringify({ token }) });
}

/** Sends these bytes and reads until the host has closed the connection. */
function sayRaw(text: string | readonly string[], port = host.port): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    let heard = '';
    socket.on('data', (data) => {
      heard += data.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    for (const piece of [text].flat()) socket.write(piece);
  });
}

const statusOf = (heard: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0);

/** A request line with headers; `own` is replaced by the authority of the host. */
function request(line: string, ...headers: string[]): string {
  const all = [...headers, 'Connection: close'];
  return `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`.replaceAll('OWN', `127.0.0.1:${host.port}`);
}

function upgrade(path: string, ...headers: string[]): string {
  const all = [
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  ];
  return `GET ${path} HTTP/1.1\r\nConnection: Upgrade\r\n${all.join('\r\n')}\r\n\r\n`
    .replaceAll('OWN', `127.0.0.1:${host.port}`)
    .replaceAll('KEY', host.key)
    .replaceAll('COOKIE', cookie);
}

test.each<[string, () => string | string[], number]>([
  ['no host', () => request('GET /'), 400],
  ['another name for us', () => request('GET /', 'Host: evil.example'), 403],
  ['a name that was bound to us', () => request('GET /', `Host: evil.example:${host.port}`), 403],
  ['a name that begins like ours', () => request('GET /', `Host: 127.0.0.1.evil.example:${host.port}`), 403],
  ['our name with another port', () => request('GET /', 'Host: 127.0.0.1:1'), 403],
  ['our name without a port', () => request('GET /', 'Host: 127.0.0.1'), 403],
  ['a user in our name', () => request('GET /', `Host: x@127.0.0.1:${host.port}`), 403],
  ['another page', () => request('GET /', 'Host: OWN', 'Origin: http://evil.example'), 403],
  ['a page without a name', () => request('GET /', 'Host: OWN', 'Origin: null'), 403],
  ['our page over another scheme', () => request('GET /', 'Host: OWN', 'Origin: https://OWN'), 403],
  [
    'a script from another site',
    () => request('GET /', 'Host: OWN', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'),
    403,
  ],
  ['PUT', () => request('PUT /', 'Host: OWN'), 405],
  ['DELETE', () => request('DELETE /session', 'Host: OWN'), 405],
  ['OPTIONS', () => request('OPTIONS /', 'Host: OWN'), 405],
  ['TRACE', () => request('TRACE /', 'Host: OWN'), 405],
  ['no method', () => request('G{T /', 'Host: OWN'), 400],
  ['CONNECT', () => request('CONNECT evil.example:443', 'Host: OWN'), 0],
  ['somebody else’s address', () => request('GET http://evil.example/', 'Host: OWN'), 404],
  ['a path that climbs', () => request('GET /../secret.js', 'Host: OWN'), 404],
  ['a path that climbs inside', () => request('GET /inner/../../secret.js', 'Host: OWN'), 404],
  ['a path that climbs in code', () => request('GET /%2e%2e/secret.js', 'Host: OWN'), 404],
  ['a slash in code', () => request('GET /..%2fsecret.js', 'Host: OWN'), 404],
  ['a backslash', () => request('GET /..\\secret.js', 'Host: OWN'), 404],
  ['two slashes', () => request('GET //inner/app.js', 'Host: OWN'), 404],
  ['a zero', () => request('GET /inner/app.js%00', 'Host: OWN'), 404],
  ['a link out of the folder', () => request('GET /link.js', 'Host: OWN'), 404],
  ['a hidden file', () => request('GET /inner/.hidden.js', 'Host: OWN'), 404],
  ['a folder', () => request('GET /inner', 'Host: OWN'), 404],
  ['a command over HTTP', () => request('POST /command', 'Host: OWN', 'Origin: http://OWN', 'Content-Length: 0'), 404],
  ['an exchange from no page', () => request('POST /session', 'Host: OWN', 'Content-Length: 0'), 403],
  [
    'an exchange from another page',
    () => request('POST /session', 'Host: OWN', 'Origin: http://evil.example', 'Content-Length: 0'),
    403,
  ],
  [
    'an exchange of nothing',
    () => request('POST /session', 'Host: OWN', 'Origin: http://OWN', 'Content-Length: 0'),
    400,
  ],
  [
    'an exchange of too much',
    () => request('POST /session', 'Host: OWN', 'Origin: http://OWN', 'Content-Length: 100000'),
    400,
  ],
  ['an exchange of the key', () => postToken(host.key), 401],
  ['an exchange of a token that was used', () => postToken(tokenOf(host)), 401],
  ['an exchange of a token of another host', () => postToken(tokenOf(looking)), 401],
  ['an invitation from nobody', () => request('POST /invitation', 'Host: OWN', 'Content-Length: 0'), 401],
  [
    'an invitation by a cookie from no page',
    () => request('POST /invitation', 'Host: OWN', `Cookie: ${cookie}`, 'Content-Length: 0'),
    401,
  ],
  ['a file from nobody', () => request('POST /evidence', 'Host: OWN', 'Content-Length: 0', 'X-File-Name: a'), 401],
  [
    'a file by a wrong key',
    () =>
      request(
        'POST /evidence',
        'Host: OWN',
        'Authorization: Bearer x',
        `Cookie: ${cookie}`,
        'Content-Length: 0',
        'X-File-Name: a',
      ),
    401,
  ],
  [
    'a file without a name',
    () => request('POST /evidence', 'Host: OWN', `Authorization: Bearer ${host.key}`, 'Content-Length: 0'),
    400,
  ],
  [
    'a file in a folder',
    () =>
      request(
        'POST /evidence',
        'Host: OWN',
        `Authorization: Bearer ${host.key}`,
        'Content-Length: 0',
        'X-File-Name: ..%2Fa',
      ),
    400,
  ],
  [
    'a file with a broken name',
    () =>
      request(
        'POST /evidence',
        'Host: OWN',
        `Authorization: Bearer ${host.key}`,
        'Content-Length: 0',
        'X-File-Name: %E0%A4%A',
      ),
    400,
  ],
  [
    'a file that says that it is too large',
    () =>
      request(
        'POST /evidence',
        'Host: OWN',
        `Authorization: Bearer ${host.key}`,
        'Content-Length: 16777217',
        'X-File-Name: a',
      ),
    413,
  ],
  [
    'a flood of headers',
    () => request('GET /', 'Host: OWN', ...Array.from({ length: 3000 }, (_none, index) => `X-${index}: ${index}`)),
    400,
  ],
  ['a header without end', () => request('GET /', 'Host: OWN', `X-Long: ${'x'.repeat(100_000)}`), 400],
  [
    'a body of two lengths',
    () => request('POST /session', 'Host: OWN', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    400,
  ],
  ['no HTTP', () => 'hello\r\n\r\n', 400],
  ['a room for nobody', () => upgrade('/room', 'Host: OWN'), 401],
  ['a room by a wrong key', () => upgrade('/room', 'Host: OWN', 'Authorization: Bearer KEYx'), 401],
  [
    'a room by a token instead of the key',
    () => upgrade('/room', 'Host: OWN', `Authorization: Bearer ${tokenOf(host)}`),
    401,
  ],
  ['a room by a cookie from no page', () => upgrade('/room', 'Host: OWN', 'Cookie: COOKIE'), 401],
  [
    'a room by a cookie from another page',
    () => upgrade('/room', 'Host: OWN', 'Cookie: COOKIE', 'Origin: http://evil.example'),
    403,
  ],
  ['a room by two cookies', () => upgrade('/room', 'Host: OWN', 'Cookie: COOKIE; COOKIE', 'Origin: http://OWN'), 401],
  [
    'a room by a made-up cookie',
    () => upgrade('/room', 'Host: OWN', `Cookie: holdpoint_${host.port}=x`, 'Origin: http://OWN'),
    401,
  ],
  [
    'a room under another name',
    () => upgrade('/room', `Host: evil.example:${host.port}`, 'Authorization: Bearer KEY'),
    403,
  ],
  [
    'a room by the key from another page',
    () => upgrade('/room', 'Host: OWN', 'Authorization: Bearer KEY', 'Origin: http://evil.example'),
    403,
  ],
  ['another room', () => upgrade('/rooms', 'Host: OWN', 'Authorization: Bearer KEY'), 404],
  ['a key in the address', () => upgrade('/room?key=KEY', 'Host: OWN'), 404],
])('%s is refused', async (_what, say, status) => {
  const heard = await sayRaw(say());
  // 431 is what Node says of heads that are too long, where it can still say something.
  expect(statusOf(heard) === 431 ? 400 : statusOf(heard)).toBe(status);
  if (statusOf(heard) !== 0 && status !== 400) expect(heard).toMatch(/X-Content-Type-Options: nosniff/i);
  expect(heard).not.toContain('secret');
  expect(heard).not.toMatch(/set-cookie/i);
});

function postToken(token: string): string {
  const body = JSON.stringify({ token });
  return request('POST /session', 'Host: OWN', 'Origin: http://OWN', `Content-Length: ${body.length}`) + body;
}

test('a head or a body that does not come is not waited for', async () => {
  expect(statusOf(await sayRaw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-Slow: `))).toBe(408);
  const head = request(
    'POST /evidence',
    'Host: OWN',
    `Authorization: Bearer ${host.key}`,
    'Content-Length: 100',
    'X-File-Name: a',
  );
  expect(statusOf(await sayRaw(`${head}slow`))).toBe(408);
  expect(await sayRaw('')).not.toContain('200');
});

test('the page, the screens and nothing else come to anybody, with guards around them', async () => {
  const page = await fetch(`http://127.0.0.1:${looking.port}/`);
  expect(await page.text()).toContain('The screens are not part of this version.');
  const screens = await fetch(`${own()}/?any`);
  expect(await screens.text()).toContain('The screens.');
  const script = await fetch(`${own()}/inner/app.js`);
  expect(script.headers.get('content-type')).toContain('text/javascript');
  for (const { headers } of [page, screens, script, await fetch(`${own()}/none.js`)]) {
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('an invitation lets one browser in, once, and whoever is in may invite', async () => {
  const headers = { origin: own(), cookie };
  const { token } = (await (await fetch(`${own()}/invitation`, { method: 'POST', headers })).json()) as {
    token: string;
  };
  const answer = await exchange(token);
  expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  expect((await exchange(token)).status).toBe(401);
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/room`, {
    headers: { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '', origin: own() },
  });
  const client = createClient(toSocketTransport(await opened(socket)));
  expect(await client.ready).toEqual({ mayCommand: true });
  client.close();
});

test('where people may only look there is no way to hand over a file', async () => {
  const headers = { authorization: `Bearer ${looking.key}`, 'X-File-Name': 'a' };
  expect(
    (await fetch(`http://127.0.0.1:${looking.port}/evidence`, { method: 'POST', headers, body: 'x' })).status,
  ).toBe(404);
});

test('a file without a length is read until it is too large', async () => {
  const head = request(
    'POST /evidence',
    'Host: OWN',
    `Authorization: Bearer ${host.key}`,
    'Transfer-Encoding: chunked',
    'X-File-Name: a',
  );
  const piece = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
  expect([0, 413]).toContain(statusOf(await sayRaw([head, ...Array.from({ length: 17 }, () => piece)])));
});

test('a frame beyond all measure, and a connection that does not answer, are cut', async () => {
  const headers = { authorization: `Bearer ${host.key}` };
  const address = `ws://127.0.0.1:${host.port}/room`;
  const loud = await opened(new WebSocket(address, { headers }));
  loud.send('x'.repeat(100_000));
  expect(await closed(loud)).toBe(1009);
  const deaf = await opened(new WebSocket(address, { headers, autoPong: false }));
  expect(await closed(deaf)).toBe(1006);
  const bytes = await opened(new WebSocket(address, { headers }));
  const heard = new Promise<string>((resolve) => bytes.once('message', (data: Buffer) => resolve(data.toString())));
  bytes.send(Buffer.from('{"kind":"hello","version":1}'));
  expect(JSON.parse(await heard)).toMatchObject({ kind: 'failure', code: 'bad_message' });
  bytes.close();
});

test('nothing of all this was a fault of ours', () => {
  expect(logged).toEqual([]);
});

function opened(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}

function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('close', (code) => resolve(code));
  });
}
