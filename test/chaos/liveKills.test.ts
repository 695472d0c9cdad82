import { expect, test } from 'vitest';
import { hasNatsServer } from '../help/natsServer.ts';
import { runLiveKills } from './runLiveKills.ts';
import { inScratchFolder } from './scratchFolder.ts';

/** No test waits for a clock: it waits for what must come. */
const patienceMs = 900_000;

test.skipIf(!hasNatsServer)(
  'twelve kills of desk, broker and gateways at random moments: nothing is lost and nothing is there twice',
  async () => {
    await inScratchFolder(async (folder) => {
      const { runs, breaches } = await runLiveKills(12, { folder, seed: 1 });
      expect(breaches).toEqual([]);
      expect(runs).toBe(12);
    });
  },
  patienceMs,
);
