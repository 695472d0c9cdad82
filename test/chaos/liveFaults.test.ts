import { expect, test } from 'vitest';
import { buildShim } from './buildShim.ts';
import { someFaults } from './runFaults.ts';
import { runLiveFaults } from './runLiveFaults.ts';
import { inScratchFolder } from './scratchFolder.ts';

test('a live desk on a full, failing or slow disk goes on or stops in words, and nothing is lost or there twice', async ({
  skip,
}) => {
  await inScratchFolder(async (folder) => {
    const built = buildShim(folder);
    if ('missing' in built) return skip(built.missing);
    const faults = [{ slowMs: 20 }, ...someFaults(20)];
    const { breaches, notes } = await Promise.resolve(runLiveFaults(faults, { folder, shim: built.path }));
    expect(breaches).toEqual([]);
    expect(notes['went on']).toBeGreaterThan(0);
    expect(notes['stopped in words, went on later']).toBeGreaterThan(0);
  });
});
