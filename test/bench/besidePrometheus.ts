import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasPrometheus, type PrometheusServer, startPrometheus } from '../help/prometheusServer.ts';
import { ScrapedProcess } from '../help/scrapedProcess.ts';
import type { Figure } from './benchRow.ts';
import { besideSender } from './besideSender.ts';
import { places, steadyRate } from './livePlan.ts';
import type { LiveResult } from './liveRow.ts';

type Row = Omit<Figure, 'row'>;

interface Beside {
  readonly folder: string;
  readonly seconds: number;
  readonly run: (from: string, limits: { count?: number; seconds?: number; since?: number }) => Promise<LiveResult>;
  readonly sustained: (name: string, result: LiveResult) => Row;
}

/** Of Linux: in what the kernel counts processor time. */
const ticksPerSecond = 100;

/**
 * A real Prometheus that scrapes as many series a second as the desk takes samples over a WebSocket meanwhile, and then
 * what it stored, read by the desk.
 */
export async function besidePrometheus({ folder, seconds, run, sustained }: Beside): Promise<Row[]> {
  if (!hasPrometheus) return [{ work: 'processor of Prometheus beside it', note: 'There is no prometheus here.' }];
  const scraped = new ScrapedProcess();
  const series = Array.from({ length: steadyRate }, (_none, place) => {
    const outcome = place % 20 === 0 ? 'error' : 'ok';
    return `requests_total{outcome="${outcome}",place="p${place % places}",pod="pod-${place}"}`;
  });
  scraped.begin(...series);
  await scraped.listen();
  const counting = setInterval(() => {
    for (const one of series) scraped.count(one);
  }, 1000);
  const server = await startPrometheus(folder, scraped.port);
  try {
    await scrapedTimes(server, 5);
    const sinceMs = Date.now();
    const before = usedS(server.pid);
    const desk = await besideSender('ws', 0, steadyRate, (port) => run(`ws://127.0.0.1:${port}`, { seconds }));
    const used = usedS(server.pid);
    const tookS = (Date.now() - sinceMs) / 1000;
    const share = (100 * (used - before)) / tookS;
    const ours = (100 * desk.cpuSeconds) / desk.seconds;
    clearInterval(counting);
    await scraped.leave();
    const count = Math.floor(tookS - 2) * steadyRate;
    const read = await run(`prometheus+http://127.0.0.1:${server.port}`, { count, since: sinceMs });
    return [
      {
        work: `processor of Prometheus, scraping ${steadyRate.toLocaleString('en-US')} series a second`,
        measured: { value: share, unit: '% of a core' },
        against: { what: 'the desk meanwhile', value: ours, unit: '% of a core' },
        ratio: ours / share,
        note: 'Prometheus stores the samples; the desk stores and judges them, and confirms each frame from the disk.',
      },
      sustained('Prometheus (what it has stored, read on)', read),
    ];
  } finally {
    clearInterval(counting);
    await server.kill();
    await scraped.leave();
  }
}

async function scrapedTimes(server: PrometheusServer, times: number): Promise<void> {
  while ((await server.ask(`count_over_time(up[1m]) >= ${times}`, Date.now())).length === 0) await sleep(200);
}

/** Processor seconds that a process has used. */
function usedS(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
