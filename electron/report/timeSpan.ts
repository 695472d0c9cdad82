import type { ReviewData } from './reviewData.ts';
import type { ReviewTimes } from './reviewTimes.ts';

/** Where instants stand on a picture of the whole session, as shares of its width. */
export interface TimeSpan {
  readonly fromAt: number;
  readonly toAt: number;
  /** `12.345%`, never outside of the picture. */
  x(at: number): string;
  /** From `fromAt` to `toAt`, never nothing. */
  width(fromAt: number, toAt: number): string;
  readonly marks: readonly {
    readonly x: string;
    readonly label: string;
    readonly isFirst: boolean;
    readonly isLast: boolean;
  }[];
}

/** About so many marks stand on the axis. */
const mostMarks = 12;
const stepsMs = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * 60_000);

/** Undefined where no second was judged: there is nothing to draw. */
export function createTimeSpan({ seconds }: Pick<ReviewData, 'seconds'>, times: ReviewTimes): TimeSpan | undefined {
  if (seconds === null) return undefined;
  const fromAt = seconds.firstAt;
  const toAt = Math.max(seconds.lastAt, fromAt + 1000);
  const share = (at: number): number => (Math.min(toAt, Math.max(fromAt, at)) - fromAt) / (toAt - fromAt);
  const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(3))}%`;
  const stepMs = stepsMs.find((step) => (toAt - fromAt) / step <= mostMarks) ?? (toAt - fromAt) / mostMarks;
  const marks: { x: string; label: string; isFirst: boolean; isLast: boolean }[] = [];
  // Against T-0, so that T-0 itself always has its mark.
  const first = Math.ceil((fromAt - times.t0At) / stepMs) * stepMs + times.t0At;
  for (let at = first; at <= toAt; at += stepMs) {
    const where = share(at);
    marks.push({ x: percent(where), label: times.time(at).slice(0, 5), isFirst: where < 0.02, isLast: where > 0.98 });
  }
  return {
    fromAt,
    toAt,
    x: (at) => percent(share(at)),
    width: (from, to) => percent(Math.max(share(to) - share(from), 0.0012)),
    marks,
  };
}
