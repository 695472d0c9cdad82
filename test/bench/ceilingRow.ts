import { join } from 'node:path';
import type { Figure } from './benchRow.ts';
import type { Laboratory } from './laboratory.ts';
import { planPath } from './launchDay.ts';
import { runPart } from './runPart.ts';

const partNames: Readonly<Record<string, string>> = {
  readAndDecode: 'read and decode',
  ingest: 'ingest',
  judge: 'judge',
  encodeBlocks: 'roll up and encode blocks',
  compressLines: 'compress lines',
  insert: 'insert the same bytes into SQLite',
};

/** What the replay's own parts cost, each by itself in this run, and how near the replay comes to their sum. */
export async function ceilingRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const { path, samples } = await lab.day();
  const { workS } = await lab.replay();
  const words = {
    recording: path,
    plan: planPath,
    session: lab.sessionPath,
    scratch: join(lab.folder, 'scratch.sqlite'),
  };
  const { seconds } = await runPart<{ readonly seconds: Record<string, number> }>('ceilingPart', words, {
    pinned: true,
  });
  const sumS = Object.values(seconds).reduce((sum, one) => sum + one, 0);
  return [
    ...Object.entries(seconds).map(([part, value]) => ({
      work: `part of a replay: ${partNames[part] ?? part}`,
      measured: { value, unit: 's' },
      against: { what: `${((100 * value) / sumS).toFixed(0)} % of`, value: sumS, unit: 's' },
    })),
    {
      work: 'replay against the ceiling of its own parts',
      measured: { value: samples / workS, unit: 'samples/s' },
      against: { what: 'ceiling', value: samples / sumS, unit: 'samples/s' },
      ratio: sumS / workS,
      goal: { least: 0.6 },
    },
  ];
}
