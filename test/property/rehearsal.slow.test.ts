import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Move, readStory, Rehearsed } from '../help/rehearsed.ts';

const folder = join(import.meta.dirname, '../golden/rehearsed-cell');
const newPath = (name: string): string => join(mkdtempSync(join(tmpdir(), 'rehearsal-')), `${name}.holdpoint`);

const take = (at: string, role: string): Move => ({ at, role, command: { kind: 'role.take', args: { role } } });
const moves: readonly Move[] = [
  take('T-50s', 'sre'),
  take('T-50s', 'commander'),
  take('T-50s', 'facilitator'),
  { at: 'T-10s', role: 'commander', command: { kind: 'ramp.advance', args: { scope: { launch: true }, to: 0.05 } } },
  {
    at: 'T+2m40s',
    role: 'sre',
    command: { kind: 'ramp.rollback', args: { scope: { cell: { market: 'US' } }, to: 0, reason: 'It burns' } },
  },
  { at: 'T+4m10s', role: 'facilitator', command: { kind: 'inject.release', args: { inject: 'thefts' } } },
  { at: 'T+6m', role: 'commander', command: { kind: 'step.finish', args: { step: 'step-up' } } },
  { at: 'T+7m', role: 'facilitator', command: { kind: 'inject.skip', args: { inject: 'late' } } },
  {
    at: 'T+8m',
    role: 'facilitator',
    command: { kind: 'inject.add', args: { from: 'The board', to: ['commander'], says: 'Are we fine?' } },
  },
];

async function playAll(name: string, some = moves): Promise<string> {
  const path = newPath(name);
  const rehearsed = new Rehearsed(folder, path, 'create');
  await rehearsed.play(some);
  await rehearsed.finish();
  return path;
}

test('the same scenario, moves and seed give the same session, at any speed', async () => {
  const one = readStory(await playAll('one'));
  const path = newPath('paced');
  const paced = new Rehearsed(folder, path, 'create');
  await paced.goTo('T-58s');
  for (const move of moves) {
    await paced.playTo(move.at, 60);
    await paced.play([move]);
  }
  await paced.finish();
  expect(readStory(path)).toEqual(one);
  expect(one.rows.filter(({ body }) => body?.['rehearsal'] === true).length).toBeGreaterThan(moves.length);
});

test.each([1, 3, 4, 6, 8])('a rehearsal that is killed after move %i goes on as if nothing had been', async (count) => {
  const whole = readStory(await playAll('whole'));
  const path = newPath('first');
  const first = new Rehearsed(folder, path, 'create');
  await first.play(moves.slice(0, count));
  const killed = newPath('killed');
  for (const end of ['', '-wal']) if (existsSync(path + end)) cpSync(path + end, killed + end);
  await first.engine.close();
  const second = new Rehearsed(folder, killed, 'resume');
  await second.play(moves);
  await second.finish();
  expect(readStory(killed)).toEqual(whole);
});

test('another order gives another world, and none the one that the scenario begins with', async () => {
  const whole = readStory(await playAll('whole'));
  const idle = readStory(await playAll('idle', moves.slice(0, 3)));
  expect(idle.content).not.toBe(whole.content);
});
