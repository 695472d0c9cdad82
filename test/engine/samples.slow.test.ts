import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { answerGaps, answerQuarantine } from '../../electron/engine/answerLosses.ts';
import { answerSamples } from '../../electron/engine/answerSamples.ts';
import { listSeries } from '../../electron/engine/answerSeries.ts';
import { answerSources } from '../../electron/engine/answerSources.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import type { QueryAnswer, QueryArgs } from '../../shared/contract/contract.ts';
import { sourceQueries } from '../../shared/contract/sourceQueries.ts';
import { arbitraryPlan, planOfObject, planT0S } from '../help/arbitraryPlan.ts';
import { arbitraryRecording } from '../help/arbitraryRecording.ts';
import { createSleepyClock, openTestSession } from '../help/driveEngine.ts';
import { recordingOfLines } from '../help/lineRecording.ts';
import { type JudgedSample, type NaiveIntake, type RawLine, readNaively } from '../help/naiveIntake.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-samples-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let sessions = 0;

type Found = QueryAnswer<'samples.read'>['samples'];

const asked = fc.record({
  fromS: fc.integer({ min: -80, max: 60 }),
  lastsS: fc.integer({ min: 1, max: 130 }),
  stopS: fc.integer({ min: -40, max: 60 }),
  limit: fc.integer({ min: 1, max: 40 }),
});

test('samples, sources, gaps and lines set aside are those of the lines that came, sealed or not', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPlan, arbitraryRecording, asked, async (object, lines, { stopS, limit, ...span }) => {
      fc.pre(isSteady(lines));
      const engine = start(object, lines);
      await engine.seek(planT0S + stopS);
      for (const isDone of [false, true]) {
        if (isDone) {
          engine.play(Infinity);
          await engine.ended;
        }
        const came = lines.slice(0, engine.state().counters.lines);
        const naive = readNaively(came, engine.past.newestJudge.longestWindowS);
        expectLosses(engine, naive);
        await expectSamples(engine, naive, span, limit);
        await expectBehind(engine);
      }
      const told = answerSources(engine, { limit: 1000, offset: 0 });
      const { path } = engine.session;
      await engine.close();
      const again = open(path, 'resume', object, undefined);
      await again.ended;
      expect(answerSources(again, { limit: 1000, offset: 0 })).toEqual(told);
      await again.close();
    }),
    { numRuns: 15, endOnFailure: true },
  );
}, 600_000);

function start(object: object, lines: readonly RawLine[]): Engine {
  const texts = lines.map((line) => JSON.stringify(line));
  return open(join(scratch, `${(sessions += 1)}.holdpoint`), 'create', object, recordingOfLines(texts, 7));
}

function open(path: string, mode: 'create' | 'resume', object: object, recording: Recording | undefined): Engine {
  const own = { plan: planOfObject(object), text: JSON.stringify(object), digest: 'sha256:any' };
  const session = openTestSession(path, mode, own);
  const rest = { planDigest: own.digest, clock: createSleepyClock(), speed: 0, sealLines: 40 };
  return openEngine({ session, plan: own.plan, recording, ...rest });
}

/** It begins before the second that is sought, and no line is too far ahead to be believed alone. */
function isSteady(lines: readonly RawLine[]): boolean {
  const arrivals = lines.map((line) => Number(line['arrived'] ?? line['t']));
  const isEarly = (arrivals[0] ?? Infinity) < (planT0S - 50) * 1000;
  return isEarly && Math.max(...arrivals) - Math.min(...arrivals) < 590_000;
}

function expectLosses(engine: Engine, naive: NaiveIntake): void {
  const { counters } = engine.state();
  expect(counters).toEqual(naive.counters);
  const { sources, judgedTick } = answerSources(engine, { limit: 1000, offset: 0 });
  for (const what of ['duplicates', 'conflicts', 'late', 'tooLate', 'quarantined'] as const) {
    expect(sources.reduce((sum, one) => sum + one[what], 0)).toBe(counters[what]);
  }
  const open = answerGaps(engine, { isOpen: true, limit: 1000, offset: 0 }).gaps;
  const told = open.map(({ source, epoch, fromSeq, toSeq }) => ({ source, epoch, from: fromSeq, to: toSeq }));
  const sort = <T extends { source: string; epoch: string; from: number }>(all: readonly T[]): T[] =>
    all.toSorted((a, b) => a.source.localeCompare(b.source) || a.epoch.localeCompare(b.epoch) || a.from - b.from);
  expect(sort(told)).toEqual(sort(naive.gaps));
  expect(sources.reduce((sum, { gaps }) => sum + gaps.missing, 0)).toBe(
    naive.gaps.reduce((sum, { from, to }) => sum + to - from, 0),
  );
  for (const { source, heardAt, conflicts, quarantined, rate, lag } of sources) {
    const bad = answerQuarantine(engine, { source, limit: 3, offset: 0 });
    expect(bad.total).toBe(conflicts + quarantined);
    const paged: unknown[] = [];
    for (let offset = 0; offset < bad.total; offset += 3) {
      paged.push(...answerQuarantine(engine, { source, limit: 3, offset }).rows);
    }
    const all = answerQuarantine(engine, { limit: 500, offset: 0 }).rows.filter((row) => row.source === source);
    expect(paged).toEqual(all);
    // What came in the second under way was heard too, and is told with the next.
    const heard = naive.heard.filter((one) => one.source === source && one.atMs < (judgedTick ?? 0) * 1000);
    expect(heardAt).toBe(heard.at(-1)?.atMs ?? null);
    const values = naive.judged.filter(({ sample, tick }) => {
      return sample.source === source && tick <= (judgedTick ?? 0) && tick > (judgedTick ?? 0) - 60;
    });
    const n = values.reduce((sum, one) => sum + countOf(one), 0);
    expect(rate).toBeCloseTo(n / 60, 9);
    const lags = values.flatMap((one) => (countOf(one) === 0 ? [] : [Math.max(0, one.tick - 1 - one.bucket)]));
    expect(lag?.most ?? null).toBe(lags.length === 0 ? null : Math.max(...lags));
  }
}

/** Values of one sample. */
function countOf({ sample }: JudgedSample): number {
  if (sample.kind === 'event') return 0;
  if (sample.kind !== 'latency') return 1;
  return sample.values?.length ?? (sample.buckets ?? []).reduce((sum, [, count]) => sum + count, 0);
}

async function expectSamples(
  engine: Engine,
  { judged }: NaiveIntake,
  { fromS, lastsS }: { readonly fromS: number; readonly lastsS: number },
  limit: number,
): Promise<void> {
  const headTick = engine.state().headTick ?? 0;
  const series = listSeries(engine);
  if (series.length === 0 || headTick === 0) return;
  const [fromBucket, toBucket] = [planT0S + fromS, planT0S + fromS + lastsS];
  const upToTick = Math.min(headTick, toBucket + 20);
  for (const own of [series.slice(0, 1), series.slice(1, 5), series].filter((some) => some.length > 0)) {
    const ids = own.map(({ id }) => id);
    const { found, parts } = await readAll(engine, { series: ids, fromBucket, toBucket, upToTick, limit });
    const wanted = judged.filter(({ sample, tick, bucket }) => {
      const isIn = bucket >= fromBucket && bucket < toBucket && tick <= upToTick;
      return isIn && own.some((one) => isOf(sample, one));
    });
    const counted = found.filter(({ fate }) => fate === 'counted' || fate === 'late');
    // As text, which knows one zero only.
    const words = (all: readonly Parameters<typeof toWords>[0][]): string[] =>
      all.map((one) => JSON.stringify(toWords(one)));
    expect(words(counted)).toEqual(words(wanted.map(({ sample }) => sample)));
    expect(counted.map(({ arrivedAt }) => Math.floor(arrivedAt / 1000) + 1)).toEqual(wanted.map(({ tick }) => tick));
    expect(found.map(({ line }) => line)).toEqual(found.map(({ line }) => line).toSorted((a, b) => a - b));
    expect(parts[0]?.n).toBe(wanted.reduce((sum, one) => sum + countOf(one), 0));
  }
}

/** Page by page. */
async function readAll(
  engine: Engine,
  args: QueryArgs<'samples.read'>,
): Promise<{ found: Found; parts: QueryAnswer<'samples.read'>['parts'] }> {
  const found: Found[number][] = [];
  for (let afterLine = 0; ;) {
    const page = await ask(engine, { ...args, afterLine });
    found.push(...page.samples);
    if (page.nextAfterLine === null) return { found, parts: page.parts };
    afterLine = page.nextAfterLine;
  }
}

async function ask(engine: Engine, args: QueryArgs<'samples.read'>): Promise<QueryAnswer<'samples.read'>> {
  const query = sourceQueries['samples.read'];
  const answer: unknown = JSON.parse(JSON.stringify(await answerSamples(engine, query.args.parse(args))));
  return query.answer.parse(answer);
}

function isOf(sample: JudgedSample['sample'], series: ReturnType<typeof listSeries>[number]): boolean {
  if (sample.kind === 'event') return false;
  const names = new Set([...Object.keys(series.labels), ...Object.keys(sample.labels)]);
  return (
    sample.source === series.source &&
    sample.kind === series.kind &&
    sample.metric === series.metric &&
    [...names].every((name) => sample.labels[name] === series.labels[name])
  );
}

/** What a sample says, however it is told. */
function toWords(sample: Found[number] | JudgedSample['sample']): unknown {
  const { t } = sample;
  if ('value' in sample) return { t, value: sample.value };
  if ('values' in sample && sample.values !== undefined) return { t, values: sample.values };
  if (!('buckets' in sample)) return { t };
  return { t, buckets: sample.buckets?.map(([bound, count]) => [bound === '+Inf' ? null : bound, count]) };
}

/** Behind every value that a snapshot shows lies as much as it says. */
async function expectBehind(engine: Engine): Promise<void> {
  const judged = engine.past.newestJudge.snapshot();
  for (const [indicator, readings] of Object.entries(judged?.indicators ?? {})) {
    const kind = engine.plan.indicators[indicator]?.kind;
    for (const { cell, window, n, mature } of readings.slice(0, 4)) {
      const answer = await ask(engine, { indicator, cell, window, mature: mature ?? true, limit: 1 });
      const divisor = answer.parts.findLast(({ part }) => ['total', 'per', 'count', 'latency'].includes(part));
      if (kind === 'compare' || kind === 'gauge') continue;
      const behind = kind === 'share' || kind === 'quantile' || kind === 'mean' ? divisor?.n : divisor?.sum;
      expect(Math.abs((behind ?? NaN) - n)).toBeLessThanOrEqual(1e-9 * Math.max(1, n));
    }
  }
}
