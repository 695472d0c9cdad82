import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
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

const market = fc.constantFrom('US', 'UK');
const scope = fc.oneof(
  fc.constant({ launch: true as const }),
  market.map((one) => ({ cell: { market: one } })),
);
const share = fc.constantFrom(0, 0.05, 0.5, 1);
const anyCommand: fc.Arbitrary<Pick<Move, 'role' | 'command'>> = fc.oneof(
  fc
    .record({ scope, to: share })
    .map((args) => ({ role: 'commander', command: { kind: 'ramp.advance' as const, args } })),
  fc.record({ scope, to: share }).map((args) => ({
    role: 'commander',
    command: { kind: 'ramp.rollback' as const, args: { ...args, reason: 'It burns' } },
  })),
  scope.map((one) => ({
    role: 'commander',
    command: { kind: 'ramp.hold' as const, args: { scope: one, reason: 'Wait' } },
  })),
  fc.constant({ role: 'commander', command: { kind: 'step.finish' as const, args: { step: 'step-up' } } }),
  fc.constantFrom('thefts', 'late').map((inject) => ({
    role: 'facilitator',
    command: { kind: 'inject.release' as const, args: { inject } },
  })),
);
const anyMoves = fc
  .array(fc.tuple(fc.integer({ min: -40, max: 600 }), anyCommand), { minLength: 3, maxLength: 12 })
  .map((list) =>
    list
      .toSorted(([one], [other]) => one - other)
      .map(([atS, rest]): Move => ({ at: `T${atS < 0 ? '-' : '+'}${Math.abs(atS)}s`, ...rest })),
  );

test('whatever people do, and wherever the rehearsal is killed, it is the same session', async () => {
  await fc.assert(
    fc.asyncProperty(anyMoves, fc.double({ min: 0, max: 1, noNaN: true }), async (more, where) => {
      const all = [...moves.slice(0, 3), ...more];
      const path = newPath('whole');
      const whole = new Rehearsed(folder, path, 'create');
      const killed = newPath('killed');
      const at = Math.floor(where * all.length);
      await whole.play(all.slice(0, at), 'goes on');
      for (const end of ['', '-wal']) if (existsSync(path + end)) cpSync(path + end, killed + end);
      await whole.play(all.slice(at), 'goes on');
      await whole.finish();
      const second = new Rehearsed(folder, killed, 'resume');
      // What was refused then is not tried again now.
      second.skip(at);
      await second.play(all.slice(at), 'goes on');
      await second.finish();
      expect(readStory(killed)).toEqual(readStory(path));
    }),
    { numRuns: 12 },
  );
});
