import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { LiveFrame } from '../../electron/engine/source/live/liveSource.ts';
import { openWebSocketSource } from '../../electron/engine/source/live/webSocketSource.ts';
import { randomRatio, systemClock } from '../../electron/host/systemClock.ts';
import { liveJsonSchema } from '../../shared/model/liveProtocol.ts';
import { sampleSchema } from '../../shared/model/sample.ts';
import { expectGolden } from '../help/expectGolden.ts';
import { livePlan } from '../help/livePlan.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'data/live-protocol/README.md'), 'utf8');
const example = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

test('the schema that is shipped is the one that is meant', () => {
  expectGolden(join(root, 'data/live-protocol/live.schema.json'), `${JSON.stringify(liveJsonSchema(), null, 2)}\n`);
});

test('the example of the page is a sender of at most sixty lines, and goes on where it was read', async () => {
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(60);
  const port = await freePort();
  child = spawn(process.execPath, ['--input-type=module', '-e', example], {
    ...{ cwd: root, stdio: 'inherit' },
    env: { ...process.env, PORT: String(port) },
  });
  const tools = { plan: livePlan.plan, clock: systemClock, random: randomRatio, env: {} };
  const source = openWebSocketSource(`ws://127.0.0.1:${port}`, tools);
  const seqs: number[] = [];
  let after: LiveFrame['position'];
  for (const visit of [1, 2]) {
    const stop = new AbortController();
    let frames = 0;
    for await (const event of source.read(after, stop.signal)) {
      if (event.kind !== 'frame') continue;
      frames += 1;
      for (const bytes of event.samples) {
        const sample = sampleSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
        if (sample.kind === 'count') seqs.push(sample.seq ?? -1);
      }
      after = event.position;
      // What was read and not acknowledged on the first visit must not come again on the second: the position says so.
      if (visit === 2) source.acknowledge(after ?? '');
      if (frames === 2) stop.abort();
    }
  }
  expect(seqs.length).toBeGreaterThan(4);
  expect(seqs).toEqual(seqs.map((_seq, place) => place + 1));
}, 20_000);
