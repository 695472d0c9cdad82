import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { canPin } from './runPart.ts';

/** A sender that lives for as long as the work takes, on another core than the desk. */
export async function besideSender<Result>(
  kind: string,
  port: number,
  rate: number,
  work: (port: number) => Promise<Result>,
): Promise<Result> {
  const pin = canPin && availableParallelism() > 1 ? ['taskset', '-c', `1-${availableParallelism() - 1}`] : [];
  const file = join(import.meta.dirname, 'liveSender.ts');
  const argv = [...pin, process.execPath, file, '--kind', kind, '--port', String(port), '--rate', String(rate)];
  const [command = '', ...rest] = argv;
  const child: ChildProcess = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The sender has ended.')));
    child.stdout?.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  try {
    return await work(kind === 'ws' ? Number(said) : port);
  } finally {
    child.kill('SIGKILL');
  }
}
