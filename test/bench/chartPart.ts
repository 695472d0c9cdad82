import { copyFileSync } from 'node:fs';
import { answerReadings } from '../../electron/engine/answerReadings.ts';
import { answerSeries } from '../../electron/engine/answerSeries.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { queries } from '../../shared/contract/queries.ts';
import { answer, loadPlan, partWords } from './partWords.ts';

// Charts of the whole day at 1,200 pixels, as the screens ask for them: one latency with its quantiles, and the burn of
// the launch. Times are of the processor, in user mode: what else the machine does is not the chart's.

const { session: path, plan: planPath, rounds } = partWords('session', 'plan', 'rounds');
const { plan } = loadPlan(planPath);
const copy = `${path}.charts`;
copyFileSync(path, copy);
const session = openSession(copy, { mode: 'resume', now: systemClock.nowMs });
const rest = { recording: undefined, clock: systemClock, speed: 0 };
const engine = openEngine({ session, plan, planDigest: session.readPlan()?.digest ?? '', ...rest });
await engine.ended;
const span = { fromBucket: engine.past.firstTick ?? 0, toBucket: engine.state().headTick ?? 0, points: 1200 };

const lines = [{ kind: 'latency' as const, metric: 'hsm.latency' }];
const subjects = Object.keys(plan.slos).map((slo) => ({ kind: 'slo' as const, slo }));
const askSeries = queries['series.read'].args.parse({ lines, ...span });
const askReadings = queries['readings.read'].args.parse({ subjects, ...span });

const firstMs = await timeOf(() => answerSeries(engine, askSeries));
const againMs: number[] = [];
for (let left = Number(rounds); left > 0; left -= 1) againMs.push(await timeOf(() => answerSeries(engine, askSeries)));
const burnMs = await timeOf(() => answerReadings(engine, askReadings));
const burnAgainMs = await timeOf(() => answerReadings(engine, askReadings));
await engine.close();
againMs.sort((one, other) => one - other);
answer({ firstMs, p50Ms: againMs[Math.floor(againMs.length / 2)] ?? 0, burnMs, burnAgainMs });

async function timeOf(ask: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  JSON.stringify(await ask());
  return process.cpuUsage(before).user / 1000;
}
