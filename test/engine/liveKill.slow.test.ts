import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { livePlan, requests } from '../help/livePlan.ts';

const root = join(import.meta.dirname, '../..');
const holdpoint = join(root, 'electron/host/cli/holdpoint.js');
const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-kill-'));
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(scratch, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts the command line and resolves when it has said so much. */
async function start(args: readonly string[], until: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [holdpoint, ...args], {
    ...{ cwd: scratch, stdio: ['ignore', 'pipe', 'inherit'] as const },
    env: { ...process.env, HOLDPOINT_CONFIG: join(scratch, 'config') },
  });
  running.add(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`It ended: ${said}`)));
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes(until)) resolve();
    });
  });
  return child;
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
  running.delete(child);
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('desk and gateway are killed by turns, many times: nothing is lost and nothing comes twice', async () => {
  const [seconds, aSecond, kills] = [600, 50, 8];
  const lines = Array.from({ length: seconds * aSecond }, (_, at) =>
    JSON.stringify(requests(1_700_000_000_000 + at * (1000 / aSecond), 1, 'ok', at + 1)),
  );
  writeFileSync(join(scratch, 'rec.ndjson'), `${lines.join('\n')}\n`);
  writeFileSync(join(scratch, 'plan.yaml'), livePlan.text);
  const port = await freePort();
  const openGateway = (): Promise<ChildProcess> => start(['gateway', 'rec.ndjson', '--port', String(port)], 'Ctrl-C');
  const openDesk = (): Promise<ChildProcess> =>
    start(
      ['live', '--plan', 'plan.yaml', '--from', `ws://127.0.0.1:${port}`, '--session', 's.holdpoint', '--port', '0'],
      'Ctrl-C',
    );
  let gateway = await openGateway();
  let desk = await openDesk();
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(700 + ((kill * 397) % 900));
    if (kill % 2 === 0) {
      await end(desk, 'SIGKILL');
      desk = await openDesk();
    } else {
      await end(gateway, 'SIGKILL');
      gateway = await openGateway();
    }
  }
  await sleep(4000);
  await end(desk, 'SIGINT');
  await end(gateway, 'SIGINT');
  const session = openSession(join(scratch, 's.holdpoint'), { mode: 'read', now: () => 0 });
  const seqs = [...session.readLines(1)]
    .map(({ bytes }) => Buffer.from(bytes).toString())
    .filter((line) => line.includes('"requests"'))
    .map((line) => Number(/"seq":(\d+)/.exec(line)?.[1]));
  const judged = await judgeRecording(sessionRecording(session), [livePlan.plan], { atMs: [] });
  const broken = session.readLedger().filter(({ kind }) => kind === 'link.broken').length;
  session.close();
  expect(seqs.length).toBeGreaterThan(aSecond * 5);
  expect(seqs).toEqual(seqs.map((_seq, place) => place + 1));
  expect(judged.counters).toMatchObject({ duplicates: 0, conflicts: 0, quarantined: 0 });
  expect(judged.gaps).toEqual([]);
  expect(broken).toBeGreaterThanOrEqual(kills / 2 - 1);
}, 120_000);

test('a gateway that plays something else begins a stream of its own, and nothing of the old one is taken for it', async () => {
  const port = await freePort();
  const play = (name: string, count: number): void =>
    writeFileSync(
      join(scratch, name),
      `${Array.from({ length: count }, (_, at) => JSON.stringify(requests(1_700_000_000_000 + at * 50, count, 'ok', at + 1))).join('\n')}\n`,
    );
  play('one.ndjson', 40);
  play('two.ndjson', 60);
  const desk = await start(
    ['live', '--plan', 'plan.yaml', '--from', `ws://127.0.0.1:${port}`, '--session', 'e.holdpoint', '--port', '0'],
    'Ctrl-C',
  );
  const one = await start(['gateway', 'one.ndjson', '--port', String(port)], 'Ctrl-C');
  await sleep(5000);
  await end(one, 'SIGKILL');
  const two = await start(['gateway', 'two.ndjson', '--port', String(port)], 'Ctrl-C');
  await sleep(6000);
  await end(desk, 'SIGINT');
  await end(two, 'SIGINT');
  const session = openSession(join(scratch, 'e.holdpoint'), { mode: 'read', now: () => 0 });
  const judged = await judgeRecording(sessionRecording(session), [livePlan.plan], { atMs: [] });
  session.close();
  expect(judged.counters).toMatchObject({ duplicates: 0, conflicts: 0, quarantined: 0 });
  expect(judged.gaps).toEqual([]);
}, 60_000);
