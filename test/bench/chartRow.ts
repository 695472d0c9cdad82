import type { Figure } from './benchRow.ts';
import type { Laboratory } from './laboratory.ts';
import { planPath } from './launchDay.ts';
import { runPart } from './runPart.ts';

interface ChartTimes {
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly burnMs: number;
  readonly burnAgainMs: number;
}

/** The day as charts, of what was measured and of what was judged. */
export async function chartRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  await lab.replay();
  const words = { session: lab.sessionPath, plan: planPath, rounds: '40' };
  const { firstMs, p50Ms, burnMs, burnAgainMs } = await runPart<ChartTimes>('chartPart', words, { pinned: true });
  const ms = (value: number): Figure['measured'] => ({ value, unit: 'ms' });
  return [
    {
      work: 'latency of 24 h with quantiles at 1,200 pixels, processor time, p50',
      measured: ms(p50Ms),
      goal: { most: 50 },
      note: `The first, with nothing read yet, took ${firstMs.toFixed(0)} ms.`,
    },
    {
      work: 'burn of 24 h at 1,200 pixels, second by second, processor time',
      measured: ms(burnMs),
      note: `In slices of a few ms. Asked again it took ${burnAgainMs.toFixed(0)} ms.`,
    },
  ];
}
