import { existsSync } from 'node:fs';
import { join } from 'node:path';

const built = join(import.meta.dirname, '../../../dist/renderer');

/** The folder of the screens; undefined where nobody has built them. */
export function screensFolder(): string | undefined {
  return existsSync(join(built, 'index.html')) ? built : undefined;
}

export const withoutScreens = 'The screens are not built: npm run build makes them.';
