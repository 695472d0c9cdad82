import { instantAt } from '../../../../shared/base/instant.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import type { Moment } from '../../../../shared/model/scenarioScalars.ts';

/** What a scenario needs to know of its plan. */
export interface PlanClock {
  readonly launch: { readonly t0: number };
}

/** The stretch of time of a recording, epoch ms, whole seconds. Nothing is made at `endMs` or after. */
export interface Timeline {
  readonly t0Ms: number;
  readonly startMs: number;
  readonly endMs: number;
  /** In a rehearsal: what the room's orders make of the levels of one traffic. A recording is made without. */
  readonly ordered?: OrderedLevels | undefined;
}

/** A number that depends on the second (epoch seconds). Asked in the order of time. */
export type Curve = (second: number) => number;

/** The levels of one traffic that follow what a room orders. */
export interface OrderedLevels {
  /** What takes the place of the curve that is written for the series with these labels; undefined where nothing does. */
  curveOf(written: Curve, labels: Readonly<Record<string, string>>): Curve | undefined;
}

export function buildTimeline(scenario: Scenario, plan: PlanClock): Timeline {
  const startMs = Math.floor(instantAt(scenario.starts, plan.launch.t0) / 1000) * 1000;
  return { t0Ms: plan.launch.t0, startMs, endMs: startMs + scenario.lasts };
}

/** The moment in epoch ms. */
export function momentMs(moment: Moment, timeline: Timeline): number {
  return 'afterStartMs' in moment ? timeline.startMs + moment.afterStartMs : instantAt(moment, timeline.t0Ms);
}
