import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../electron/engine/engine.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { SessionError } from '../../electron/engine/store/sessionError.ts';
import { createSleepyClock, openTestSession, readOutcome, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-trouble-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(import.meta.dirname, '../golden/noisy-restart');
const plan = readTestPlan(join(folder, 'plan.yaml'));
const lastTick = plan.plan.launch.t0 / 1000 + 14 * 60;
const uncertain = new SessionError('io_uncertain', 'The disk failed.');
let recording: Recording;

beforeAll(async () => {
  const { scenario, plan: own } = readLaunch(folder);
  const path = join(scratch, 'recording.ndjson');
  writeFileSync(path, [...simulateLines(scenario, own)].join(''));
  recording = await openRecording(path);
});

/** Lets the n-th seal fail after, or instead of, writing. */
function failSeal(session: Session, n: number, isWritten: boolean): void {
  const seal = session.seal.bind(session);
  let seals = 0;
  session.seal = (batch) => {
    seals += 1;
    if (seals !== n) return seal(batch);
    if (isWritten) seal(batch);
    throw uncertain;
  };
}

test.each([
  { what: 'is there', isWritten: true },
  { what: 'is not there', isWritten: false },
])('after a write of which nobody knows the session goes on when it $what', async ({ what, isWritten }) => {
  const straight = join(scratch, `straight, ${what}.holdpoint`);
  const engine = startEngine(openTestSession(straight, 'create', plan), plan, recording, Infinity);
  await engine.ended;
  await engine.close();
  const path = join(scratch, `${what}.holdpoint`);
  const session = openTestSession(path, 'create', plan);
  failSeal(session, 3, isWritten);
  const troubled = startEngine(session, plan, recording, Infinity);
  await troubled.ended;
  await troubled.close();
  expect(readOutcome(path)).toEqual(readOutcome(straight));
});

test('a write that fails whenever it is tried is given up, and each second is told once', async () => {
  const session = openTestSession(join(scratch, 'never.holdpoint'), 'create', plan);
  session.seal = () => {
    throw uncertain;
  };
  const told: number[] = [];
  const { plan: rules, digest: planDigest } = plan;
  const options = { session, plan: rules, planDigest, recording, clock: createSleepyClock(), speed: Infinity };
  const engine = openEngine({ ...options, sealLines: 1000, onTick: (tick) => told.push(tick) });
  await expect(engine.ended).rejects.toThrow('The disk failed.');
  await engine.close();
  expect(told.length).toBeGreaterThan(10);
  expect(told).toEqual(told.map((_, place) => (told[0] ?? 0) + place));
});

test('a session that cannot even be opened again stops in words, shows what it showed, and is let go', async () => {
  const path = join(scratch, 'gone.holdpoint');
  const session = openTestSession(path, 'create', plan);
  failSeal(session, 3, false);
  let reopens = 0;
  session.reopen = () => {
    reopens += 1;
    throw uncertain;
  };
  const engine = startEngine(session, plan, recording, Infinity);
  const sought = engine.seek(lastTick);
  await expect(engine.ended).rejects.toThrow('The disk failed.');
  await sought;
  const { headTick, durableLine, trouble } = engine.snapshot().state;
  expect({ reopens, trouble }).toEqual({ reopens: 3, trouble: 'The disk failed.' });
  expect(durableLine).toBe(session.readDurable().tailLine);
  expect(headTick).toBeLessThan(lastTick);
  await Promise.all([engine.close(), engine.close()]);
  const again = openSession(path, { mode: 'resume', now: () => 0 });
  expect(again.readDurable().tailLine).toBe(durableLine);
  again.close();
});
