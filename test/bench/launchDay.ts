import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInterface } from 'node:readline';
import { createHash } from 'node:crypto';
import { runPart } from './runPart.ts';

const launch = join(import.meta.dirname, '../../data/shopnow-one-click');
export const planPath = join(launch, 'plan.yaml');

/** The recording that everything is measured on. */
export interface LaunchDay {
  readonly path: string;
  readonly hours: number;
  readonly lines: number;
  readonly samples: number;
}

export interface Simulated extends LaunchDay {
  readonly seconds: number;
}

interface Golden {
  readonly sha256: string;
  readonly lines: number;
  readonly samples: number;
}

/** Makes the recording, and holds a whole day against the digest that is checked in. */
export async function simulateDay(path: string, hours: number): Promise<Simulated> {
  const words = { launch, output: path, hours: String(hours) };
  const made = await runPart<Golden & { readonly seconds: number }>('simulatePart', words, { pinned: true });
  if (hours === 24 && made.sha256 !== golden().sha256) {
    throw new Error('The launch day that was simulated is not the one that is checked in: run the golden tests first.');
  }
  return { path, hours, lines: made.lines, samples: made.samples, seconds: made.seconds };
}

/** A launch day that lies on the disk already. */
export async function openDay(path: string): Promise<LaunchDay> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  const { sha256, lines, samples } = golden();
  if (hash.digest('hex') !== sha256) {
    throw new Error(`${path} is not the launch day that is checked in: leave --recording out and it is made anew.`);
  }
  return { path, hours: 24, lines, samples };
}

/** The first hours of the day, as a recording of its own. */
export async function cutDay(day: LaunchDay, path: string, hours: number): Promise<LaunchDay> {
  let endMs: number | undefined;
  let lines = 0;
  let samples = 0;
  async function* firstHours(): AsyncGenerator<string> {
    for await (const line of createInterface({ input: createReadStream(day.path) })) {
      const { t, kind } = JSON.parse(line) as { readonly t: number; readonly kind: string };
      endMs ??= t + hours * 3_600_000;
      if (t >= endMs) return;
      lines += 1;
      if (kind !== 'mark') samples += 1;
      yield `${line}\n`;
    }
  }
  await pipeline(firstHours, createWriteStream(path));
  return { path, hours, lines, samples };
}

function golden(): Golden {
  const file = join(import.meta.dirname, '../golden/launch-day.recording.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Golden;
}
