import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** Whether a child can be kept on one core here, so that what V8 does beside its own thread counts too. */
export const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** The file that a part of the bench reads, and what else it is told; parts are programs, so all of it is text. */
export type PartWords = Readonly<Record<string, string>>;

export interface PartOptions {
  /** One core only. Every time that is compared with another is taken so. */
  readonly pinned: boolean;
  readonly nodeFlags?: readonly string[];
}

/**
 * Runs `<name>.ts` of this folder as a process of its own, with a fresh heap, and returns what it printed: one JSON value.
 * `words` reach it as `--name value`.
 */
export async function runPart<Result>(name: string, words: PartWords, options: PartOptions): Promise<Result> {
  const file = join(import.meta.dirname, `${name}.ts`);
  const argv = Object.entries(words).flatMap(([key, value]) => [`--${key}`, value]);
  const { text } = await runNode([...(options.nodeFlags ?? []), file, ...argv], options.pinned);
  return JSON.parse(text) as Result;
}

export interface Ran {
  /** What it wrote to standard output. */
  readonly text: string;
  /** What it wrote to its fourth stream. */
  readonly aside: string;
  readonly seconds: number;
}

/** Runs this Node with these arguments to its end. Throws with what it said when it failed. */
export async function runNode(argv: readonly string[], pinned: boolean): Promise<Ran> {
  const pin = pinned && canPin ? ['taskset', '-c', '0'] : [];
  const [command = '', ...rest] = [...pin, process.execPath, ...argv];
  const startedAt = performance.now();
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [text, errors, aside] = [1, 2, 3].map((stream) => collect(child.stdio[stream]));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${errors?.join('') ?? ''}`);
  return { text: text?.join('') ?? '', aside: aside?.join('') ?? '', seconds };
}

function collect(stream: unknown): string[] {
  const pieces: string[] = [];
  if (stream instanceof Readable) stream.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  return pieces;
}
