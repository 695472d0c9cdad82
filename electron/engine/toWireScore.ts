import type { SweepScore } from '../../shared/contract/sweepQueries.ts';
import { type CurvePoint, medianMs } from '../../shared/judge/backtest/curve.ts';

/** What was found, and what it cost in false alarms, in seconds. */
export function toWireScore({
  expected,
  found,
  falseAlarms,
  falseMs,
  detectMs,
}: Omit<CurvePoint, 'point' | 'refusal'>): SweepScore {
  const [median, longest] = [medianMs(detectMs), detectMs.at(-1)];
  const detect =
    median === undefined || longest === undefined ? null : { median: median / 1000, longest: longest / 1000 };
  return { expected, found, falseAlarms, falseSeconds: falseMs / 1000, detect };
}
