import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkScenario } from '../../electron/engine/source/simulator/checkScenario.ts';
import { lintPlan } from '../../shared/judge/lint/lintPlan.ts';
import { expectGolden } from '../help/expectGolden.ts';
import { type JudgedScenario, judgeScenario } from '../help/judgeScenario.ts';
import { shippedLaunches } from '../help/launchScenarios.ts';
import { readLaunch } from '../help/makeRecording.ts';

// Every launch that is shipped: its plans, its scenarios, and what the judgement makes of them.

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-launches-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const leastInjects = 3;

describe.each(shippedLaunches())('$launch', ({ launch, scenarios }) => {
  const judged = new Map<string, { readonly plan: string; readonly says: JudgedScenario }>();

  test('has a launch day, a clean day and a day on which the answer is no, and tells of itself', () => {
    const files = scenarios.map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining(['scenario.yaml', 'clean-day.yaml', 'no-go-day.yaml']));
    expect(readFileSync(join(scenarios[0]?.folder ?? '', 'README.md'), 'utf8').length).toBeGreaterThan(1000);
  });

  test.each(scenarios)('the plan of $file lints clean', ({ folder, file }) => {
    const { plan } = readLaunch(folder, file);
    expect(lintPlan(plan).filter(({ level }) => level !== 'note')).toEqual([]);
  });

  test.each(scenarios)('$file can be meant, feeds every indicator and says what it teaches', ({ folder, file }) => {
    const { scenario, plan } = readLaunch(folder, file);
    expect(checkScenario(scenario, plan)).toEqual([]);
    expect([scenario.name, scenario.teaches]).toEqual([expect.any(String), expect.any(String)]);
    expect(scenario.injects.length).toBeGreaterThanOrEqual(leastInjects);
    expect(scenario.expects.length).toBeGreaterThan(0);
  });

  test.each(scenarios)(
    'the recording of $file and its judgement are those that are checked in, and its right answers are given',
    async ({ folder, file }) => {
      const { scenario, plan } = readLaunch(folder, file);
      const path = join(scratch, `${launch}.ndjson`);
      const says = await judgeScenario(scenario, plan, path);
      judged.set(file, { plan: scenario.plan, says });
      const golden = join(import.meta.dirname, 'launches', launch, file.replace(/\.yaml$/, '.json'));
      mkdirSync(dirname(golden), { recursive: true });
      expectGolden(golden, `${JSON.stringify(says.golden, undefined, 2)}\n`);
      expect(says.unmet).toEqual([]);
    },
  );

  test('every trigger of its plans fires in one of its scenarios, and every indicator that a rule asks for is known', () => {
    const plans = new Set([...judged.values()].map(({ plan }) => plan));
    expect(judged.size).toBe(scenarios.length);
    for (const file of plans) {
      const own = [...judged.values()].filter((one) => one.plan === file).map(({ says }) => says);
      const { plan } = readLaunch(
        scenarios[0]?.folder ?? '',
        scenarios.find((one) => readLaunch(one.folder, one.file).scenario.plan === file)?.file,
      );
      const fired = new Set(own.flatMap((says) => [...says.fired]));
      expect(Object.keys(plan.triggers).filter((id) => !fired.has(id))).toEqual([]);
      const known = new Set(own.flatMap((says) => [...says.known]));
      expect([...new Set(own.flatMap((says) => [...says.asked]))].filter((id) => !known.has(id))).toEqual([]);
    }
  });
});
