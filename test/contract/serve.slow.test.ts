import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { toSocketTransport } from '../../electron/host/serve/socketTransport.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { type Client, createClient } from '../../shared/contract/createClient.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { makeTexts, readLaunch } from '../help/makeRecording.ts';
import { ended, startHoldpoint } from '../help/runHoldpoint.ts';
import { done, give, refused } from './giveCommands.ts';

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

test('holdpoint serve says what is wrong with its words', async () => {
  for (const [words, says] of [
    [['--port', '70000'], '--port is a number'],
    [['--speed', '0'], '--speed is how many seconds'],
    [['x.holdpoint', '--speed', '2'], 'leave --launch and --speed out'],
  ] as const) {
    const ran = await ended(startHoldpoint(['serve', ...words]));
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain(says);
  }
});

/** The start of a launch, judged and sealed. */
async function makeSession(): Promise<string> {
  const folder = join(import.meta.dirname, '../golden/noisy-restart');
  const plan = readTestPlan(join(folder, 'plan.yaml'));
  const recording = join(scratch, 'recording.ndjson');
  writeFileSync(recording, `${makeTexts(readLaunch(folder).scenario).slice(0, 3000).join('\n')}\n`);
  const path = join(scratch, 's.holdpoint');
  const engine = startEngine(openTestSession(path, 'create', plan), plan, await openRecording(recording), Infinity);
  await engine.ended;
  await engine.close();
  return path;
}

async function serve(
  path: string,
  ...options: string[]
): Promise<{ connect: () => Promise<Client>; stop: () => ReturnType<typeof ended> }> {
  const program = startHoldpoint(['serve', path, '--port', '0', ...options]);
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
  const authorization = `Bearer ${key}`;
  return {
    connect: async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/room`, { headers: { authorization } });
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
