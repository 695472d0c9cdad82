import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { runCommand } from '../../electron/host/cli/main.ts';
import { plainPaint } from '../../electron/host/cli/paint.ts';

const root = join(import.meta.dirname, '../..');
const wayIn = join(root, 'electron/host/cli/holdpoint.js');
const configFolder = join(tmpdir(), `holdpoint-config-${process.pid}`);

/** What a call of `holdpoint` left behind. */
export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** JavaScript that runs before the program. */
  readonly preload?: string;
}

/** Starts the real program, away from the settings of whoever runs the tests. */
export function startHoldpoint(argv: readonly string[], options: RunOptions = {}): ChildProcessWithoutNullStreams {
  const { NO_COLOR: _noColor, HOLDPOINT_DEBUG: _debug, ...inherited } = process.env;
  const preload =
    options.preload === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(options.preload)}`];
  return spawn(process.execPath, [...preload, wayIn, ...argv], {
    cwd: options.cwd ?? root,
    env: { ...inherited, HOLDPOINT_CONFIG: configFolder, ...options.env },
  });
}

/** Resolves when the program has ended and all of its output is read. */
export function ended(program: ChildProcessWithoutNullStreams): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  program.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  program.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    program.on('error', reject);
    program.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

export function runHoldpoint(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return ended(startHoldpoint(argv, options));
}

/** The same call without a process of its own: for tables of cases. */
export async function callHoldpoint(
  argv: readonly string[],
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  process.env['HOLDPOINT_CONFIG'] = configFolder;
  const exitCode = await runCommand([...argv], {
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
    isTerminal: false,
    drained: () => Promise.resolve(),
    paint: plainPaint,
    signal,
  });
  return { exitCode, stdout, stderr };
}

/** A folder for one test file, gone when its tests are over. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-cli-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(configFolder, { recursive: true, force: true });
  });
  return folder;
}
