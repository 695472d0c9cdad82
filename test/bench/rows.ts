import { backtestRow } from './backtestRow.ts';
import type { Figure } from './benchRow.ts';
import { ceilingRow } from './ceilingRow.ts';
import { chartRow } from './chartRow.ts';
import { duckdbRow } from './duckdbRow.ts';
import type { Laboratory } from './laboratory.ts';
import { liveRow } from './liveRow.ts';
import { memoryRow } from './memoryRow.ts';
import { runPart } from './runPart.ts';
import { planPath } from './launchDay.ts';
import { median } from './laboratory.ts';
import { roomRow, verifyRow } from './roomRow.ts';
import { screenRow } from './screenRow.ts';
import { simulateRow } from './simulateRow.ts';
import { storageRow } from './storageRow.ts';
import { sweepRow } from './sweepRow.ts';

export type Row = (lab: Laboratory) => Promise<Omit<Figure, 'row'>[]>;

/** The rows of the table by name, in the order in which they are measured. */
export const rows: Readonly<Record<string, Row>> = {
  simulate: simulateRow,
  floor: floorRow,
  judge: judgeRow,
  backtest: backtestRow,
  sweep: sweepRow,
  replay: replayRow,
  ceiling: ceilingRow,
  storage: storageRow,
  seek: seekRow,
  charts: chartRow,
  memory: memoryRow,
  duckdb: duckdbRow,
  tick: tickRow,
  room: roomRow,
  verify: verifyRow,
  screen: screenRow,
  live: liveRow,
};

async function floorRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  if (lab.floorsS.length < lab.rounds) for (let left = lab.rounds; left > 0; left -= 1) await lab.floor();
  const { lines } = await lab.day();
  const seconds = median(lab.floorsS);
  return [
    { work: 'bare read and JSON.parse of the lines', measured: { value: seconds, unit: 's' } },
    { work: 'the same, lines a second', measured: { value: lines / seconds, unit: 'lines/s' } },
  ];
}

async function judgeRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const { workS, floorS, ratio, cpuRatio, last } = await lab.judge();
  return [
    {
      work: `judge the day, every second (${last.ticks.toLocaleString('en-US')} ticks)`,
      measured: { value: workS, unit: 's' },
      against: { what: 'floor', value: floorS, unit: 's' },
      ratio,
      goal: { most: 3 },
      note: cpuWords(cpuRatio),
    },
  ];
}

async function replayRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const { workS, floorS, ratio, cpuRatio } = await lab.replay();
  const { samples } = await lab.day();
  const figure = {
    measured: { value: workS, unit: 's' },
    against: { what: 'floor', value: floorS, unit: 's' },
    ratio,
  };
  return [
    { work: 'replay the day into a session', ...figure, goal: { most: 5 }, note: cpuWords(cpuRatio) },
    { work: 'the same, by the stricter promise', ...figure, goal: { most: 3 } },
    { work: 'replay, samples a second', measured: perSecond(samples, workS), goal: { least: 300_000 } },
  ];
}

interface SeekResult {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p95CpuMs: number;
  readonly maxMs: number;
  readonly firstMs: number;
  readonly missed: number;
  readonly compared: number;
  readonly different: number;
}

async function seekRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  await lab.replay();
  const words = { session: lab.sessionPath, plan: planPath, seeks: '200', compared: '200' };
  const result = await runPart<SeekResult>('seekPart', words, { pinned: true });
  const { p50Ms, p95Ms, p95CpuMs, maxMs, firstMs, missed, compared, different } = result;
  return [
    { work: 'seek to 200 random seconds, p50', measured: { value: p50Ms, unit: 'ms' } },
    {
      work: 'the same, p95',
      measured: { value: p95Ms, unit: 'ms' },
      goal: { most: 100 },
      note: `By processor time alone, ${p95CpuMs.toFixed(0)} ms.`,
    },
    {
      work: 'the same, slowest',
      measured: { value: maxMs, unit: 'ms' },
      note: `The first, with nothing read yet, took ${firstMs.toFixed(0)} ms.`,
    },
    {
      work: `rooms out of ${compared} that differ from a run from the start`,
      measured: { value: different + missed, unit: 'rooms' },
      goal: { most: 0 },
    },
  ];
}

interface TickTimes {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly meanMs: number;
  readonly transitions: number;
}

async function tickRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const words = { ticks: lab.isQuick ? '2000' : '10000' };
  const result = await runPart<{ short: TickTimes; long: TickTimes; peakRssMb: number }>('tickPart', words, {
    pinned: true,
  });
  const { short, long, peakRssMb } = result;
  const named = [
    { name: '5 m', times: short },
    { name: '24 h', times: long },
  ];
  return [
    ...named.flatMap(({ name, times }) => [
      { work: `tick, 500 rules x 4 windows up to ${name}, p50`, measured: ms(times.p50Ms), goal: { most: 1 } },
      { work: 'the same, mean', measured: ms(times.meanMs), goal: { most: 1 } },
      { work: 'the same, p99 (garbage collection)', measured: ms(times.p99Ms) },
    ]),
    {
      work: 'tick with windows up to 24 h against 5 m, p50',
      measured: ms(long.p50Ms),
      against: { what: '5 m', ...ms(short.p50Ms) },
      ratio: long.p50Ms / short.p50Ms,
      goal: { most: 1.1 },
      note: `Both plans together ${peakRssMb.toFixed(0)} MB.`,
    },
  ];
}

function cpuWords(cpuRatio: number): string {
  return `By processor time alone, ${cpuRatio.toFixed(2)}x.`;
}

function ms(value: number): { readonly value: number; readonly unit: string } {
  return { value, unit: 'ms' };
}

function perSecond(samples: number, seconds: number): { readonly value: number; readonly unit: string } {
  return { value: samples / seconds, unit: 'samples/s' };
}
