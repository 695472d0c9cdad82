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
import { hostileRequests, request, type Target } from './hostileRequests.ts';
import { cookieFor, createBriskClock } from './transports.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-host-'));
const assets = join(scratch, 'assets');
const plan = readTestPlan(join(import.meta.dirname, '../golden/noisy-restart/plan.yaml'));
const logged: string[] = [];
let engine: Engine;
let host: RunningHost;
let looking: RunningHost;
/** A browser's cookie. */
let cookie: string;
let roleCookie: string;
/** What was asked for in vain. */
const ran = new Set<string>();

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
  roleCookie = await cookieFor(host.urlOf('sre'));
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

const target = (): Target => ({
  port: host.port,
  key: host.key,
  cookie,
  token: tokenOf(host),
  otherToken: tokenOf(looking),
  roleToken: new URL(host.urlOf('sre')).hash.slice(1),
  roleCookie,
  otherRoleToken: new URL(looking.urlOf('sre')).hash.slice(1),
});

test.each(hostileRequests)('%s is refused', async (_what, toText, status) => {
  const text = toText(target());
  const heard = await sayRaw(text);
  // 431 is what Node says of heads that are too long, where it can still say something.
  expect(statusOf(heard) === 431 ? 400 : statusOf(heard)).toBe(status);
  if (statusOf(heard) !== 0 && status !== 400) expect(heard).toMatch(/X-Content-Type-Options: nosniff/i);
  expect(heard).not.toContain('secret');
  expect(heard).not.toMatch(/set-cookie/i);
  ran.add(text);
});

test('these were many, and no two of them the same', () => {
  expect(ran.size).toBe(hostileRequests.length);
  expect(ran.size).toBeGreaterThanOrEqual(40);
});

test('the link of a role lets its person in on every device, as that role, and a page and a command line alike', async () => {
  const { roleToken } = target();
  for (const headers of [
    { cookie: roleCookie, origin: own() },
    { cookie: await cookieFor(host.urlOf('sre')), origin: own() },
    { authorization: `Bearer ${roleToken}` },
  ]) {
    const client = createClient(toSocketTransport(await opened(new WebSocket(`${own()}/room`, { headers }))));
    expect(await client.ready).toEqual({ mayCommand: true, role: 'sre' });
    client.close();
  }
  expect(roleCookie).not.toBe(await cookieFor(host.urlOf('sre')));
});

test('a head or a body that does not come is not waited for', async () => {
  expect(statusOf(await sayRaw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-Slow: `))).toBe(408);
  const head = request(
    target(),
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
  expect(await client.ready).toEqual({ mayCommand: true, role: null });
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
    target(),
    'POST /evidence',
    'Host: OWN',
    `Authorization: Bearer ${host.key}`,
    'Transfer-Encoding: chunked',
    'X-File-Name: a',
  );
  const piece = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
  expect([0, 413]).toContain(statusOf(await sayRaw([head, ...Array.from({ length: 17 }, () => piece)])));
});

test('files that come in at the same time are few: the next is told to come again', async () => {
  const at = `Authorization: Bearer ${host.key}`;
  const head = request(target(), 'POST /evidence', 'Host: OWN', at, 'Content-Length: 9', 'X-File-Name: a');
  const slow = Array.from({ length: 4 }, () => sayRaw(`${head}slow`));
  let status = 200;
  while (status === 200) status = statusOf(await sayRaw(`${head}all of it`));
  expect(status).toBe(503);
  expect((await Promise.all(slow)).map(statusOf)).toEqual([408, 408, 408, 408]);
  expect(statusOf(await sayRaw(`${head}all of it`))).toBe(200);
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
