import { isDeepStrictEqual } from 'node:util';
import { judgeRecording, type JudgedRecording } from '../../electron/engine/judgeRecording.ts';
import type { ChaosResult } from './chaosResult.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readChaosPlan } from './chaosPlan.ts';
import { openMemoryRecording } from './memoryRecording.ts';
import type { Delivery, TrafficSize } from './sampleTraffic.ts';
import { createSeededRandom, type SeededRandom } from './seededRandom.ts';
import { countStream, type MissedNumber } from './streamTruth.ts';
import { longestWindowS, makeTroubledStream } from './troubledStream.ts';
import { writeLine } from './writeLine.ts';

/** `count` streams, each judged as it arrived, as it was sent, and as what counts of it. */
export async function runStreams(count: number, firstSeed: number): Promise<ChaosResult> {
  const { plan } = readChaosPlan();
  const breaches: string[] = [];
  let lines = 0;
  let transitions = 0;
  let whole = 0;
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const found = await judgeStream(seed, plan);
    lines += found.lines;
    transitions += found.transitions;
    whole += found.isWhole ? 1 : 0;
    if (found.faults.length > 0) breaches.push(`stream of seed ${seed}: ${found.faults.join('; ')}`);
  }
  const notes = { lines, transitions, 'judged like the clean stream': whole };
  return { name: 'streams', runs: count, breaches, notes };
}

const sizes: readonly [TrafficSize, ...TrafficSize[]] = [
  { seconds: 5, perSecond: 8 },
  { seconds: 20, perSecond: 1 },
  { seconds: 40, perSecond: 4 },
  { seconds: 60, perSecond: 6 },
  { seconds: 340, perSecond: 1 },
];

interface JudgedStream {
  readonly faults: string[];
  readonly lines: number;
  readonly transitions: number;
  readonly isWhole: boolean;
}

async function judgeStream(seed: number, plan: Plan): Promise<JudgedStream> {
  const random = createSeededRandom(seed * 2 + 1);
  const size = random.pick(sizes);
  const { clean, arrived, isWhole } = makeTroubledStream(seed, size);
  const truth = countStream(arrived, longestWindowS);
  const judged = await judge(toBytes(arrived, random), plan, random);
  const distilled = await judge(toBytes(truth.distilled), plan, random);
  const faults: string[] = [];
  const expectSame = (what: string, found: unknown, right: unknown): void => {
    if (!isDeepStrictEqual(found, right))
      faults.push(`${what} ${JSON.stringify(found)}, must be ${JSON.stringify(right)}`);
  };
  const ticks = { first: truth.firstTick, last: truth.lastTick, count: truth.lastTick - truth.firstTick + 1 };
  expectSame('counters', judged.counters, truth.counters);
  expectSame('ticks', judged.ticks, ticks);
  expectSame('gaps', sortGaps(judged.gaps), toGaps(truth.missed));
  expectSame('judgement of what arrived', digestOf(judged), digestOf(distilled));
  if (isWhole) expectSame('judgement', digestOf(judged), digestOf(await judge(toBytes(clean), plan, random)));
  return { faults, lines: arrived.length, transitions: judged.judgements[0]?.transitions.length ?? 0, isWhole };
}

async function judge(bytes: Buffer, plan: Plan, random: SeededRandom): Promise<JudgedRecording> {
  return judgeRecording(openMemoryRecording(bytes, random), [plan], { atMs: [] });
}

function digestOf({ judgements }: JudgedRecording): string | undefined {
  return judgements[0]?.digest;
}

/** With `random`: keys in any order, empty lines between, other line ends, the last line unended. */
export function toBytes(deliveries: readonly Delivery[], random?: SeededRandom): Buffer {
  const end = random?.chance(0.2) === true ? '\r\n' : '\n';
  const lines = deliveries.map((delivery) => {
    const blank = random?.chance(0.01) === true ? end : '';
    return `${blank}${writeLine(delivery, random)}${end}`;
  });
  const text = lines.join('');
  return Buffer.from(random?.chance(0.3) === true ? text.trimEnd() : text);
}

export interface Gap {
  readonly source: string;
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
}

/** What is missing at the end, as half-open ranges. */
export function toGaps(missed: readonly MissedNumber[]): Gap[] {
  const gaps: { source: string; epoch: string; from: number; to: number }[] = [];
  const open = missed.filter(({ closedAt }) => closedAt === undefined);
  for (const { source, epoch, seq } of sortGaps(open.map((one) => ({ ...one, from: one.seq })))) {
    const last = gaps.at(-1);
    if (last?.source === source && last.epoch === epoch && last.to === seq) last.to = seq + 1;
    else gaps.push({ source, epoch, from: seq, to: seq + 1 });
  }
  return gaps;
}

export function sortGaps<One extends { source: string; epoch: string; from: number }>(gaps: readonly One[]): One[] {
  const keyOf = ({ source, epoch }: One): string => `${source}\n${epoch}`;
  return [...gaps].sort((one, other) =>
    keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : one.from - other.from,
  );
}
