import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const data = join(import.meta.dirname, '../../data');

/** A scenario that is shipped with the product. */
export interface ShippedScenario {
  readonly launch: string;
  readonly folder: string;
  readonly file: string;
}

/** The launches that are shipped, each folder with a plan, and its scenarios: every file of it that begins as one does. */
export function shippedLaunches(): { readonly launch: string; readonly scenarios: readonly ShippedScenario[] }[] {
  return readdirSync(data).flatMap((launch) => {
    const folder = join(data, launch);
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    if (!files.includes('plan.yaml')) return [];
    const isScenario = (file: string): boolean =>
      /^format: holdpoint\/scenario@1$/m.test(readFileSync(join(folder, file), 'utf8'));
    return { launch, scenarios: files.filter(isScenario).map((file) => ({ launch, folder, file })) };
  });
}
