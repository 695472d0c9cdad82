import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './runStep.ts';

const root = join(import.meta.dirname, '..');
const made = join(root, 'dist/renderer/index.html');
const sources = ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'];

/** When the newest file of a folder was changed, ms. */
function newestAt(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestAt(join(path, name))));
}

// Before the room is opened: the page is made once, and again when what it is made of has changed.
const builtAt = existsSync(made) ? statSync(made).mtimeMs : 0;
if (sources.some((name) => newestAt(join(root, name)) > builtAt)) {
  const vite = { name: 'page', args: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'] };
  const { passed, output } = await runStep(vite);
  if (!passed) console.error(output);
  process.exitCode = passed ? 0 : 1;
}
