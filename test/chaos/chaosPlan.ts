import { join } from 'node:path';
import { readTestPlan, type TestPlan } from '../help/driveEngine.ts';

/** The plan by which chaos is judged. */
export function readChaosPlan(): TestPlan {
  return readTestPlan(join(import.meta.dirname, 'chaosPlan.yaml'));
}
