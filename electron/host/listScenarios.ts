import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { instantAt } from '../../shared/base/instant.ts';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { readScenario } from '../../shared/model/readScenario.ts';
import type { Scenario } from '../../shared/model/scenario.ts';
import { launchesFolder, picturePath } from './launchesFolder.ts';

type ListedScenario = QueryAnswer<'scenarios.read'>['scenarios'][number];

interface NamedPlan {
  readonly t0: number;
  readonly launchName: string;
  readonly roles: ListedScenario['roles'];
}

/** What was read of files that have not changed since: plans and scenarios take long to read. */
const scenarios = new Map<string, Scenario | undefined>();
const plans = new Map<string, NamedPlan | undefined>();

/** Every scenario of every launch that comes with the product. One that cannot be read is not there. */
export async function listScenarios(folder = launchesFolder): Promise<ListedScenario[]> {
  const launches = await readdir(folder, { withFileTypes: true });
  const listed: ListedScenario[] = [];
  // One after the other: others have their turn between two files.
  for (const { name: launch } of launches.filter((entry) => entry.isDirectory()).sort(byName)) {
    const names = await readdir(join(folder, launch));
    for (const name of names.filter((one) => one.endsWith('.yaml')).sort(daysFirst)) {
      const one = await describe(join(folder, launch), launch, name);
      if (one !== undefined) listed.push(one);
    }
  }
  return listed;
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name.localeCompare(other.name, 'en');
}

/** The launch day comes first. */
function daysFirst(one: string, other: string): number {
  const rank = (name: string): number => (name === 'scenario.yaml' ? 0 : 1);
  return rank(one) - rank(other) || one.localeCompare(other, 'en');
}

async function describe(folder: string, launch: string, name: string): Promise<ListedScenario | undefined> {
  const scenario = await readKnown(scenarios, join(folder, name), (text) => readScenario(text, name).scenario);
  if (scenario === undefined) return undefined;
  const plan = await readKnown(plans, join(folder, scenario.plan), (text) => readNames(text, scenario.plan));
  if (plan === undefined) return undefined;
  const { t0, launchName, roles } = plan;
  const file = basename(name, '.yaml');
  return {
    ...{ launch, launchName, roles },
    file,
    id: scenario.id,
    name: scenario.name ?? scenario.id,
    teaches: scenario.teaches ?? null,
    lastsMs: scenario.lasts,
    untilT0Ms: t0 - instantAt(scenario.starts, t0),
    injects: scenario.injects.length,
    picture: existsSync(picturePath(join(folder, '..'), launch, file)) ? `scenarios/${launch}/${file}.jpg` : null,
  };
}

function readNames(text: string, name: string): NamedPlan | undefined {
  const { plan } = readPlan(text, name);
  if (plan === undefined) return undefined;
  const { t0, id, name: launchName = id } = plan.launch;
  return {
    t0,
    launchName,
    roles: Object.entries(plan.roles).map(([role, { name: says }]) => ({ role, name: says ?? role })),
  };
}

/** Undefined for a file that is not there, and for one that `read` makes nothing of. */
async function readKnown<Read>(
  known: Map<string, Read | undefined>,
  path: string,
  read: (text: string) => Read | undefined,
): Promise<Read | undefined> {
  try {
    const { mtimeMs, size } = await stat(path);
    const key = JSON.stringify([path, mtimeMs, size]);
    if (!known.has(key)) known.set(key, read(await readFile(path, 'utf8')));
    return known.get(key);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
