import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';

/** The plan by which chaos is judged. */
export interface ChaosPlan {
  readonly plan: Plan;
  readonly text: string;
  readonly digest: string;
}

export function readChaosPlan(): ChaosPlan {
  const path = join(import.meta.dirname, 'chaosPlan.yaml');
  const text = readFileSync(path, 'utf8');
  const { plan, problems } = readPlan(text, path);
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return { plan, text, digest: planDigest(text) };
}
