import { expect, test } from 'vitest';
import { buildShim } from './buildShim.ts';
import { runFaults, someFaults } from './runFaults.ts';
import { inScratchFolder } from './scratchFolder.ts';

test('under 30 disk faults the engine goes on or stops in words, and nothing is lost', async ({ skip }) => {
  await inScratchFolder(async (folder) => {
    const built = buildShim(folder);
    if ('missing' in built) return skip(built.missing);
    const { breaches, notes } = await runFaults(someFaults(30), { folder, shim: built.path });
    expect(breaches).toEqual([]);
    expect(notes['went on']).toBeGreaterThan(0);
    expect(notes['stopped in words, resumed later']).toBeGreaterThan(0);
  });
});
