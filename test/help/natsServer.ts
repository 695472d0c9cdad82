import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether this machine has the server that these tests speak to; they say so and are skipped where it has not. */
export const hasNatsServer = spawnSync('nats-server', ['--version']).error === undefined;

export interface NatsServer {
  readonly port: number;
  /** Ends it at once, as a power cut does to a process. */
  kill(): Promise<void>;
  /** Again, in the same folder and on the same port. */
  restart(): Promise<void>;
}

/** A real server with JetStream, in this folder, on a free port of loopback. `config`: more of its configuration. */
export async function startNatsServer(folder: string, config = ''): Promise<NatsServer> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'server.conf');
  writeFileSync(file, `jetstream { store_dir: ${JSON.stringify(join(folder, 'streams'))} }\n${config}\n`);
  let child: ChildProcess;
  let port = -1;

  async function start(): Promise<void> {
    child = spawn('nats-server', ['-c', file, '-a', '127.0.0.1', '-p', String(port)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (text: Buffer) => {
        said = `${said}${text.toString()}`.slice(-20_000);
        const listening = /Listening for client connections on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
        if (listening !== undefined) port = Number(listening);
        if (said.includes('Server is ready')) resolve();
      });
      child.once('close', () => reject(new Error(said)));
    });
  }

  async function kill(): Promise<void> {
    const closed = new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode !== null || child.signalCode !== null || !child.kill('SIGKILL')) return;
    await closed;
  }

  await start();
  return {
    get port() {
      return port;
    },
    kill,
    restart: start,
  };
}
