import { expect, test } from 'vitest';
import { runCommandKills } from './runCommandKills.ts';
import { inScratchFolder } from './scratchFolder.ts';

test('200 kills between a command and its snapshot: none is lost, none is there twice', async () => {
  await inScratchFolder((folder) => {
    const { runs, breaches } = runCommandKills(200, { folder, seed: 1 });
    expect(breaches).toEqual([]);
    expect(runs).toBe(200);
    return Promise.resolve();
  });
});
