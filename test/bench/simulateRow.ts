import { join } from 'node:path';
import type { Figure } from './benchRow.ts';
import type { Laboratory } from './laboratory.ts';
import { runPart } from './runPart.ts';

interface Made {
  readonly seconds: number;
  readonly samples: number;
  readonly hours: number;
}

/** Beside the launch day that all else is measured on. */
const otherLaunches = ['paynow-instant-refunds', 'ticket-sale'];

/** Every launch that is shipped, as long as its scenario lasts. */
export async function simulateRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const figures = figuresOf('shopnow-one-click', await lab.simulate());
  for (const launch of otherLaunches) {
    const words = {
      launch: join(import.meta.dirname, '../../data', launch),
      output: join(lab.folder, `${launch}.ndjson`),
      hours: String(lab.hours),
    };
    figures.push(...figuresOf(launch, await runPart<Made>('simulatePart', words, { pinned: true })));
  }
  return figures;
}

function figuresOf(launch: string, { seconds, samples, hours }: Made): Omit<Figure, 'row'>[] {
  const work = `simulate ${hours} h of ${launch}`;
  return [
    {
      work: `${work}, samples a second`,
      measured: { value: samples / seconds, unit: 'samples/s' },
      goal: { least: 500_000 },
    },
    { work, measured: { value: seconds, unit: 's' }, goal: { most: (20 * hours) / 24 } },
  ];
}
