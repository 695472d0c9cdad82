import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { readScenario } from '../../shared/model/readScenario.ts';
import type { Scenario } from '../../shared/model/scenario.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';

/** 2026-03-30T14:00:00Z. */
export const t0Ms = 1774879200000;

/** A scenario of one minute from T-0 with this traffic and these incidents, in YAML. */
export function scenarioOf(traffic: string, more = ''): Scenario {
  return parseScenario(
    `{ format: holdpoint/scenario@1, id: test, plan: plan.yaml, seed: 5, starts: T-0, lasts: 1m, traffic: [${traffic}]${more && `, ${more}`} }`,
  );
}

export function parseScenario(text: string): Scenario {
  const read = readScenario(text, 'scenario.yaml');
  if (read.scenario === undefined) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}

/** A scenario of a folder, and the plan beside it. */
export function readLaunch(
  folder: string,
  file = 'scenario.yaml',
): { scenario: Scenario; plan: Plan; scenarioPath: string } {
  const scenarioPath = join(folder, file);
  const scenario = parseScenario(readFileSync(scenarioPath, 'utf8'));
  const { plan, problems } = readPlan(readFileSync(join(dirname(scenarioPath), scenario.plan), 'utf8'), scenario.plan);
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return { scenario, plan, scenarioPath };
}

/** A line of telemetry, as far as these tests look at it. */
export interface Line {
  readonly t: number;
  readonly arrived?: number;
  readonly source: string;
  readonly epoch?: string;
  readonly seq?: number;
  readonly kind: string;
  readonly metric?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value?: number;
  readonly values?: readonly number[];
  readonly buckets?: readonly (readonly [number | string, number])[];
}

export function makeTexts(scenario: Scenario): string[] {
  const whole = [...simulateLines(scenario, { launch: { t0: t0Ms } })].join('');
  return whole.split('\n').slice(0, -1);
}

export function makeLines(scenario: Scenario): Line[] {
  return makeTexts(scenario).map((text) => JSON.parse(text) as Line);
}
