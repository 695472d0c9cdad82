import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { Pace } from '../../electron/engine/pace.ts';
import { createSleepyClock, openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { recordingOfLines } from '../help/lineRecording.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-seek-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const plan = readTestPlan(join(import.meta.dirname, '../golden/noisy-restart/plan.yaml'));
const firstS = plan.plan.launch.t0 / 1000 - 100;
let sessions = 0;

/** A line at each of these seconds. */
function begin(seconds: readonly number[], before: readonly string[] = []): Engine {
  const marks = seconds.map((second) => JSON.stringify({ t: second * 1000, source: 'gw-1', kind: 'mark' }));
  const session = openTestSession(join(scratch, `${(sessions += 1)}.holdpoint`), 'create', plan);
  return startEngine(session, plan, recordingOfLines([...before, ...marks]), 0);
}

const every = (fromS: number, toS: number): number[] => Array.from({ length: toS - fromS }, (_one, at) => fromS + at);

test('a second before the first line is sought: the room stands at the first that can be judged', async () => {
  for (const seconds of [every(firstS, firstS + 30), [firstS, firstS, firstS + 20, firstS + 21]]) {
    const engine = begin(seconds);
    await engine.seek(firstS - 500);
    expect(engine.state()).toMatchObject({ tick: firstS + 1, speed: 0, isFinished: false });
    await engine.close();
  }
});

test('a first line that cannot be read holds nobody up', async () => {
  const engine = begin(every(firstS, firstS + 30), ['{']);
  await engine.seek(firstS + 10);
  expect(engine.state()).toMatchObject({ tick: firstS + 10, counters: { quarantined: 1 } });
  await engine.close();
});

test('a second in a silence that one line alone does not end: the room stands at the last that is known', async () => {
  const engine = begin([...every(firstS, firstS + 10), ...every(firstS + 1000, firstS + 1010)]);
  await engine.seek(firstS + 500);
  expect(engine.state()).toMatchObject({ tick: firstS + 9, isFinished: false });
  await engine.seek(firstS + 1005);
  expect(engine.state().tick).toBe(firstS + 1005);
  // Once it is believed, every second of it can be stood at.
  await engine.seek(firstS + 500);
  expect(engine.state().tick).toBe(firstS + 500);
  await engine.close();
});

test('beyond the last line the room stands at the last second', async () => {
  const engine = begin(every(firstS, firstS + 10));
  await engine.seek(firstS + 5_000);
  expect(engine.state()).toMatchObject({ tick: firstS + 10, isFinished: true });
  await engine.close();
});

test('another second sought meanwhile is the one that is gone to, and nobody is left waiting', async () => {
  const engine = begin(every(firstS, firstS + 200));
  const both = [engine.seek(firstS + 150), engine.seek(firstS + 50)];
  await Promise.all(both);
  expect(engine.state().tick).toBe(firstS + 50);
  const three = [engine.seek(firstS + 190), engine.seek(firstS + 20), engine.seek(firstS + 60)];
  await Promise.all(three);
  expect(engine.state().tick).toBe(firstS + 60);
  await engine.close();
});

test('a command that is given while the room is on its way is done where it arrives', async () => {
  const engine = begin(every(firstS, firstS + 200));
  const sought = engine.seek(firstS + 150);
  const outcome = await engine.command({
    id: 'on-the-way',
    actor: { role: 'commander', name: 'Ana' },
    on: { epoch: 1, snapshot: 0 },
    command: { kind: 'role.take', args: { role: 'commander' } },
  });
  await sought;
  expect(outcome).toMatchObject({ kind: 'done' });
  expect(engine.session.readLedger().at(-1)).toMatchObject({ kind: 'role.taken', at: (firstS + 150) * 1000 });
  await engine.close();
});

test('play that was not held to a clock goes on from where it has come to', () => {
  const pace = new Pace(createSleepyClock());
  pace.run(Infinity, 1_000);
  pace.run(2, 60_000);
  expect(pace.reachedMs()).toBe(60_000);
  pace.run(0, 90_000);
  expect(pace.reachedMs()).toBe(60_000);
});
