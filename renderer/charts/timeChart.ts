import type { Level, Mark } from '../present/levels.ts';

/** One line of a chart: values at `fromMs + (i + 1) * stepMs`. Null is a gap, and is drawn as one. */
export interface ChartLine {
  readonly id: string;
  /** It stands at the line's end. */
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** `first` is what the verdict rests on; the second is dashed, the third dotted. */
  readonly rank: 'first' | 'second' | 'third';
  /** What lies beyond this limit takes the level's colour; the rest of the line is grey. */
  readonly beyond?: { readonly limit: number; readonly side: 'over' | 'under'; readonly level: Level };
  /** Which of its values rest on too few to be wrong: they are grey wherever they lie. */
  readonly isFew?: readonly boolean[];
}

/** A limit is dashed and says its name. */
export interface ChartLimit {
  readonly value: number;
  readonly name: string;
}

/** A stretch of time: maintenance and holds are plain, data that is still coming in is hatched, no data is crossed. */
export interface ChartBand {
  readonly fromMs: number;
  readonly toMs: number;
  readonly name: string;
  readonly kind: 'maintenance' | 'hold' | 'maturing' | 'gap';
}

/** An instant: of a chart's own, or at which somebody decided, something fired or the call changed. */
export interface ChartMark {
  readonly atMs: number;
  readonly name: string;
  readonly kind?: 'decision' | 'trigger' | 'call';
  readonly mark?: Mark;
}

export interface TimeChartModel {
  /** What it shows, for those who do not see it. */
  readonly name: string;
  /** One sentence: what the lines do. */
  readonly summary: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly lines: readonly ChartLine[];
  readonly limits?: readonly ChartLimit[];
  readonly bands?: readonly ChartBand[];
  readonly marks?: readonly ChartMark[];
  /** The same scale in calm and in trouble; values beyond it raise it. */
  readonly least?: number;
  readonly most?: number;
  /** Nothing lies above it: a share has its end at 100 %. */
  readonly ceiling?: number;
  /** A value with its unit. */
  readonly words: (value: number) => string;
}

/** The scale: from the least to the most that must be seen, with room for the limit's name, in round numbers. */
export function scaleOf({ lines, limits = [], least = 0, most = 0, ceiling = Infinity }: TimeChartModel): {
  readonly min: number;
  readonly max: number;
} {
  let [min, max] = [least, Math.max(most, ...limits.map(({ value }) => value * 1.15))];
  for (const { values } of lines) {
    for (const value of values) {
      if (value === null) continue;
      if (value > max) max = value;
      if (value < min) min = value;
    }
  }
  return { min: min < 0 ? -roundUp(-min) : min === least ? least : 0, max: Math.min(roundUp(max) || 1, ceiling) };
}

const steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

function roundUp(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((one) => one * power >= value * 0.999_999) ?? 10;
  return step * power;
}

const spansMs = [
  1000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000,
  21_600_000, 43_200_000, 86_400_000,
];

/** Round instants of UTC, about `most` of them: a second more than an hour does not take the hours from its axis. */
export function tickInstants(fromMs: number, toMs: number, most: number): number[] {
  const span =
    spansMs.find((one) => (toMs - fromMs) / one < most + 0.5) ??
    86_400_000 * Math.ceil((toMs - fromMs) / 86_400_000 / most);
  const first = Math.ceil(fromMs / span) * span;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / span) + 1) }, (_, index) => first + index * span);
}
