import { expect, test } from 'vitest';
import { runFlood } from './runFlood.ts';
import { runResumes } from './runResumes.ts';
import { runStreams } from './runStreams.ts';
import { inScratchFolder } from './scratchFolder.ts';

test('200 streams with lines lost, late, repeated, contradicted, broken and out of order are counted and judged exactly', async () => {
  const { breaches, notes } = await runStreams(200, 1);
  expect(breaches).toEqual([]);
  // There was something to be counted and judged.
  expect(notes).toMatchObject({ transitions: expect.toSatisfy((count: number) => count > 1000) });
});

test('6 of them end alike in a session that is closed and resumed at any second', async () => {
  const { breaches } = await inScratchFolder((folder) => runResumes(6, 1, folder));
  expect(breaches).toEqual([]);
});

test('a second larger than any chunk is judged as one, though the session is closed and resumed inside of it', async () => {
  const { breaches } = await inScratchFolder((folder) => runFlood(folder));
  expect(breaches).toEqual([]);
});
