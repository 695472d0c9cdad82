import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { readLaunch } from '../help/makeRecording.ts';
import type { ChaosResult } from './chaosResult.ts';
import type { CommandTask, DeathMoment } from './commandChild.ts';
import { createSeededRandom } from './seededRandom.ts';

const launch = join(import.meta.dirname, '../golden/noisy-restart');

/**
 * A process gives a command and is killed before the row is written, when it is, or when the answer is out and no
 * snapshot has shown it. The next one gives the same command under the same id, as whoever got no answer does, and then a
 * new one. In the end every command stands in the ledger once, in order.
 */
export function runCommandKills(count: number, { folder, seed }: { folder: string; seed: number }): ChaosResult {
  const { scenario, plan } = readLaunch(launch);
  const recording = join(folder, 'recording.ndjson');
  writeFileSync(recording, [...simulateLines(scenario, plan)].join(''));
  const session = join(folder, 'commands.holdpoint');
  const random = createSeededRandom(seed);
  const breaches: string[] = [];
  const deaths: Record<DeathMoment, number> = { before_write: 0, after_write: 0, after_answer: 0 };
  const firstTick = plan.launch.t0 / 1000 - 60;
  const given: string[] = [];
  let before: string | undefined;
  for (let kill = 0; kill <= count; kill += 1) {
    const dies = kill === count ? undefined : random.pick(['before_write', 'after_write', 'after_answer'] as const);
    const command = kill === 0 ? 'role' : `n${kill}`;
    given.push(command);
    if (dies !== undefined) deaths[dies] += 1;
    const task: CommandTask = {
      session,
      recording,
      plan: join(launch, 'plan.yaml'),
      tick: firstTick + kill,
      again: before,
      command,
      dies,
    };
    const child = spawnSync(process.execPath, [join(import.meta.dirname, 'commandChild.ts')], {
      input: JSON.stringify(task),
      encoding: 'utf8',
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    });
    const where = `kill ${kill} of seed ${seed} (${dies ?? 'none'})`;
    if (child.signal !== 'SIGKILL' && dies !== undefined) breaches.push(`${where}: ended by itself: ${child.stderr}`);
    if (before !== undefined && !child.stdout.includes('{"again":{"kind":"done"')) {
      breaches.push(`${where}: ${before} given again was not done: ${child.stdout}${child.stderr}`);
    }
    before = command;
  }
  const { ok, faults } = verifySession(session);
  if (!ok) breaches.push(`the session is not whole: ${faults.map(({ text }) => text).join(' ')}`);
  const read = openSession(session, { mode: 'read', now: () => 0 });
  const kept = read.readLedger().flatMap(({ body }) => body['command'] ?? []);
  read.close();
  if (JSON.stringify(kept) !== JSON.stringify(given)) {
    breaches.push(`seed ${seed}: the ledger holds ${kept.length} commands of ${given.length}: ${JSON.stringify(kept)}`);
  }
  return { name: 'commands and SIGKILL', runs: count, breaches, notes: { ...deaths, 'rows of commands': kept.length } };
}
