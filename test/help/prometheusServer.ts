import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether this machine has the server that these tests ask; they say so and are skipped where it has not. */
export const hasPrometheus = spawnSync('prometheus', ['--version']).error === undefined;

export interface PrometheusServer {
  readonly port: number;
  readonly pid: number;
  /** The value of every series of an expression at an instant, ms. */
  ask(query: string, atMs: number): Promise<{ labels: Record<string, string>; value: number }[]>;
  /** Scrapes these ports of loopback from now on. */
  scrape(...ports: number[]): Promise<void>;
  /** Ends it at once, as a power cut does to a process. */
  kill(): Promise<void>;
  /** Again, with what it had stored. */
  restart(): Promise<void>;
}

/** A real server in this folder, on a free port of loopback, that scrapes every second. */
export async function startPrometheus(folder: string, ...targets: number[]): Promise<PrometheusServer> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'prometheus.yml');
  const port = await freePort();
  let child: ChildProcess;

  function configure(ports: readonly number[]): void {
    const static_configs = [{ targets: ports.map((one) => `127.0.0.1:${one}`) }];
    const scrape_configs = [{ job_name: 'checkout', static_configs }];
    writeFileSync(file, JSON.stringify({ global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs }));
  }

  async function start(): Promise<void> {
    const own = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, 'stored')}`];
    const web = [`--web.listen-address=127.0.0.1:${port}`, '--web.enable-lifecycle'];
    child = spawn('prometheus', [...own, ...web, '--enable-feature=native-histograms'], { stdio: 'ignore' });
    const ended = new Promise<never>((_resolve, reject) => {
      child.once('close', () => reject(new Error('Prometheus has ended.')));
    });
    ended.catch(() => undefined);
    await Promise.race([ready(), ended]);
  }

  async function ready(): Promise<void> {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      await sleep(50);
    }
  }

  configure(targets);
  await start();
  return {
    port,
    get pid() {
      return child.pid ?? 0;
    },
    async ask(query, atMs) {
      const body = new URLSearchParams({ query, time: (atMs / 1000).toFixed(3) });
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query`, { method: 'POST', body });
      const { data } = (await answer.json()) as {
        data: { result: { metric: Record<string, string>; value: [number, string] }[] };
      };
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    async scrape(...ports) {
      configure(ports);
      await fetch(`http://127.0.0.1:${port}/-/reload`, { method: 'POST' });
    },
    async kill() {
      const closed = new Promise((resolve) => child.once('close', resolve));
      if (child.exitCode !== null || child.signalCode !== null || !child.kill('SIGKILL')) return;
      await closed;
    },
    restart: start,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
