import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ended, startHoldpoint } from '../help/runHoldpoint.ts';
import { serveRoom } from '../help/servedRoom.ts';

test('in a room for looking only, all can be seen and nothing be done', async () => {
  const room = await serveRoom({ viewOnly: true });
  expect((await room.run(undefined, 'status')).exitCode).toBe(0);
  expect((await room.run(undefined, 'call')).stdout).toContain('T-5m');
  for (const argv of [['take'], ['note', 'x'], ['hold', '--reason', 'x']]) {
    const { exitCode, stdout, stderr } = await room.run('boss:A', ...argv);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('may look and not act');
  }
  expect((await room.run(undefined, 'play', '1')).exitCode).toBe(1);
  const file = join(room.folder, 'drill.txt');
  writeFileSync(file, 'x');
  const attached = await room.run('boss:A', 'attach', 'drill', file);
  expect([attached.exitCode, attached.stderr]).toEqual([1, 'That room is open for looking only: it takes no files.\n']);
});

test('the program serves a room, tells how to come in, and the program comes in', async () => {
  const serving = startHoldpoint(['serve', '--port', '0', '--speed', '1']);
  const end = ended(serving);
  try {
    const line = await new Promise<string>((resolve, reject) => {
      let text = '';
      serving.stdout.on('data', (more: string) => {
        text += more;
        const found = /^export HOLDPOINT_ROOM='([^']+)'\n/m.exec(text);
        if (found?.[1] !== undefined) resolve(found[1]);
      });
      end.then(({ stderr }) => reject(new Error(stderr)), reject);
    });
    const env = { HOLDPOINT_ROOM: line, HOLDPOINT_AS: 'incident-commander:A' };
    const run = (...argv: string[]) => ended(startHoldpoint(argv, { env }));
    // Until the first second has been judged nobody can take a role.
    let taken = await run('take');
    while (taken.stderr.includes('Nothing has been judged')) taken = await run('take');
    expect(taken.stderr).toBe('');
    expect(taken.stdout).toContain('A has taken the role incident-commander');
    const status = await run('status');
    expect(status.stdout).toContain('incident-commander: A');
    for (const text of status.stdout.split('\n')) expect(text.length).toBeLessThanOrEqual(80);

    const watching = startHoldpoint(['status', '--watch'], { env });
    const watched = ended(watching);
    await new Promise<void>((resolve) => {
      let text = '';
      watching.stdout.on('data', (more: string) => {
        text += more;
        if (text.split('One-Click Checkout').length > 3) resolve();
      });
    });
    watching.kill('SIGINT');
    expect(await watched).toMatchObject({ exitCode: 0, stderr: '' });
  } finally {
    serving.kill('SIGINT');
  }
  expect((await end).exitCode).toBe(0);
});
