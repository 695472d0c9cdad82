import type { Figure } from './benchRow.ts';
import type { Laboratory } from './laboratory.ts';
import { planPath } from './launchDay.ts';
import type { Spent } from './partWords.ts';
import { runPart } from './runPart.ts';

interface BacktestResult extends Spent {
  readonly points: number;
}

/** One trigger of the whole launch, one of every cell on a point, and one of every cell and the launch on proof. */
const sweeps = ['RB-8.over=103..400:3', 'RB-4.over=0.01%..1%:0.01%', 'RB-1.factor=1..20.8:0.2'];

/** A hundred thresholds over the day, in one reading of it; beside it what one judgement of the whole plan takes. */
export async function backtestRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const { path, hours } = await lab.day();
  const { workS } = await lab.judge();
  const figures: Omit<Figure, 'row'>[] = [];
  for (const sweep of sweeps) {
    const words = { recording: path, plan: planPath, sweep };
    const { seconds, cpuSeconds, points } = await runPart<BacktestResult>('backtestPart', words, { pinned: true });
    figures.push({
      work: `backtest of ${points} thresholds over ${hours} h, ${sweep}`,
      measured: { value: seconds, unit: 's' },
      goal: { most: 10 },
      note: `By processor time alone, ${cpuSeconds.toFixed(1)} s; one judgement by the whole plan took ${workS.toFixed(1)} s.`,
    });
  }
  return figures;
}
