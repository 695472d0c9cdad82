import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { answerReadings } from '../../electron/engine/answerReadings.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { readOfferedPlan } from '../../electron/host/offeredPlan.ts';
import type { QueryAnswer, QueryArgs } from '../../shared/contract/contract.ts';
import { readingQueries } from '../../shared/contract/readingQueries.ts';
import type { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import { arbitraryPlan, planOfObject, planT0S } from '../help/arbitraryPlan.ts';
import { arbitraryRecording } from '../help/arbitraryRecording.ts';
import { Crew } from '../help/crew.ts';
import { createSleepyClock, openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { recordingOfLines } from '../help/lineRecording.ts';
import { readLaunch } from '../help/makeRecording.ts';
import type { RawLine } from '../help/naiveIntake.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-readings-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let sessions = 0;

type Subject = QueryArgs<'readings.read'>['subjects'][number];
type Read = QueryAnswer<'readings.read'>;

const asked = fc.record({
  fromS: fc.integer({ min: -90, max: 60 }),
  lastsS: fc.integer({ min: 2, max: 200 }),
  points: fc.integer({ min: 2, max: 12 }),
  stopS: fc.integer({ min: 0, max: 90 }),
});

test('any number at the end of any step of a chart is what a snapshot said at that second', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryPlan,
      arbitraryRecording,
      asked,
      async (object, lines, { fromS, lastsS, points, stopS }) => {
        fc.pre(isSteady(lines));
        const engine = start(
          object,
          lines.map((line) => JSON.stringify(line)),
        );
        const range = { fromBucket: planT0S + fromS, toBucket: planT0S + fromS + lastsS, points };
        await engine.seek(planT0S + stopS);
        const subjects = subjectsOf(engine.snapshot().judged);
        // Numbers of the telemetry alone are found without judging.
        const telemetry = subjects.filter(({ kind }) => kind === 'indicator' || kind === 'slo');
        expectSaid(engine, await readAll(engine, telemetry, range));
        expectSaid(engine, await readAll(engine, subjects, range));
        engine.play(Infinity);
        await engine.ended;
        // What was remembered of the newest second then, and what lies beyond it.
        expectSaid(engine, await readAll(engine, subjects, { ...range, points: points * 3 }));
        expectSaid(engine, await readAll(engine, subjects, range));
        await engine.close();
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
}, 600_000);

test('what people do and a change of plan are in a chart from the second in which they happened', async () => {
  const folder = join(import.meta.dirname, '../golden/noisy-restart');
  const { scenario, plan: simulated } = readLaunch(folder);
  const own = readTestPlan(join(folder, 'plan.yaml'));
  const path = join(scratch, 'recording.ndjson');
  writeFileSync(path, [...simulateLines(scenario, simulated)].join(''));
  const session = openTestSession(join(scratch, 'people.holdpoint'), 'create', own);
  const engine = startEngine(session, own, await openRecording(path), 0);
  const first = own.plan.launch.t0 / 1000 - 119;
  const crew = new Crew(engine);
  await engine.seek(first + 400);
  for (const role of ['commander', 'sre']) await crew.do(role, { kind: 'role.take', args: { role } });
  await crew.do('commander', { kind: 'ramp.advance', args: { scope: { wave: 'all' } } });
  await engine.seek(first + 430);
  await crew.do('commander', { kind: 'source.retire', args: { source: 'gw-2', reason: 'It is replaced.' } });
  await engine.seek(first + 460);
  const before = subjectsOf(engine.snapshot().judged);
  const laxer = own.text.replace('over: 200', 'over: 20000').replace(/ {2}RB-4: .*\n/, '');
  const read = readOfferedPlan({ name: 'plan.yaml', bytes: Buffer.from(laxer), reason: 'Too strict.' }, engine.plan);
  if (typeof read === 'string') throw new Error(read);
  engine.session.appendPlan({ at: 0, digest: read.args.digest, text: laxer });
  await crew.do('commander', { kind: 'plan.change', args: read.args });
  await engine.seek(first + 560);
  const cells = ['card', 'wallet'].map((method): Subject => ({ kind: 'ramp', cell: { method } }));
  const range = { fromBucket: first + 380, toBucket: first + 600, points: 60 };
  const answers = await readAll(engine, [...cells, ...before], range);
  expectSaid(engine, answers);
  const [card] = answers[0]?.readings ?? [];
  expect(card).toMatchObject({ kind: 'ramp' });
  expect(card?.kind === 'ramp' && new Set(card.commanded)).toEqual(new Set([0, 1, null]));
  await engine.close();
});

function start(plan: object, lines: readonly string[]): Engine {
  const text = JSON.stringify(plan);
  const own = { plan: planOfObject(plan), text, digest: 'sha256:any' };
  const session = openTestSession(join(scratch, `${(sessions += 1)}.holdpoint`), 'create', own);
  const rest = { planDigest: own.digest, clock: createSleepyClock(), speed: 0, sealLines: 60 };
  return openEngine({ session, plan: own.plan, recording: recordingOfLines(lines, 7), ...rest });
}

/** It begins before the second that is sought, and no line is too far ahead to be believed alone. */
function isSteady(lines: readonly RawLine[]): boolean {
  const arrivals = lines.map((line) => Number(line['arrived'] ?? line['t']));
  const isEarly = (arrivals[0] ?? Infinity) < (planT0S - 50) * 1000;
  return isEarly && Math.max(...arrivals) - Math.min(...arrivals) < 590_000;
}

/** Everything that a snapshot shows. */
function subjectsOf(judged: JudgedAt | undefined): Subject[] {
  if (judged === undefined) return [];
  return [
    ...Object.entries(judged.indicators).flatMap(([indicator, readings]) =>
      readings.map(({ cell, window, mature }): Subject => {
        return { kind: 'indicator', indicator, cell, window, mature: mature ?? true };
      }),
    ),
    ...Object.entries(judged.slos).flatMap(([slo, own]) =>
      own.map(({ cell }): Subject => ({ kind: 'slo', slo, cell })),
    ),
    ...judged.triggers.map(({ id, cell }): Subject => ({ kind: 'trigger', trigger: id, cell })),
    ...judged.criteria.map(({ id, cell }): Subject => ({ kind: 'criterion', criterion: id, cell })),
  ];
}

/** As many questions as it takes, each parsed as one that crosses a process, and its answer too. */
async function readAll(
  engine: Engine,
  subjects: readonly Subject[],
  range: Omit<QueryArgs<'readings.read'>, 'subjects'>,
): Promise<Read[]> {
  const { args, answer } = readingQueries['readings.read'];
  const answers: Read[] = [];
  for (let place = 0; place < subjects.length; place += 32) {
    const parsed = args.parse({ ...range, subjects: subjects.slice(place, place + 32) });
    answers.push(answer.parse(JSON.parse(JSON.stringify(await answerReadings(engine, parsed)))));
  }
  return answers;
}

function expectSaid(engine: Engine, answers: readonly Read[]): void {
  const headTick = engine.state().headTick ?? 0;
  const firstTick = engine.past.firstTick ?? 0;
  const { fromBucket = 0, stepSeconds = 1, steps = 0 } = answers[0] ?? {};
  const readings = answers.flatMap((answer) => answer.readings);
  for (const reading of readings) if (reading.kind === 'indicator') expectCounts(engine, reading);
  for (let step = 0; step < steps; step += 1) {
    const begins = fromBucket + step * stepSeconds;
    const tick = Math.min(begins + stepSeconds, headTick);
    const isJudged = tick > begins && tick >= firstTick;
    const judge = isJudged ? engine.past.viewAt(tick).judge : undefined;
    const judged = judge?.snapshot();
    const found = readings.map((reading) => pointOf(reading, step));
    expect(found).toEqual(readings.map((reading) => saidOf(reading, judged, judge)));
  }
}

/** The k of k of n; and how near the values are, and how far behind. */
function expectCounts(engine: Engine, reading: Read['readings'][number] & { kind: 'indicator' }): void {
  const { indicator, value, n, count, mature, delayMs, error } = reading;
  const kind = engine.plan.indicators[indicator]?.kind;
  const isJudged = value.some((_one, step) => n[step] !== null);
  const wholeDelayMs = Math.floor(engine.past.newestJudge.indicators.delayMs(indicator) / 1000) * 1000;
  expect([delayMs, error]).toEqual(
    isJudged ? [mature ? wholeDelayMs : 0, kind === 'quantile' ? 0.01 : null] : [0, null],
  );
  const isShare = kind === 'ratio' || kind === 'share';
  if (!isShare && kind !== 'total') return;
  const told = value.map((one, step) => (one === null ? null : isShare ? one * (n[step] ?? 0) : one));
  const wrong = told.filter(
    (one, step) => one !== null && !(Math.abs(one - (count[step] ?? NaN)) <= 1e-9 * Math.max(1, one)),
  );
  expect(wrong).toEqual([]);
}

/** One step of a reading, as one value. */
function pointOf(reading: Read['readings'][number], step: number): unknown {
  switch (reading.kind) {
    case 'indicator': {
      const { value, n, low, high, status, exact } = reading;
      const point = { value: value[step], n: n[step], low: low[step], high: high[step], status: status[step] };
      return { ...point, exact: exact[step] };
    }
    case 'slo':
      return {
        left: reading.left[step],
        pairs: reading.pairs.map(({ id, factor, long, short, state }) => {
          return { id, factor, long: long[step], short: short[step], state: state[step] };
        }),
      };
    case 'trigger':
    case 'criterion':
      return { value: reading.value[step], n: reading.n[step], state: reading.state[step] };
    case 'ramp':
      return { commanded: reading.commanded[step], observed: reading.observed[step] };
  }
}

/** The same from a snapshot; what it does not show, from the judge behind it. */
function saidOf(reading: Read['readings'][number], judged: JudgedAt | undefined, judge: Judge | undefined): unknown {
  const isHere = (one: { readonly cell: object }): boolean => JSON.stringify(one.cell) === JSON.stringify(reading.cell);
  switch (reading.kind) {
    case 'indicator': {
      const { indicator, window, mature } = reading;
      const found = judged?.indicators[indicator]?.find(
        (one) => isHere(one) && one.window === window && (one.mature ?? true) === mature,
      );
      const { value = null, n = null, low = null, high = null, status = null, exact = true } = found ?? {};
      return { value, n, low, high, status, exact };
    }
    case 'slo': {
      const found = judged?.slos[reading.slo]?.find(isHere);
      const nothing = { long: null, short: null, state: null };
      const pairs = reading.pairs.map(
        ({ id, factor }) => found?.alerts.find((one) => one.id === id) ?? { id, factor, ...nothing },
      );
      return { left: found?.left ?? null, pairs };
    }
    case 'trigger':
    case 'criterion': {
      const id = reading.kind === 'trigger' ? reading.trigger : reading.criterion;
      const rules = reading.kind === 'trigger' ? judge?.rules.triggers : judge?.rules.criteria;
      const said = reading.kind === 'trigger' ? judged?.triggers : judged?.criteria;
      const { value, n } = rules?.find((one) => one.id === id && isHere(one))?.condition ?? {};
      const state = said?.find((one) => one.id === id && isHere(one))?.state ?? null;
      return { value: Number.isFinite(value) ? value : null, n: n ?? null, state };
    }
    case 'ramp': {
      const found = judge?.room?.read().ramp.cells.find(isHere);
      return { commanded: found?.commanded ?? null, observed: found?.observed ?? null };
    }
  }
}
