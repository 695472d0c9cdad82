import { formatDuration } from '../../../shared/base/duration.ts';

/** `2026-03-30T14:02:26Z`, the same on every machine; milliseconds only where there are some. */
export function showUtc(atMs: number): string {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return String(atMs);
  return at.toISOString().replace('.000Z', 'Z');
}

/** The distance from T-0 as plans write it: `T-0`, `T+2m26s`. */
export function showTClock(atMs: number, t0Ms: number): string {
  const ms = atMs - t0Ms;
  if (ms === 0) return 'T-0';
  return `T${ms < 0 ? '-' : '+'}${formatDuration(Math.abs(ms))}`;
}

/** A count with commas, and its noun: `1 line`, `3,542,400 lines`; `nouns` where an s does not make it many. */
export function showCount(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : nouns}`;
}
