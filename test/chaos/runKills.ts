import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosResult } from './chaosResult.ts';
import { makeChaosTask, readContentDigest } from './chaosTask.ts';
import { findLoss } from './findLoss.ts';
import { createSeededRandom } from './seededRandom.ts';
import { startChild } from './startChild.ts';
import { hasUnfinishedCommit } from './unfinishedCommit.ts';
import type { Acknowledged } from './replaySession.ts';

export interface KillOptions {
  readonly folder: string;
  readonly seed: number;
  /** Without it, no child is killed inside of a call. */
  readonly shim: string | undefined;
}

/** How many acknowledged writes a child may live through; a whole replay has several times as many. */
const mostWrites = 25;
/** How long after the last of them it lives on at most: about as long as it takes to make a chunk. */
const mostMs = 60;

/**
 * A child replays a recording into a session and is killed at a random moment; what it leaves is opened and verified; the
 * next child goes on with the same session, until it is done and must be as if nothing had happened. Then a new session.
 * A commit takes a millisecond, so where the shim is there, one child in three is killed in the place of one of its writes or
 * syncs.
 */
export async function runKills(count: number, options: KillOptions): Promise<ChaosResult> {
  const { folder, seed, shim } = options;
  const { lines, contentDigest, ...task } = await makeChaosTask(join(folder, 'task'), {
    perSecond: 12,
    sealLines: 3000,
  });
  const random = createSeededRandom(seed);
  const breaches: string[] = [];
  const notes = {
    sessions: 0,
    'inside a write or sync': 0,
    'left a commit unfinished': 0,
    'most lines acknowledged': 0,
  };
  let kills = 0;
  let next = startChild(options);
  while (kills < count) {
    const own = join(folder, `killed-${notes.sessions}`);
    const session = join(own, 'killed.holdpoint');
    mkdirSync(own);
    const speed = random.pick([0, 5, 30]);
    let acknowledged: Acknowledged | undefined;
    for (let isDone = false; !isDone && kills < count;) {
      const child = next;
      next = startChild(options);
      const isInside = shim !== undefined && random.chance(1 / 3);
      const dies = { inCall: random.pick(['write', 'sync'] as const), number: random.between(1, 120) };
      const given = { ...task, session, speed, ...(isInside ? { orders: join(folder, 'orders'), dies } : {}) };
      const moment = { afterWrites: random.between(0, mostWrites), thenMs: random.between(0, mostMs) };
      const end = await child.run(given, isInside ? undefined : moment);
      acknowledged = end.acknowledged ?? acknowledged;
      isDone = end.isDone;
      const where = `kill ${kills + 1} of seed ${seed}, at speed ${speed}`;
      if (end.trouble !== undefined) {
        breaches.push(`${where}: the child stopped by itself: ${end.trouble}`);
        break;
      }
      if (isDone && readContentDigest(session, task.key) !== contentDigest) {
        breaches.push(`${where}: ends with another content`);
      }
      if (isDone) continue;
      kills += 1;
      if (isInside) notes['inside a write or sync'] += 1;
      if (hasUnfinishedCommit(`${session}-wal`)) notes['left a commit unfinished'] += 1;
      // Every other time a copy is looked at, so that the next child finds the session as the last one left it.
      const looked = kills % 2 === 0 ? session : copySession(session, join(own, 'copy'));
      const loss = findLoss({ session: looked, key: task.key }, lines, acknowledged);
      if (loss !== undefined) breaches.push(`${where}: ${loss.kind}: ${loss.text}`);
      notes['most lines acknowledged'] = Math.max(notes['most lines acknowledged'], acknowledged?.tailLine ?? 0);
    }
    notes.sessions += 1;
    rmSync(own, { recursive: true });
  }
  await next.stop();
  return { name: 'SIGKILL', runs: kills, breaches, notes };
}

function copySession(session: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const copy = join(folder, 'copy.holdpoint');
  for (const part of ['', '-wal']) if (existsSync(session + part)) copyFileSync(session + part, copy + part);
  return copy;
}
