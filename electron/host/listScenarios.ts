import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { instantAt } from '../../shared/base/instant.ts';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { readScenario } from '../../shared/model/readScenario.ts';

type ListedScenario = QueryAnswer<'scenarios.read'>['scenarios'][number];

/** The launches that come with the product. */
export const launchesFolder = join(import.meta.dirname, '../../data');

/** Every scenario of every launch that comes with the product. One that cannot be read is not there. */
export async function listScenarios(folder = launchesFolder): Promise<ListedScenario[]> {
  const launches = await readdir(folder, { withFileTypes: true });
  const listed = await Promise.all(
    launches
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .map((launch) => listLaunch(folder, launch)),
  );
  return listed.flat();
}

async function listLaunch(folder: string, launch: string): Promise<ListedScenario[]> {
  const names = await readdir(join(folder, launch));
  const files = names.filter((name) => name.endsWith('.yaml')).sort(daysFirst);
  const listed = await Promise.all(files.map((name) => describe(join(folder, launch), launch, name)));
  return listed.filter((one) => one !== undefined);
}

/** The launch day comes first. */
function daysFirst(one: string, other: string): number {
  const rank = (name: string): number => (name === 'scenario.yaml' ? 0 : 1);
  return rank(one) - rank(other) || one.localeCompare(other, 'en');
}

async function describe(path: string, launch: string, name: string): Promise<ListedScenario | undefined> {
  const { scenario } = readScenario(await readFile(join(path, name), 'utf8'), name);
  if (scenario === undefined) return undefined;
  const { plan } = readPlan(await readFile(join(path, scenario.plan), 'utf8').catch(() => ''), scenario.plan);
  if (plan === undefined) return undefined;
  const { t0, id, name: launchName = id } = plan.launch;
  return {
    launch,
    file: basename(name, '.yaml'),
    launchName,
    id: scenario.id,
    name: scenario.name ?? scenario.id,
    teaches: scenario.teaches ?? null,
    lastsMs: scenario.lasts,
    untilT0Ms: t0 - instantAt(scenario.starts, t0),
    injects: scenario.injects.length,
    roles: Object.entries(plan.roles).map(([role, { name: says }]) => ({ role, name: says ?? role })),
  };
}
