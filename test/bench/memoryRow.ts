import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './benchRow.ts';
import type { Laboratory } from './laboratory.ts';
import { planPath } from './launchDay.ts';
import { runNode } from './runPart.ts';

const wayIn = join(import.meta.dirname, '../../electron/host/cli/holdpoint.js');
const reportPeak = join(import.meta.dirname, 'reportPeak.ts');

/** The greatest resident memory of `holdpoint replay`, through the same door that people use. */
export async function memoryRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const day = await lab.day();
  const part = await lab.firstHours(day.hours / 4);
  const dayMb = await peakOfReplay(lab, day.path);
  const partMb = await peakOfReplay(lab, part.path);
  return [
    {
      work: `holdpoint replay of ${day.hours} h, greatest resident memory`,
      measured: { value: dayMb, unit: 'MB' },
      goal: { most: 300 },
    },
    {
      work: `the same of ${day.hours} h against ${part.hours} h`,
      measured: { value: dayMb, unit: 'MB' },
      against: { what: `${part.hours} h`, value: partMb, unit: 'MB' },
      ratio: dayMb / partMb,
      goal: { most: 1.2 },
      note: 'Windows of 24 h are a quarter full after 6 h; the rest of the difference is when garbage happens to be collected.',
    },
  ];
}

async function peakOfReplay(lab: Laboratory, recording: string): Promise<number> {
  const session = join(lab.folder, 'memory.holdpoint');
  for (const ending of ['', '-wal', '-shm']) rmSync(session + ending, { force: true });
  const argv = ['--import', reportPeak, wayIn, 'replay', recording, '--plan', planPath, '--session', session];
  const { aside } = await runNode(argv, false);
  return (JSON.parse(aside) as { readonly peakMb: number }).peakMb;
}
