import type { Spike } from '../../../../shared/model/scenarioShape.ts';
import type { Moment } from '../../../../shared/model/scenarioScalars.ts';
import { hasLabels } from './incidentSpan.ts';
import { type Curve, momentMs, type Timeline } from './timeline.ts';

export type { Curve } from './timeline.ts';

/** The factor that all series of one kind of traffic share: the hour of the day and the spikes. */
export function buildSharedCurve(
  shape: { readonly daily?: Readonly<Record<string, number>> | undefined; readonly spikes: readonly Spike[] },
  timeline: Timeline,
): Curve {
  const daily = buildDailyCurve(shape.daily ?? {});
  const spikes = shape.spikes.map((spike) => buildSpikeCurve(spike, timeline));
  let knownS = -1;
  let factor = 1;
  return (second) => {
    if (second !== knownS) {
      factor = daily(second);
      for (const spike of spikes) factor *= spike(second);
      knownS = second;
    }
    return factor;
  };
}

/** Straight lines between the hours given, round midnight too. */
function buildDailyCurve(factors: Readonly<Record<string, number>>): Curve {
  const points = Object.entries(factors)
    .map(([hour, factor]) => ({ atS: Number(hour) * 3600, factor }))
    .sort((a, b) => a.atS - b.atS);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return () => 1;
  const round = [{ ...last, atS: last.atS - 86_400 }, ...points, { ...first, atS: first.atS + 86_400 }];
  return (second) => {
    const ofDayS = second % 86_400;
    const next = round.findIndex((point) => point.atS > ofDayS);
    const from = round[next - 1] ?? last;
    const to = round[next] ?? first;
    return from.factor + ((to.factor - from.factor) * (ofDayS - from.atS)) / (to.atS - from.atS);
  };
}

/** Up in a straight line, level, and back in an ever slower fall that ends, cut off, after `decay`. */
function buildSpikeCurve(spike: Spike, timeline: Timeline): Curve {
  const atMs = momentMs(spike.at, timeline);
  return (second) => {
    const sinceMs = second * 1000 - atMs;
    if (sinceMs < 0) return 1;
    if (sinceMs < spike.rise) return 1 + ((spike.factor - 1) * sinceMs) / spike.rise;
    const fallingMs = sinceMs - spike.rise - spike.holds;
    if (fallingMs < 0) return spike.factor;
    if (fallingMs >= spike.decay) return 1;
    const left = 1 - fallingMs / spike.decay;
    return 1 + (spike.factor - 1) * left * left;
  };
}

/** A level and the moment from which it is reached, evenly over `over`. */
export interface LevelStep {
  readonly at: Moment;
  readonly level: number;
  /** ms. */
  readonly over: number;
  readonly where?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** What the steps make of a level for the series with these labels; in a rehearsal, what the room's orders make of it. */
export function buildStepCurve(
  initial: number,
  steps: readonly LevelStep[],
  labels: Readonly<Record<string, string>>,
  timeline: Timeline,
): Curve {
  const written = buildWrittenCurve(initial, steps, labels, timeline);
  return timeline.ordered?.curveOf(written, labels) ?? written;
}

function buildWrittenCurve(
  initial: number,
  steps: readonly LevelStep[],
  labels: Readonly<Record<string, string>>,
  timeline: Timeline,
): Curve {
  const own = steps
    .filter((step) => hasLabels(step.where ?? {}, labels))
    .map((step) => ({ atMs: momentMs(step.at, timeline), level: step.level, over: step.over }));
  let done = 0;
  let from = initial;
  return (second) => {
    for (let next = own[done]; next !== undefined; next = own[done]) {
      const sinceMs = second * 1000 - next.atMs;
      if (sinceMs < 0) return from;
      // A step that comes before the one under way is complete takes its place.
      const followed = second * 1000 >= (own[done + 1]?.atMs ?? Infinity);
      if (sinceMs < next.over && !followed) return from + ((next.level - from) * sinceMs) / next.over;
      from = next.level;
      done++;
    }
    return from;
  };
}
