import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { parseInstant } from '../../shared/base/instant.ts';

export type Scenario = QueryAnswer<'scenarios.read'>['scenarios'][number];

export interface LaunchScenarios {
  readonly launch: string;
  readonly name: string;
  readonly scenarios: readonly Scenario[];
}

/** By launch, in the order in which they were told. */
export function launchesOf(scenarios: readonly Scenario[]): LaunchScenarios[] {
  const launches = new Map<string, { launch: string; name: string; scenarios: Scenario[] }>();
  for (const one of scenarios) {
    const known = launches.get(one.launch) ?? { launch: one.launch, name: one.launchName, scenarios: [] };
    known.scenarios.push(one);
    launches.set(one.launch, known);
  }
  return [...launches.values()];
}

/** When a text such as `T-5m` is, ms from T-0; undefined where it is none, or lies outside the scenario. */
export function beginsAtMs(text: string, { untilT0Ms, lastsMs }: Scenario): number | undefined {
  const tMs = parseInstant(text.trim())?.tMs;
  return tMs === undefined || tMs < -untilT0Ms || tMs > lastsMs - untilT0Ms ? undefined : tMs;
}
