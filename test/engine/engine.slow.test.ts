import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import type { EngineSnapshot } from '../../shared/model/engineSnapshot.ts';
import { listBackups } from '../../electron/engine/store/damageAdvice.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import {
  createSleepyClock,
  openTestSession,
  readTestPlan,
  startEngine,
  stuckAfter,
  type TestPlan,
} from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-engine-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(import.meta.dirname, '../golden/noisy-restart');

let plan: TestPlan;
let recording: Recording;
/** What the room said at every second of an uninterrupted run. */
const told = new Map<number, JudgedAt>();
let sessions = 0;
const nextPath = (): string => join(scratch, `${(sessions += 1)}.holdpoint`);

beforeAll(async () => {
  plan = readTestPlan(join(folder, 'plan.yaml'));
  const { scenario, plan: own } = readLaunch(folder);
  const path = join(scratch, 'recording.ndjson');
  writeFileSync(path, [...simulateLines(scenario, own)].join(''));
  recording = await openRecording(path);
  const session = openTestSession(nextPath(), 'create', plan);
  const engine = startEngine(session, plan, recording, Infinity);
  await engine.ended;
  const judge = new Judge(plan.plan);
  for (const input of session.readTicks({ fromTick: 0, toTick: Infinity })) {
    judge.judge(input);
    const snapshot = judge.snapshot();
    if (snapshot !== undefined) told.set(input.tick, snapshot);
  }
  await engine.close();
});

test('every second of a finished session comes back as it was', async () => {
  const engine = startEngine(openTestSession(nextPath(), 'create', plan), plan, recording, Infinity);
  await engine.ended;
  engine.play(0);
  expect(engine.state().headTick).toBe([...told.keys()].at(-1));
  const ticks = [...told.keys()].filter((_tick, index) => index % 5 === 0).reverse();
  for (const tick of ticks) {
    await engine.seek(tick);
    expect(engine.state().tick).toBe(tick);
    expect(engine.snapshot().judged).toEqual(told.get(tick));
  }
  await engine.close();
});

test('a second that lies ahead is run to, and play goes on from there', async () => {
  const engine = startEngine(openTestSession(nextPath(), 'create', plan), plan, recording, 0);
  const [first = 0] = told.keys();
  await engine.seek(first + 100);
  expect(engine.snapshot().judged).toEqual(told.get(first + 100));
  expect(engine.state()).toMatchObject({ tick: first + 100, headTick: first + 100, speed: 0, isFinished: false });
  await engine.seek(first + 40);
  expect(engine.snapshot().judged).toEqual(told.get(first + 40));
  expect(engine.state().headTick).toBe(first + 100);
  engine.play(Infinity);
  await engine.ended;
  expect(engine.state().isFinished).toBe(true);
  await engine.close();
});

test('paused, nothing moves; a seek raises the epoch, and play does not', async () => {
  const clock = createSleepyClock();
  const engine = startEngine(openTestSession(nextPath(), 'create', plan), plan, recording, 0, clock);
  const [first = 0] = told.keys();
  await engine.seek(first + 5);
  const { epoch, tick } = engine.state();
  await clock.sleep(60_000, new AbortController().signal);
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  expect(engine.state().tick).toBe(tick);
  engine.play(10);
  expect(engine.state().epoch).toBe(epoch);
  await engine.seek(first + 1);
  expect(engine.state().epoch).toBe(epoch + 1);
  await engine.close();
});

test('silence is judged as it passes, not when the next line breaks it', async () => {
  const lines = [0, 1, 2, 200].map((second) => ({
    t: 1774879200000 + second * 1000,
    source: 'gw-US',
    seq: second,
    kind: 'count',
    metric: 'checkout.requests',
    labels: { path: 'one-click', market: 'US', method: 'card', outcome: 'ok' },
    value: 1,
  }));
  const path = join(scratch, 'silence.ndjson');
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const ticks: number[] = [];
  const clock = createSleepyClock();
  const engine = startEngine(openTestSession(nextPath(), 'create', plan), plan, await openRecording(path), 1, clock);
  engine.subscribe(({ state }) => state.tick !== undefined && ticks.push(state.tick));
  await engine.ended;
  await engine.close();
  const seen = new Set(ticks.map((tick) => tick - 1774879200));
  expect([50, 100, 150].every((second) => seen.has(second))).toBe(true);
});

test('snapshots are numbered, at most four a second, and the last one is the end', async () => {
  const clock = createSleepyClock();
  const engine = startEngine(openTestSession(nextPath(), 'create', plan), plan, recording, 60, clock);
  const got: { at: number; snapshot: EngineSnapshot<JudgedAt> }[] = [];
  engine.subscribe((snapshot) => got.push({ at: clock.steadyMs(), snapshot }));
  await engine.ended;
  await engine.close();
  const [first, ...rest] = got;
  expect(first?.snapshot.number).toBe(0);
  rest.forEach(({ snapshot }, index) => expect(snapshot.number).toBe(index + 1));
  const gaps = rest.slice(1, -1).map(({ at }, index) => at - (rest[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
  expect(got.at(-1)?.snapshot.state).toMatchObject({ isFinished: true });
  expect(got.at(-1)?.snapshot.judged).toEqual([...told.values()].at(-1));
});

test('closed in the middle of a chunk, a session keeps every line that it took', async () => {
  const path = nextPath();
  const engine = await new Promise<ReturnType<typeof startEngine>>((resolve) => {
    const started = startEngine(
      openTestSession(path, 'create', plan),
      plan,
      stuckAfter(recording, 1500, () => resolve(started)),
      Infinity,
    );
  });
  await engine.close();
  const session = openSession(path, { mode: 'read', now: () => 0 });
  expect(session.readDurable().tailLine).toBe(1500);
  expect(session.readDurable().sealedLine).toBeLessThan(1500);
  session.close();
});

test('a session without its recording shows what it holds, tail included', async () => {
  const path = nextPath();
  const engine = await new Promise<ReturnType<typeof startEngine>>((resolve) => {
    const started = startEngine(
      openTestSession(path, 'create', plan),
      plan,
      stuckAfter(recording, 1500, () => resolve(started)),
      Infinity,
    );
  });
  const { headTick, counters } = engine.state();
  await engine.close();
  const shown = startEngine(openTestSession(path, 'resume', plan), plan, undefined, 0);
  await shown.ended;
  expect(shown.state()).toMatchObject({ headTick, counters });
  expect(shown.snapshot().judged).toEqual(told.get(headTick ?? 0));
  await shown.close();
});

test('a recording that is mostly bad stops in words, and the session stays whole', async () => {
  const path = join(scratch, 'bad.ndjson');
  writeFileSync(path, '{"t":1774879200000}\nnonsense\n{"t":1774879200000,"source":"gw-US","kind":"mark"}\n');
  const file = nextPath();
  const engine = startEngine(openTestSession(file, 'create', plan), plan, await openRecording(path), Infinity);
  await expect(engine.ended).rejects.toThrow(/2 of 3 lines were set aside, which is more than half/);
  expect(engine.state().trouble).toMatch(/more than half/);
  await engine.close();
  expect(openSession(file, { mode: 'read', now: () => 0 }).readQuarantineCount()).toBe(2);
});

test('a break of more than a month stops in words; two lines that agree on less are a break', async () => {
  const line = (t: number, seq: number): string =>
    `${JSON.stringify({ t, source: 'gw-US', seq, kind: 'gauge', metric: 'queue', labels: {}, value: 1 })}\n`;
  const start = 1774879200000;
  const run = async (days: number): Promise<unknown> => {
    const later = start + days * 86_400_000;
    const path = join(scratch, `break-${days}.ndjson`);
    writeFileSync(path, line(start, 0) + line(later, 1) + line(later + 1000, 2));
    const engine = startEngine(openTestSession(nextPath(), 'create', plan), plan, await openRecording(path), Infinity);
    const end = await engine.ended
      .then(() => engine.state().counters.accepted)
      .catch((error: unknown) => String(error));
    await engine.close();
    return end;
  };
  expect(await run(0.5)).toBe(3);
  expect(await run(400)).toMatch(/Line 2 arrived 400 days after the line before it, .* split it there/);
});

test('a paced session is backed up every quarter of an hour and at its close; a hurried one is not', async () => {
  const run = async (speed: number): Promise<string[]> => {
    const path = nextPath();
    const engine = startEngine(openTestSession(path, 'create', plan), plan, recording, speed);
    await engine.ended;
    await engine.close();
    return listBackups(path);
  };
  expect(await run(Infinity)).toEqual([]);
  const backups = await run(1);
  expect(backups.length).toBeGreaterThanOrEqual(1);
  for (const backup of backups) expect(verifySession(backup).ok).toBe(true);
});

test('a card number is never in the session, and the line is set aside for the same reason when it is read again', async () => {
  const good = (seq: number): string =>
    JSON.stringify({
      t: 1774879200000 + seq,
      source: 'gw-US',
      seq,
      kind: 'gauge',
      metric: 'queue',
      labels: {},
      value: 1,
    });
  const card = '4111 1111 1111 1111';
  const bad = JSON.stringify({
    t: 1774879200001,
    source: 'gw-US',
    seq: 2,
    kind: 'event',
    type: 'note',
    labels: {},
    text: card,
  });
  const path = join(scratch, 'card.ndjson');
  writeFileSync(path, `${good(0)}\n${good(1)}\n${bad}\n${good(3)}\n`);
  const file = nextPath();
  const engine = startEngine(openTestSession(file, 'create', plan), plan, await openRecording(path), Infinity);
  await engine.ended;
  const { counters } = engine.state();
  await engine.close();
  const session = openSession(file, { mode: 'read', now: () => 0 });
  const lines = [...session.readLines(1)].map(({ bytes }) => Buffer.from(bytes).toString());
  const [row] = session.readQuarantine(10, 0);
  session.close();
  expect(lines).toHaveLength(4);
  expect(lines.join('\n')).not.toMatch(/1111/);
  expect(row).toMatchObject({ line: 3, reason: 'card_number', source: 'gw-US' });
  expect(JSON.stringify(row)).not.toMatch(/1111 1111/);
  const again = join(scratch, 'card-again.ndjson');
  writeFileSync(again, lines.map((line) => `${line}\n`).join(''));
  const second = nextPath();
  const reread = startEngine(openTestSession(second, 'create', plan), plan, await openRecording(again), Infinity);
  await reread.ended;
  expect(reread.state().counters).toEqual(counters);
  await reread.close();
  const [same] = openSession(second, { mode: 'read', now: () => 0 }).readQuarantine(10, 0);
  expect(same).toMatchObject({ line: 3, reason: 'card_number', source: 'gw-US' });
});

test('a session that is opened again says at once what it said last', async () => {
  const path = nextPath();
  const engine = startEngine(openTestSession(path, 'create', plan), plan, recording, Infinity);
  await engine.ended;
  await engine.close();
  const again = startEngine(openTestSession(path, 'resume', plan), plan, recording, 0);
  expect(again.snapshot().judged).toEqual([...told.values()].at(-1));
  await again.close();
});

const card = '4111 1111 1111 1111';
test.each([
  ['broken off', `{"t":1774879200001,"source":"gw-US","kind":"event","text":"${card}`],
  ['no JSON at all', `card=${card}`],
  ['escaped', `{"t":1774879200001,"text":"${card.replaceAll('4', '\\u0034')}"`],
  ['a key twice', `{"t":1,"t":2,"text":"${card}"}`],
  ['a forbidden key', `{"__proto__":"${card}"}`],
  ['a list', `["${card}"]`],
  ['too deep', `{"a":${'['.repeat(20)}"${card}"${']'.repeat(20)}}`],
  ['a key nobody knows', `{"t":1774879200001,"source":"gw-US","kind":"mark","note":"${card}"}`],
])('a card number in a line that is bad for another reason is not kept either: %s', async (_words, bad) => {
  const good = (seq: number): string =>
    JSON.stringify({ t: 1774879200000 + seq, source: 'gw', seq, kind: 'gauge', metric: 'queue', labels: {}, value: 1 });
  const path = join(scratch, 'card-bad.ndjson');
  writeFileSync(path, `${good(0)}\n${bad}\n${good(1)}\n${good(2)}\n`);
  const file = nextPath();
  const engine = startEngine(openTestSession(file, 'create', plan), plan, await openRecording(path), Infinity);
  await engine.ended;
  expect(engine.state().counters).toMatchObject({ lines: 4, accepted: 3, quarantined: 1 });
  await engine.close();
  const session = openSession(file, { mode: 'read', now: () => 0 });
  const lines = [...session.readLines(1)].map(({ bytes }) => Buffer.from(bytes).toString());
  const [row] = session.readQuarantine(10, 0);
  session.close();
  expect(lines).toHaveLength(4);
  expect(`${lines.join()}${JSON.stringify(row)}`).not.toMatch(/1111|u0034/);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ kind: 'quarantined', reason: row?.reason });
});
