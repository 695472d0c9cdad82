import { formatDuration } from '../../base/duration.ts';
import type { ClockReading } from '../../model/room/clockReading.ts';
import type { HoldMark } from './clockHolds.ts';

/** A hold that is on or ahead, and how long it has been on. */
export interface HoldAhead {
  readonly mark: HoldMark;
  readonly usedMs: number;
}

/**
 * Window left minus the work left: the time that T still has to run to T-0, and what built-in holds of a fixed length
 * still take. How long a poll, a checklist or a person takes is not known, and the sentence says so.
 */
export function stillMakeIt(
  leftMs: number,
  tMs: number,
  ahead: readonly HoldAhead[],
): NonNullable<ClockReading['makeIt']> {
  // Holds at one mark run beside each other, so the longest counts.
  const byMark = new Map<number, number>();
  let waits = 0;
  for (const { mark, usedMs } of ahead) {
    if (mark.exit?.kind === 'time') {
      byMark.set(mark.tMs, Math.max(byMark.get(mark.tMs) ?? 0, mark.exit.time - usedMs));
    } else waits += 1;
  }
  const workMs = Math.max(0, -tMs) + [...byMark.values()].reduce((sum, ms) => sum + Math.max(0, ms), 0);
  const marginMs = leftMs - workMs;
  return { leftMs, workMs, marginMs, says: sentence(leftMs, workMs, marginMs, waits) };
}

function sentence(leftMs: number, workMs: number, marginMs: number, waits: number): string {
  if (leftMs <= 0) return 'No: the window has closed.';
  const sums = `${formatDuration(leftMs)} of the window are left, and ${formatDuration(workMs)} of work`;
  if (marginMs < 0) return `No: ${sums}, which is ${formatDuration(-marginMs)} too much.`;
  const unknown =
    waits === 0 ? '' : ` Not counted: ${waits === 1 ? 'a hold that waits' : `${waits} holds that wait`} for people.`;
  return `Yes: ${sums}; ${formatDuration(marginMs)} to spare.${unknown}`;
}
