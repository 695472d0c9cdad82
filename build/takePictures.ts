import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// The pictures of every view anew, of a launch that people live through: the tests hold the screens against them, and the
// README shows some; and of the room of every scenario, which the Rehearse view shows. Look at each before it is kept.
const root = join(import.meta.dirname, '..');
for (const [file, ...args] of [
  ['build/buildPage.ts'],
  // One of the views shows these.
  ['node_modules/vitest/vitest.mjs', 'run', 'test/e2e/scenarioPictures.slow.test.ts'],
  ['node_modules/vitest/vitest.mjs', 'run', 'test/e2e/pictures.slow.test.ts'],
]) {
  const { status } = spawnSync(process.execPath, [join(root, file ?? ''), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GOLDEN: 'write' },
  });
  if (status !== 0) process.exit(status ?? 1);
}
