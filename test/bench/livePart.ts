import { join } from 'node:path';
import { openEngine } from '../../electron/engine/engine.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { readLiveMemory } from '../../electron/engine/liveMemory.ts';
import type { LivePosition, LiveSource } from '../../electron/engine/source/live/liveSource.ts';
import { LiveStream } from '../../electron/engine/source/live/liveStream.ts';
import { openLiveSources } from '../../electron/engine/source/live/openLiveSource.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { boundHeap } from '../../electron/host/cli/boundHeap.ts';
import { randomRatio, systemClock } from '../../electron/host/systemClock.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { livePlanText } from './livePlan.ts';
import { answer, partWords, type Spent, startWatch } from './partWords.ts';

// A live desk on one core, from its first samples until so many have been judged and are on the disk, or for so many
// seconds: what it cost, and how long each sample took until the second that it is in was judged.

const { from, folder, count, seconds, since } = partWords('from', 'folder', 'count', 'seconds', 'since');
boundHeap();
const { plan } = readPlan(livePlanText, 'plan.yaml');
if (plan === undefined) throw new Error('The plan of the live rows is none.');
const tools = { plan, clock: systemClock, random: randomRatio, env: {} };
const session = openSession(join(folder, `${process.pid}.holdpoint`), {
  ...{ mode: 'create', now: systemClock.nowMs },
  identity: { kind: 'live', createdBy: 'holdpoint bench', recording: null },
});
session.appendPlan({ at: 0, digest: planDigest(livePlanText), text: livePlanText });

const wanted = Number(count);
const ended = Promise.withResolvers<Spent>();
let spend: (() => Spent) | undefined;
let taken = 0;
let lost = 0;
let lostWords = '';
let lastTakenMs = Infinity;
let peakRssMb = 0;
/** When each second was judged. */
const judgedMs = new Map<number, number>();

/** What is counted is what somebody has measured: a count may stand for many. */
function weigh(samples: readonly Uint8Array[]): number {
  if (!from.startsWith('statsd:')) return samples.length;
  return samples.reduce(
    (sum, sample) => sum + Number(/"value":(\d+)/.exec(Buffer.from(sample).toString())?.[1] ?? 0),
    0,
  );
}

function watched(source: LiveSource): LiveSource {
  return {
    address: source.address,
    async *read(after, signal) {
      for await (const event of source.read(after, signal)) {
        if (event.kind === 'gap') [lost, lostWords] = [lost + event.count, event.text];
        if (event.kind === 'frame' && event.samples.length > 0) {
          spend ??= startWatch();
          taken += weigh(event.samples);
          if (taken >= wanted) lastTakenMs = Math.min(lastTakenMs, Date.now());
        }
        yield event;
      }
    },
    acknowledge: (position) => source.acknowledge(position),
  };
}

const positions = new Map<string, LivePosition>(since === '' ? [] : [['prometheus-1', Number(since)]]);
const sources = openLiveSources([from], tools).map(({ name, source }) => ({ name, source: watched(source) }));
const stream = new LiveStream(sources, { ...readLiveMemory(session), positions }, tools);
const engine = openEngine({
  ...{ session, plan, planDigest: planDigest(livePlanText), recording: stream, live: stream, clock: systemClock },
  speed: Infinity,
  onTick(tick) {
    judgedMs.set(tick, Date.now());
    peakRssMb = Math.max(peakRssMb, process.memoryUsage().rss / 2 ** 20);
    const spent = spend?.();
    if (spent === undefined) return;
    // A second is judged when all of it is on the disk.
    if (tick * 1000 > lastTakenMs || spent.seconds >= Number(seconds)) ended.resolve(spent);
  },
});
engine.ended.catch((error: unknown) => ended.reject(error));
const spent = await ended.promise;
const { accepted, quarantined, tooLate } = engine.state().counters;
const tookMs = [...session.readLines(1)].flatMap(({ bytes }) => {
  const line = JSON.parse(Buffer.from(bytes).toString()) as { kind: string; t: number; arrived: number };
  const judged = line.kind === 'count' ? judgedMs.get(Math.floor(line.arrived / 1000) + 1) : undefined;
  return judged === undefined ? [] : [judged - line.t];
});
tookMs.sort((one, other) => one - other);
const afterSecondMs = [...judgedMs].map(([tick, atMs]) => atMs - tick * 1000).sort((one, other) => one - other);
answer({
  ...{ ...spent, taken, lost, lostWords, accepted, quarantined, tooLate, peakRssMb },
  tookMs: { p50: at(tookMs, 0.5), p99: at(tookMs, 0.99) },
  afterSecondMs: { p50: at(afterSecondMs, 0.5), p99: at(afterSecondMs, 0.99) },
});
await engine.close();
process.exit(0);

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
