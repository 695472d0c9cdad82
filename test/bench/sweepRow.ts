import { join } from 'node:path';
import type { Figure } from './benchRow.ts';
import type { Laboratory } from './laboratory.ts';
import { planPath } from './launchDay.ts';
import type { Spent } from './partWords.ts';
import { runPart } from './runPart.ts';

interface Stalls {
  /** The latest second of the room. */
  readonly lateMs: number;
  /** The longest turn of the loop, by processor time. */
  readonly turnMs: number;
}

/** A curve of a hundred values, drawn in a room that plays on. */
export async function sweepRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const { path, hours } = await lab.day();
  const session = join(lab.folder, 'sweep.holdpoint');
  const words = { recording: path, plan: planPath, session, hours: String(hours), sweep: 'RB-1.factor=1..20.8:0.2' };
  const { quiet, swept } = await runPart<{ quiet: Stalls; swept: Spent & Stalls }>('sweepPart', words, {
    pinned: true,
  });
  const ms = (value: number): Figure['measured'] => ({ value, unit: 'ms' });
  return [
    {
      work: `curve of 100 settings in a room that plays at 10x, over ${hours} h, ${words.sweep}`,
      measured: { value: swept.seconds, unit: 's' },
      goal: { most: 10 },
      note: `By processor time alone, with the room's own, ${swept.cpuSeconds.toFixed(1)} s.`,
    },
    {
      work: 'longest turn of its loop meanwhile, by processor time',
      measured: ms(swept.turnMs),
      goal: { most: 20 },
      note: `Without the curve, ${quiet.turnMs.toFixed(0)} ms.`,
    },
    {
      work: 'latest second of the room meanwhile',
      measured: ms(swept.lateMs),
      note: `Without the curve, ${quiet.lateMs.toFixed(0)} ms; a second is due every 100 ms.`,
    },
  ];
}
