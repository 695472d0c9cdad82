import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** One check that is a program of its own: it holds when the program exits with 0. */
export interface Step {
  readonly name: string;
  /** A file of JavaScript or TypeScript, from the root, and its arguments. */
  readonly args: readonly string[];
}

export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

const root = join(import.meta.dirname, '..');

/** The native compiler, in a third of the time; `typescript` itself stays for whoever reads syntax by its API. */
const tsc = 'node_modules/@typescript/native-preview/bin/tsc';
const svelteCheck = 'node_modules/svelte-check/bin/svelte-check';

/** Types of every runtime, one program each. The renderer's are read with its components, by the same compiler. */
export const typeSteps: readonly Step[] = [
  ...['test', 'electron', 'shared'].map((runtime) => ({
    name: `types ${runtime}`,
    args: [
      tsc,
      '-p',
      runtime,
      '--pretty',
      'false',
      // The other lane has the other core.
      '--singleThreaded',
      '--incremental',
      '--tsBuildInfoFile',
      `node_modules/.cache/types-${runtime}.json`,
    ],
  })),
  {
    name: 'types renderer',
    args: [
      svelteCheck,
      '--tsconfig',
      'renderer/tsconfig.json',
      '--tsgo-experimental-api',
      '--fail-on-warnings',
      '--output',
      'human-verbose',
    ],
  },
];

/** What has not changed is not looked at again; a fresh clone remembers nothing, so there everything is. */
const remember = ['--cache', '--cache-strategy', 'content', '--cache-location'];

export const lintSteps: readonly Step[] = [
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint'] },
  {
    name: 'lint components',
    args: [
      'node_modules/eslint/bin/eslint.js',
      '-c',
      'build/eslint.config.js',
      ...remember,
      'node_modules/.cache/eslint',
      'renderer',
    ],
  },
];
export const formatStep: Step = {
  name: 'format',
  args: ['node_modules/prettier/bin/prettier.cjs', '--check', ...remember, 'node_modules/.cache/prettier-check', '.'],
};
export const layersStep: Step = { name: 'layers', args: ['build/checkLayers.ts'] };
export const namesStep: Step = { name: 'names', args: ['build/checkNames.ts'] };
export const vitest = 'node_modules/vitest/vitest.mjs';

/** Runs a step to its end. `show` passes its output on as it comes; otherwise it is kept for the result. */
export function runStep(step: Step, show = false): Promise<StepResult> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, step.args, {
      cwd: root,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - startedAt) / 1000;
      resolve({ name: step.name, passed: code === 0, output: Buffer.concat(chunks).toString('utf8'), seconds });
    });
  });
}

/** Runs steps in order on `lanes` lanes, and says how each ended when it ends, with its output where it failed. */
export async function runSteps(steps: readonly Step[], lanes: number): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const runLane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      console.log(`${result.passed ? 'passed' : 'FAILED'}  ${result.name}  ${result.seconds.toFixed(1)} s`);
      if (!result.passed) console.log(result.output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: lanes }, runLane));
  return results;
}
