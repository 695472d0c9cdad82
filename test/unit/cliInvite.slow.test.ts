import { expect, test } from 'vitest';
import { callHoldpoint } from '../help/runHoldpoint.ts';
import { serveRoom } from '../help/servedRoom.ts';

test('whoever may act in any role gets the link of each, and by such a link a command line acts in that role alone', async () => {
  const room = await serveRoom();
  const { stdout } = await room.run(undefined, 'invite');
  expect(stdout).toContain(`SRE on duty         ${room.host.urlOf('sre')}\n`);
  expect(stdout).toContain('They open on this machine alone');
  const link = JSON.parse((await room.run(undefined, 'invite', 'sre', '--json')).stdout) as { sre: string };
  expect(link).toEqual({ sre: room.host.urlOf('sre') });

  const run = (as: string, ...argv: string[]) => callHoldpoint([...argv, '--room', link.sre, '--as', as]);
  expect(await run('sre:Ben', 'take')).toMatchObject({ exitCode: 0 });
  expect(await run('sre:Ben', 'note', 'All quiet')).toMatchObject({ exitCode: 0 });
  for (const [as, ...argv] of [
    ['boss:Ben', 'take'],
    ['boss:Ana', 'vote', 'final', 'go'],
  ] as const) {
    const { exitCode, stderr } = await run(as, ...argv);
    expect([exitCode, stderr]).toEqual([1, 'You came in as sre and act in that role alone, not as boss.\n']);
  }
  const invited = await callHoldpoint(['invite', '--room', link.sre]);
  expect([invited.exitCode, invited.stderr]).toEqual([1, 'Whoever came in as sre invites nobody.\n']);
  const unknown = await room.run(undefined, 'invite', 'pilot');
  expect([unknown.exitCode, unknown.stderr]).toEqual([1, 'The plan has no such role; it has boss, chief, sre.\n']);
});

test('in a room for looking only nobody is invited for a role', async () => {
  const room = await serveRoom({ viewOnly: true });
  const { exitCode, stderr } = await room.run(undefined, 'invite');
  expect([exitCode, stderr]).toEqual([1, 'People may look here and not act: nobody needs a role.\n']);
});
