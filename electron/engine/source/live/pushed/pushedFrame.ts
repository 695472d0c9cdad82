import type { Sample } from '../../../../../shared/model/sample.ts';

/** Samples as the lines that a frame of a live source holds. */
export function toFrameLines(samples: readonly Sample[]): Uint8Array[] {
  return samples.map((sample) => Buffer.from(JSON.stringify(sample)));
}

export function bytesOf(lines: readonly Uint8Array[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}
