import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const holdpoint = join(import.meta.dirname, '../../electron/host/cli/holdpoint.js');
/** The last that each command says before it is at work. */
const ready = 'Ctrl-C';

/** A `holdpoint` of its own that may be killed at any moment, and started again. */
export class LiveProcess {
  private readonly folder: string;
  private readonly argv: readonly string[];
  private child: ChildProcess | undefined;

  constructor(folder: string, argv: readonly string[]) {
    this.folder = folder;
    this.argv = argv;
  }

  /** Resolves when it is at work; rejects with what it said when it ends before. */
  async start(): Promise<void> {
    const child = this.spawn();
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`holdpoint ${this.argv.join(' ')} ended: ${said}`)));
      child.stderr?.on('data', (text: Buffer) => (said = `${said}${text.toString()}`.slice(-4000)));
      child.stdout?.on('data', (text: Buffer) => {
        said = `${said}${text.toString()}`.slice(-4000);
        if (said.includes(ready)) resolve();
      });
    });
  }

  /** Kills it in the middle of its beginning. */
  async startAndKill(afterMs: number): Promise<void> {
    this.spawn();
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await this.kill();
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.end('SIGINT');
  }

  private spawn(): ChildProcess {
    const { folder } = this;
    const env = {
      ...process.env,
      HOLDPOINT_CONFIG: join(folder, 'config'),
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    };
    this.child = spawn(process.execPath, [holdpoint, ...this.argv], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    // What nobody reads would stop it.
    this.child.stdout?.resume();
    this.child.stderr?.resume();
    return this.child;
  }

  private async end(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}
