import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import {
  openTestSession,
  type Outcome,
  readOutcome,
  readTestPlan,
  rebatched,
  startEngine,
  stuckAfter,
  type TestPlan,
} from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';

/**
 * The judgement of each golden recording is checked in. `GOLDEN=write` writes it anew; say why in the commit.
 */
const names = ['quiet-day', 'cell-burn', 'noisy-restart'];
const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-golden-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let sessions = 0;
const nextPath = (): string => join(scratch, `${(sessions += 1)}.holdpoint`);

async function replayWhole(plan: TestPlan, recording: Recording, speed: number): Promise<Outcome> {
  const path = nextPath();
  const engine = startEngine(openTestSession(path, 'create', plan), plan, recording, speed);
  await engine.ended;
  await engine.close();
  return readOutcome(path);
}

/** Kills the replay after each of these lines: nothing is said goodbye to, the file is just let go. */
async function replayKilled(
  plan: TestPlan,
  recording: Recording,
  lines: readonly number[],
  speed: number,
): Promise<Outcome> {
  const path = nextPath();
  let session = openTestSession(path, 'create', plan);
  for (const line of lines) {
    const current = session;
    await new Promise<void>((resolve) => {
      startEngine(current, plan, stuckAfter(recording, line, resolve), speed);
    });
    current.close();
    session = openTestSession(path, 'resume', plan);
  }
  const engine = startEngine(session, plan, recording, speed);
  await engine.ended;
  await engine.close();
  return readOutcome(path);
}

describe.each(names)('%s', (name) => {
  const folder = join(import.meta.dirname, name);
  let plan: TestPlan;
  let recording: Recording;
  let whole: Outcome;
  let lines = 0;

  beforeAll(async () => {
    plan = readTestPlan(join(folder, 'plan.yaml'));
    const path = join(scratch, `${name}.ndjson`);
    const { scenario, plan: own } = readLaunch(folder);
    writeFileSync(path, [...simulateLines(scenario, own)].join(''));
    recording = await openRecording(path);
    lines = readFileSync(path, 'utf8').split('\n').length - 1;
    whole = await replayWhole(plan, recording, Infinity);
  });

  test('is judged as is checked in', async () => {
    const judged = await judgeRecording(recording, [plan.plan], { atMs: [] });
    const [judgement] = judged.judgements;
    const golden = {
      counters: judged.counters,
      gaps: judged.gaps,
      ticks: judged.ticks,
      digest: judgement?.digest,
      transitions: judgement?.transitions.map(
        ({ at, id, cell, from, to }) =>
          `${new Date(at).toISOString()} ${id} ${Object.values(cell).join(' ')} ${from} -> ${to}`,
      ),
    };
    const file = join(import.meta.dirname, `${name}.judgement.json`);
    if (process.env.GOLDEN === 'write') writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`);
    expect(existsSync(file), `${file} is missing: run with GOLDEN=write and read what it says`).toBe(true);
    expect(golden).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    expect(whole.digest).toBe(judgement?.digest);
  });

  test.each([
    ['at the speed of the wall', 1],
    ['60 times as fast', 60],
  ])('is the same session %s', async (_words, speed) => {
    expect(await replayWhole(plan, recording, speed)).toEqual(whole);
  });

  test.each([1, 100_000])('is the same session in chunks of %i lines', async (size) => {
    expect(await replayWhole(plan, rebatched(recording, size), Infinity)).toEqual(whole);
  });

  test.each([
    ['as fast as possible', Infinity],
    ['at a pace that keeps a tail', 200],
  ])('is the same session after a kill at each of 20 places, %s', async (_words, speed) => {
    let seed = 20_261;
    const places = Array.from({ length: 20 }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 1;
      return 1 + (seed % (lines - 1));
    }).sort((a, b) => a - b);
    expect(await replayKilled(plan, recording, places, speed)).toEqual(whole);
  });
});
