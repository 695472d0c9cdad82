import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { toSocketTransport } from '../../electron/host/serve/socketTransport.ts';
import { openWaysInSecret, secretOfSession } from '../../electron/host/waysInSecret.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { type Client, createClient } from '../../shared/contract/createClient.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { makeTexts, readLaunch } from '../help/makeRecording.ts';
import { ended, startHoldpoint } from '../help/runHoldpoint.ts';
import { done, give, refused } from './giveCommands.ts';
import { cookieFor } from './transports.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-serve-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('holdpoint serve opens a session file, and what was done in it is on the disk after Ctrl-C', async () => {
  const path = await makeSession();
  const acting = await serve(path);
  const client = await acting.connect();
  await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
  await done(client, 'sre', { kind: 'note.write', args: { text: 'Handed over.' } });
  expect((await acting.stop()).exitCode).toBe(0);
  const { faults, proven } = verifySession(path);
  expect(faults).toEqual([]);
  expect(proven).toContain('are proven by the last checkpoint in the file');
  const session = openSession(path, { mode: 'read', now: () => 0 });
  expect(session.readLedger().map(({ kind }) => kind)).toContain('note.written');
  session.close();

  const looking = await serve(path, '--view-only');
  expect(await give(await looking.connect(), 'sre', { kind: 'role.leave', args: { role: 'sre' } })).toMatchObject(
    refused('not_allowed'),
  );
  expect((await looking.stop()).stdout).toContain('for looking only');
});

test('served again, a session knows its links, its key and its browsers, and a host for looking knows none of them', async () => {
  const path = await makeSession();
  const first = await serve(path, '--invite');
  expect(first.links.map((link) => new URL(link).hash.split('.')[0])).toEqual(['#commander', '#sre']);
  const [, link = ''] = first.links;
  const cookie = await cookieFor(link);
  await first.stop();

  const again = await serve(path, '--port', String(first.port), '--invite');
  expect(again.links).toEqual(first.links);
  expect(again.key).toBe(first.key);
  const ways = [{ cookie, origin: new URL(link).origin }, { authorization: `Bearer ${first.key}` }];
  for (const [index, headers] of ways.entries()) {
    const client = await again.connect(headers);
    expect(await client.ready).toEqual({ mayCommand: true, role: index === 0 ? 'sre' : null });
  }
  await again.stop();

  const looking = await serve(path, '--port', String(first.port), '--view-only');
  for (const headers of ways) await expect(looking.connect(headers)).rejects.toThrow('401');
  await looking.stop();

  const anew = await serve(path, '--port', String(first.port), '--invite', '--new-links');
  for (const headers of ways) await expect(anew.connect(headers)).rejects.toThrow('401');
  expect(anew.links).not.toEqual(first.links);
  await anew.stop();
});

test('the secret behind the ways in is read by its owner alone, or not used', () => {
  const file = join(scratch, 'config/ways-in.key');
  const secret = openWaysInSecret(file);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(openWaysInSecret(file)).toBe(secret);
  expect(secretOfSession(secret, scratch, 'acts')).not.toBe(secretOfSession(secret, scratch, 'looks'));
  expect(secretOfSession(secret, scratch, 'acts')).not.toBe(secretOfSession(secret, tmpdir(), 'acts'));
  if (process.platform !== 'win32') {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    expect(() => openWaysInSecret(file)).toThrow('Others may read');
    chmodSync(file, 0o600);
  }
  writeFileSync(file, 'short\n');
  expect(() => openWaysInSecret(file)).toThrow('not as it was written');
});

test('holdpoint serve says what is wrong with its words', async () => {
  for (const [words, says] of [
    [['--port', '70000'], '--port is a number'],
    [['--speed', '0'], '--speed is how many seconds'],
    [['x.holdpoint', '--speed', '2'], 'leave --launch and --speed out'],
    [['x.holdpoint', '--view-only', '--invite'], 'leave --invite or --view-only out'],
  ] as const) {
    const ran = await ended(startHoldpoint(['serve', ...words]));
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain(says);
  }
});

let sessions = 0;

/** The start of a launch, judged and sealed. */
async function makeSession(): Promise<string> {
  const folder = join(import.meta.dirname, '../golden/noisy-restart');
  const plan = readTestPlan(join(folder, 'plan.yaml'));
  const recording = join(scratch, 'recording.ndjson');
  writeFileSync(recording, `${makeTexts(readLaunch(folder).scenario).slice(0, 3000).join('\n')}\n`);
  sessions += 1;
  const path = join(scratch, `${sessions}.holdpoint`);
  const engine = startEngine(openTestSession(path, 'create', plan), plan, await openRecording(recording), Infinity);
  await engine.ended;
  await engine.close();
  return path;
}

interface Serving {
  readonly port: number;
  readonly key: string;
  /** Of the roles, in the order of the plan. */
  readonly links: readonly string[];
  connect(headers?: Readonly<Record<string, string>>): Promise<Client>;
  stop(): ReturnType<typeof ended>;
}

async function serve(path: string, ...options: string[]): Promise<Serving> {
  const port0 = options.includes('--port') ? [] : ['--port', '0'];
  const program = startHoldpoint(['serve', path, ...port0, ...options]);
  const over = ended(program);
  let said = '';
  await new Promise<void>((resolve) => {
    program.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('Ctrl-C ends it.')) resolve();
    });
    program.on('close', () => resolve());
  });
  const port = /http:\/\/127\.0\.0\.1:(\d+)\/#/.exec(said)?.[1] ?? '';
  const key = /HOLDPOINT_ROOM='[^#']*#([^']+)'/.exec(said)?.[1] ?? '';
  return {
    port: Number(port),
    key,
    links: [...said.matchAll(/^ {2}.* (http:\S+)$/gm)].map(([, link = '']) => link),
    connect: async (headers = { authorization: `Bearer ${key}` }) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/room`, { headers });
      const transport = toSocketTransport(socket);
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      const client = createClient(transport);
      await client.ready;
      return client;
    },
    stop: () => {
      program.kill('SIGINT');
      return over;
    },
  };
}
