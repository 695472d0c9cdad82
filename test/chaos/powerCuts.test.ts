import { expect, test } from 'vitest';
import { buildShim } from './buildShim.ts';
import { runPowerCuts } from './runPowerCuts.ts';
import { inScratchFolder } from './scratchFolder.ts';

const cases = [
  { level: 'full', count: 100, becomes: 'lose nothing and leave a whole session' },
  { level: 'normal', count: 40, becomes: 'are seen to lose what was acknowledged' },
  { level: 'off', count: 40, becomes: 'are seen to leave damaged sessions' },
] as const;

test.for(cases)('$count power cuts with synchronous $level $becomes', async ({ level, count }, { skip }) => {
  await inScratchFolder(async (folder) => {
    const built = buildShim(folder);
    if ('missing' in built) return skip(built.missing);
    const { breaches, notes } = await runPowerCuts(count, { folder, level, seed: 1, shim: built.path });
    if (level === 'full') expect(breaches).toEqual([]);
    if (level === 'normal') expect(notes['lost what was acknowledged']).toBeGreaterThan(0);
    if (level === 'off') expect(notes['corrupt']).toBeGreaterThan(0);
  });
});
