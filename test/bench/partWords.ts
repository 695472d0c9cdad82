import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';

/** What a part was told: `--name value`, each of `names` once. */
export function partWords<Name extends string>(...names: Name[]): Record<Name, string> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ options, strict: true });
  const entries = names.map((name) => {
    const value = values[name];
    if (typeof value !== 'string') throw new Error(`This part of the bench is run by bench.ts, with --${name}.`);
    return [name, value];
  });
  return Object.fromEntries(entries) as Record<Name, string>;
}

export function loadPlan(path: string): { readonly plan: Plan; readonly text: string } {
  const text = readFileSync(path, 'utf8');
  const { plan, problems } = readPlan(text, path);
  if (plan === undefined) throw new Error(`${path} is no plan: ${JSON.stringify(problems)}`);
  return { plan, text };
}

/** A part's answer to bench.ts. */
export function answer(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** Time by the clock, and time that the process had a processor: the same on a quiet machine, but for waiting on the disk. */
export interface Spent {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Starts a watch; the function tells what has been spent since. */
export function startWatch(): () => Spent {
  const startedAt = performance.now();
  const usedBefore = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(usedBefore);
    return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}
