import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { simulateBlocks } from '../../electron/engine/source/simulator/simulateLines.ts';
import { readLaunch } from './makeRecording.ts';

export interface RecordingDigest {
  readonly sha256: string;
  readonly lines: number;
  readonly samples: number;
}

/** Makes the recording of the folder's scenario and keeps nothing of it but its digest. */
export function digestRecording(folder: string): RecordingDigest {
  const { scenario, plan } = readLaunch(folder);
  const hash = createHash('sha256');
  let lines = 0;
  let samples = 0;
  for (const block of simulateBlocks(scenario, plan)) {
    hash.update(block.text, 'utf8');
    for (let at = block.text.indexOf('\n'); at !== -1; at = block.text.indexOf('\n', at + 1)) lines++;
    samples = block.samples;
    expect(block.text.endsWith('\n')).toBe(true);
  }
  return { sha256: hash.digest('hex'), lines, samples };
}

/** Written again with GOLDEN=write, and then with a reason in the commit: other bytes are another recording. */
export function expectGoldenRecording(name: string, folder: string): void {
  const made = digestRecording(folder);
  const path = join(import.meta.dirname, '../golden', `${name}.recording.json`);
  if (process.env['GOLDEN'] === 'write') writeFileSync(path, `${JSON.stringify(made, undefined, 2)}\n`);
  expect(made).toEqual(JSON.parse(readFileSync(path, 'utf8')));
}
