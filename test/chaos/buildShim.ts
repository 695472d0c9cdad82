import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The built shim, or why there is none, in a sentence. */
export type Shim = { readonly path: string } | { readonly missing: string };

/** Builds chaosShim.c into the folder. It needs Linux and gcc; where one of them is not here, it says so. */
export function buildShim(folder: string): Shim {
  if (process.platform !== 'linux') {
    return { missing: `power cuts and disk faults are simulated on Linux only, and this is ${process.platform}.` };
  }
  const path = join(folder, 'chaosShim.so');
  const source = join(import.meta.dirname, 'chaosShim.c');
  const built = spawnSync(
    'gcc',
    ['-O1', '-Wall', '-Werror', '-shared', '-fPIC', '-o', path, source, '-ldl', '-lpthread'],
    {
      encoding: 'utf8',
    },
  );
  if (built.error !== undefined) {
    return { missing: 'power cuts and disk faults are simulated by a shim in C, and gcc is not here: install it.' };
  }
  if (built.status !== 0) throw new Error(`The shim could not be built: ${built.stderr}`);
  return { path };
}
