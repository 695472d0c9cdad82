import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../help/freePort.ts';
import { hasNatsServer, startNatsServer } from '../help/natsServer.ts';
import type { Figure } from './benchRow.ts';
import { besidePrometheus } from './besidePrometheus.ts';
import { besideSender } from './besideSender.ts';
import type { Laboratory } from './laboratory.ts';
import { steadyRate } from './livePlan.ts';
import type { Spent } from './partWords.ts';
import { runPart } from './runPart.ts';

export interface LiveResult extends Spent {
  /** What was measured by somebody and has come; what is known not to have come. */
  readonly taken: number;
  readonly lost: number;
  /** Why, of the last that was lost. */
  readonly lostWords: string;
  readonly quarantined: number;
  readonly tooLate: number;
  readonly peakRssMb: number;
  /** From a sample's own time to the verdict on its second. */
  readonly tookMs: Quantiles;
  /** From the end of a second to its verdict. */
  readonly afterSecondMs: Quantiles;
}

interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

type Row = Omit<Figure, 'row'>;

/** Of StatsD, a second: with more, datagrams are lost where nobody sees it. */
const statsdRate = 200_000;

/** What live sources cost: a desk on one core, its session on a disk, and whoever sends on the others. */
export async function liveRow(lab: Laboratory): Promise<Row[]> {
  const folder = join(lab.folder, 'live');
  mkdirSync(folder, { recursive: true });
  const most = lab.isQuick ? 200_000 : 1_000_000;
  const seconds = lab.isQuick ? 10 : 30;
  const run = (from: string, limits: { count?: number; seconds?: number; since?: number }): Promise<LiveResult> => {
    const { count = Infinity, seconds: forS = 600, since } = limits;
    const words = { from, folder, count: String(count), seconds: String(forS), since: String(since ?? '') };
    return runPart<LiveResult>('livePart', words, { pinned: true });
  };
  const figures: Row[] = [];

  figures.push(
    await besideSender('ws', 0, 0, async (port) =>
      sustained('WebSocket', await run(`ws://127.0.0.1:${port}`, { count: most })),
    ),
  );
  if (hasNatsServer) {
    const broker = await startNatsServer(join(folder, 'broker'));
    const address = `nats://127.0.0.1:${broker.port}`;
    figures.push(
      await besideSender('nats', broker.port, 0, async () =>
        sustained('NATS JetStream', await run(address, { count: most })),
      ),
    );
    await broker.kill();
  } else figures.push({ work: 'NATS JetStream: sustained', note: 'There is no nats-server here.' });
  const otlpPort = await freePort();
  figures.push(
    await besideSender('otlp', otlpPort, 0, async () =>
      sustained('OpenTelemetry (OTLP, protobuf)', await run(`otlp://127.0.0.1:${otlpPort}`, { count: most / 2 })),
    ),
  );
  const statsdPort = await freePort();
  figures.push(
    await besideSender('statsd', statsdPort, statsdRate, async () => {
      const result = await run(`statsd://127.0.0.1:${statsdPort}`, { seconds });
      return sustained('StatsD', result, `at most ${statsdRate.toLocaleString('en-US')} a second were sent; `);
    }),
  );
  figures.push(
    ...(await besideSender('ws', 0, steadyRate, async (port) =>
      steady(await run(`ws://127.0.0.1:${port}`, { seconds })),
    )),
  );
  figures.push(...(await besidePrometheus({ folder: join(folder, 'prometheus'), seconds, run, sustained })));
  return figures;
}

function sustained(name: string, result: LiveResult, more = ''): Row {
  const { taken, seconds, cpuSeconds, lost, lostWords, quarantined, peakRssMb } = result;
  const byClock = Math.round(taken / seconds).toLocaleString('en-US');
  return {
    work: `${name}: samples a second of the desk's processor`,
    measured: { value: taken / cpuSeconds, unit: 'samples/s' },
    note: `${more}judged and on the disk; ${byClock} a second by the clock, ${lost} lost${lost > 0 ? ` (${lostWords})` : ''}, ${quarantined} set aside, ${peakRssMb.toFixed(0)} MB at most.`,
  };
}

function steady({ tookMs, afterSecondMs, cpuSeconds, seconds, tooLate }: LiveResult): Row[] {
  const rate = steadyRate.toLocaleString('en-US');
  return [
    {
      work: `sample to verdict at ${rate} a second, p50`,
      measured: { value: tookMs.p50, unit: 'ms' },
      note: `A second is judged when it is over, so half a second of it is the second itself; ${tooLate} came too late.`,
    },
    { work: 'the same, p99', measured: { value: tookMs.p99, unit: 'ms' }, goal: { most: 1250 } },
    { work: 'from the end of a second to its verdict, p50', measured: { value: afterSecondMs.p50, unit: 'ms' } },
    { work: 'the same, p99', measured: { value: afterSecondMs.p99, unit: 'ms' } },
    {
      work: `processor of the desk at ${rate} a second over a WebSocket`,
      measured: { value: (100 * cpuSeconds) / seconds, unit: '% of a core' },
    },
  ];
}
