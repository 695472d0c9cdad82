import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A plan with a fault, and every line that must be said of it, to the letter. */
export interface PlanCase {
  readonly name: string;
  readonly plan: string;
  readonly says: readonly string[];
}

const folder = join(import.meta.dirname, 'plans');

/** Cases of `misread.yaml` (cannot be read as a plan) or `linted.yaml` (can be read, and lint has something to say). */
export function readPlanCases(name: 'misread' | 'linted'): readonly PlanCase[] {
  return parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')) as PlanCase[];
}

/** The plan of the formats page: every section, every kind of indicator, most kinds of conditions. */
export function readExamplePlan(): string {
  return readFileSync(join(folder, 'example.yaml'), 'utf8');
}

/** Plans written by others from the same page. */
export function readOraclePlans(): readonly (readonly [name: string, text: string])[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('oracle-'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}
