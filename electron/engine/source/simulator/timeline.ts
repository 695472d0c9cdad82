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
}

export function buildTimeline(scenario: Scenario, plan: PlanClock): Timeline {
  const startMs = Math.floor(instantAt(scenario.starts, plan.launch.t0) / 1000) * 1000;
  return { t0Ms: plan.launch.t0, startMs, endMs: startMs + scenario.lasts };
}

/** The moment in epoch ms. */
export function momentMs(moment: Moment, timeline: Timeline): number {
  return 'afterStartMs' in moment ? timeline.startMs + moment.afterStartMs : instantAt(moment, timeline.t0Ms);
}
