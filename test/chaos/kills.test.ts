import { expect, test } from 'vitest';
import { buildShim } from './buildShim.ts';
import { runKills } from './runKills.ts';
import { inScratchFolder } from './scratchFolder.ts';

test('60 kills at random moments lose nothing, and what is resumed ends as if there had been none', async () => {
  await inScratchFolder(async (folder) => {
    const built = buildShim(folder);
    const shim = 'path' in built ? built.path : undefined;
    const { runs, breaches } = await runKills(60, { folder, seed: 1, shim });
    expect(breaches).toEqual([]);
    expect(runs).toBe(60);
  });
});
