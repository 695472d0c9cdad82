import { formatDuration } from '../../base/duration.ts';

/** An instant for sentences, against T-0: `T-20m`, `T+1h30m`, `T-0`. In whole seconds. */
export function momentWords(atMs: number, t0Ms: number): string {
  const distanceMs = Math.round((atMs - t0Ms) / 1000) * 1000;
  if (distanceMs === 0) return 'T-0';
  return `${distanceMs < 0 ? 'T-' : 'T+'}${formatDuration(Math.abs(distanceMs))}`;
}
