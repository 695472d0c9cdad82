import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { JudgementDigest } from '../../electron/engine/judgementDigest.ts';
import { openNatsPublisher } from '../../electron/engine/source/live/nats/natsPublisher.ts';
import { openNatsSource } from '../../electron/engine/source/live/nats/natsSource.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { publishFeed } from '../../electron/host/gateway/publishFeed.ts';
import type { Feed } from '../../electron/host/gateway/feed.ts';
import { openLiveDesk } from '../help/liveDesk.ts';
import { livePlan, requests } from '../help/livePlan.ts';
import { hastyTools, NatsTeller, numbersTo, testLaunch } from '../help/natsDesk.ts';
import { hasNatsServer, type NatsServer, startNatsServer } from '../help/natsServer.ts';
import { startHoldpoint } from '../help/runHoldpoint.ts';

/** No test waits for a clock: it waits for what must come. */
const patienceMs = 900_000;

/** Frames of one numbered sample each, every few milliseconds, as a gateway plays them. */
function feedOf(frames: number): Feed {
  return {
    async *read(_pos, signal) {
      for (let seq = 1; seq <= frames && !signal.aborted; seq += 1) {
        const isBad = seq > frames / 3 && seq < (2 * frames) / 3;
        const sample = requests(Date.now(), isBad ? 40 : 1, isBad ? 'error' : 'ok', seq);
        yield { samples: [JSON.stringify(sample)], pos: String(seq), epoch: 'run' };
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

/** The numbers of the samples that a session keeps, in order; and what it says when it is judged again. */
async function readSession(path: string): Promise<{ seqs: number[]; digest: string; duplicates: number }> {
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const seqs = [...session.readLines(1)]
    .map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as { kind: string; seq?: number })
    .flatMap(({ kind, seq }) => (kind === 'count' && seq !== undefined ? [seq] : []));
  const judged = await judgeRecording(sessionRecording(session), [livePlan.plan], { atMs: [] });
  session.close();
  return { seqs, digest: judged.judgements[0]?.digest ?? '', duplicates: judged.counters.duplicates };
}

describe.skipIf(!hasNatsServer)('a session that a NATS server feeds', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-nats-'));
  afterAll(() => rmSync(scratch, { recursive: true }));
  let server: NatsServer;
  let round = 0;
  beforeEach(async () => {
    round += 1;
    server = await startNatsServer(join(scratch, String(round)));
    const teller = await NatsTeller.open(server.port);
    await teller.makeStream();
    await teller.connection.close();
  });
  afterEach(() => server.kill());

  /** Resolves when all of it is in the stream. */
  async function play(frames: number): Promise<void> {
    const { signal } = new AbortController();
    const options = { makeStream: false, tell: () => undefined, signal };
    const publisher = await openNatsPublisher(`nats://127.0.0.1:${server.port}/${testLaunch}`, hastyTools, options);
    await publishFeed(feedOf(frames), publisher, hastyTools.clock, signal);
    await publisher.close();
  }

  test('keeps every sample once though the server is killed under both sides, and is judged again to the same digest', async () => {
    const path = join(scratch, 'fed.holdpoint');
    const source = openNatsSource(`nats://127.0.0.1:${server.port}`, hastyTools);
    const desk = openLiveDesk(path, 'create', livePlan, [{ name: 'nats-1', source }], hastyTools.clock);
    const { engine, stream, transitions } = desk;
    const playing = play(1500);
    const taken = (count: number): Promise<void> =>
      expect.poll(() => stream.readings()[0]?.samples ?? 0, { timeout: patienceMs }).toBeGreaterThanOrEqual(count);
    for (const kill of [300, 700]) {
      await taken(kill);
      await server.kill();
      await server.restart();
    }
    await playing;
    // A mark ends each frame.
    await taken(3000);
    const { headTick } = engine.state();
    await expect.poll(() => engine.state().headTick, { timeout: patienceMs }).toBeGreaterThan((headTick ?? 0) + 2);
    await engine.close();
    const digest = new JudgementDigest();
    for (const transition of transitions) digest.add(transition);
    const kept = await readSession(path);
    expect(kept.seqs).toEqual(numbersTo(1500));
    expect(kept.duplicates).toBe(0);
    expect(kept.digest).toBe(digest.text());
    expect(transitions.map(({ kind, to }) => `${kind} ${to}`)).toContain('trigger firing');
  });

  test('the desk is killed again and again, with the session in the middle of things: every sample once', async () => {
    const path = join(scratch, 'killed.holdpoint');
    const planPath = join(scratch, 'plan.yaml');
    writeFileSync(planPath, livePlan.text);
    const from = ['--from', `nats://127.0.0.1:${server.port}`, '--session', path, '--port', '0'];
    const start = async (argv: string[]): Promise<ReturnType<typeof startHoldpoint>> => {
      const program = startHoldpoint(['live', ...argv, ...from]);
      let said = '';
      await new Promise<void>((resolve, reject) => {
        program.stderr.on('data', (text: Buffer) => (said += text.toString()));
        program.stdout.on('data', (text: Buffer) => {
          if (text.toString().includes('The room is open')) resolve();
        });
        program.once('close', () => reject(new Error(said)));
      });
      return program;
    };
    const kill = async (program: ReturnType<typeof startHoldpoint>): Promise<void> => {
      const closed = new Promise((resolve) => program.once('close', resolve));
      program.kill('SIGKILL');
      await closed;
    };
    const playing = play(3000);
    for (let count = 0; count < 4; count += 1) {
      const program = await start(count === 0 ? ['--plan', planPath, '--t0', 'now+5m'] : []);
      await new Promise((resolve) => setTimeout(resolve, 700 + 431 * count));
      await kill(program);
    }
    await playing;
    const last = await start([]);
    const keptSoFar = async (): Promise<number> => {
      const session = openSession(path, { mode: 'read', now: () => 0 });
      const text = [...session.readLines(1)].map(({ bytes }) => Buffer.from(bytes).toString());
      session.close();
      return text.filter((line) => line.includes('"kind":"count"')).length;
    };
    await expect.poll(keptSoFar, { timeout: patienceMs, interval: 500 }).toBeGreaterThanOrEqual(3000);
    await kill(last);
    const kept = await readSession(path);
    expect(kept.seqs).toEqual(numbersTo(3000));
    expect(kept.duplicates).toBe(0);
  });
});
