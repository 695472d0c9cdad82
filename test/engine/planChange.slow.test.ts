import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { readOfferedPlan } from '../../electron/host/offeredPlan.ts';
import { Crew } from '../help/crew.ts';
import { openTestSession, type Outcome, readOutcome, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-plan-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(import.meta.dirname, '../golden/noisy-restart');
const begun = readTestPlan(join(folder, 'plan.yaml'));
// Every queue is too long.
const plan =
  withText(`${begun.text.replace('over: 200', 'over: 1').replace('under: 150', 'under: 0.5')}evidence: { report: { says: Report, owner: sre, kind: file } }
polls: { final: { question: Go?, voters: [sre], criteria: [LCC-1], opens: T-1m, closes: T+10m } }
`);
const first = plan.plan.launch.t0 / 1000 - 119;
let recording: Recording;
let sessions = 0;
const nextPath = (): string => join(scratch, `${(sessions += 1)}.holdpoint`);

beforeAll(async () => {
  const { scenario, plan: own } = readLaunch(folder);
  const path = join(scratch, 'recording.ndjson');
  writeFileSync(path, [...simulateLines(scenario, own)].join(''));
  recording = await openRecording(path);
});

function withText(text: string): typeof begun {
  const path = join(scratch, 'plan.yaml');
  writeFileSync(path, text);
  return readTestPlan(path);
}

/** Another queue is too long, and the long wait is nobody's business any more. */
const laxer = plan.text
  .replace('window: 30s, over: 1 }', 'window: 30s, over: 20000 }')
  .replace('clear: { under: 0.5', 'clear: { under: 15000')
  .replace(/ {2}RB-4: .*\n/, '')
  .replace('Burn below 1 for a minute', 'Burn below 1 for one whole minute');

async function change(engine: Engine, text: string): Promise<readonly number[]> {
  const read = readOfferedPlan({ name: 'plan.yaml', bytes: Buffer.from(text), reason: 'It was wrong.' }, engine.plan);
  if (typeof read === 'string') throw new Error(read);
  const { digest } = read.args;
  engine.session.appendPlan({ at: 0, digest, text });
  return new Crew(engine).do('commander', { kind: 'plan.change', args: read.args });
}

async function refusalOf(engine: Engine, text: string): Promise<string> {
  const read = readOfferedPlan({ name: 'plan.yaml', bytes: Buffer.from(text), reason: 'Why not.' }, engine.plan);
  if (typeof read === 'string') return read;
  engine.session.appendPlan({ at: 0, digest: read.args.digest, text });
  const id = `change-${(sessions += 1)}`;
  const outcome = await new Crew(engine).give('commander', { kind: 'plan.change', args: read.args }, { id });
  return outcome.kind === 'done' ? 'done' : outcome.refusal.text;
}

async function open(path: string, mode: 'create' | 'resume', tick: number): Promise<Engine> {
  const engine = startEngine(openTestSession(path, mode, plan), plan, recording, 0);
  await engine.seek(tick);
  return engine;
}

const pictureOf = (engine: Engine): unknown => {
  const { judged, room } = engine.snapshot();
  return { judged, room };
};

test('from the next second on a launch is judged by the changed plan, and seconds before stay as they were shown', async () => {
  const path = nextPath();
  const engine = await open(path, 'create', first + 5);
  const crew = new Crew(engine);
  for (const role of ['commander', 'sre']) await crew.do(role, { kind: 'role.take', args: { role } });
  const shown = new Map<number, unknown>();
  const firing = (): readonly string[] => {
    const triggers = engine.snapshot().judged?.triggers ?? [];
    return triggers.filter(({ state }) => state === 'firing').map(({ id }) => id);
  };
  let changedAt: number | undefined;
  for (let tick = first + 6; tick < first + 1500; tick += tick < first + 290 ? 41 : 1) {
    await engine.seek(tick);
    if (changedAt === undefined && tick > first + 300 && firing().includes('RB-2') && firing().includes('RB-4')) {
      changedAt = tick;
      const before = engine.state().epoch;
      const [changedRow] = await change(engine, laxer);
      expect(firing()).not.toContain('RB-2');
      expect(engine.state().epoch).toBe(before + 1);
      expect(engine.snapshot().room?.plan).toMatchObject({
        row: changedRow,
        changes: [{ at: tick * 1000, differences: 'triggers RB-2, RB-4; criteria LCC-1', reason: 'It was wrong.' }],
      });
    }
    if (tick % 29 === 0 || tick - (changedAt ?? tick) < 3) shown.set(tick, pictureOf(engine));
    if (changedAt !== undefined && tick > changedAt + 200) break;
  }
  if (changedAt === undefined) throw new Error('The queue never grew.');
  for (const [tick, was] of [...shown].reverse()) {
    const { judged, room } = engine.roomAt(tick);
    expect({ judged, room }, `at ${tick - first}`).toEqual(was);
  }
  // Played on from a second before the change, the room passes through it.
  await engine.seek(changedAt - 2);
  expect(engine.snapshot().judged?.triggers.map(({ id }) => id)).toContain('RB-4');
  await engine.close();
  const told = readOutcome(path).transitions.filter(({ at }) => at === (changedAt ?? 0) * 1000);
  expect(told).toContainEqual(
    expect.objectContaining({
      id: 'RB-2',
      from: 'firing',
      to: 'ok',
      why: expect.stringContaining('By the changed plan: '),
    }),
  );
  expect(verifySession(path).faults).toEqual([]);
  const again = startEngine(openTestSession(path, 'resume', plan), plan, recording, 0);
  for (const [tick, was] of shown) {
    await again.seek(tick);
    expect(pictureOf(again), `again at ${tick - first}`).toEqual(was);
  }
  await again.close();
});

test('a session in which the plan was changed says the same however often it was closed around the change', async () => {
  const runs: Outcome[] = [];
  const last = first + 700;
  for (const stops of [[], [0], [1, 200], [-1, 0, 3, 40]]) {
    const path = nextPath();
    const changedAt = first + 420;
    let engine = await open(path, 'create', first + 5);
    await new Crew(engine).do('commander', { kind: 'role.take', args: { role: 'commander' } });
    for (const stop of [...stops, Infinity]) {
      const to = Math.min(changedAt + stop, last);
      const isDue = engine.plans.changes === 0 && to >= changedAt;
      if (isDue) {
        await engine.seek(changedAt);
        await change(engine, laxer);
      }
      await engine.seek(to);
      if (stop === Infinity) continue;
      await engine.close();
      engine = await open(path, 'resume', to);
    }
    engine.play(Infinity);
    await engine.ended;
    await engine.close();
    const { content, digest, transitions } = readOutcome(path);
    runs.push({ content, digest, transitions });
  }
  for (const run of runs) expect(run).toEqual(runs[0]);
});

test('a poll, a waiver and a file that speak of what was changed speak no more', async () => {
  const engine = await open(nextPath(), 'create', first + 70);
  const crew = new Crew(engine);
  for (const role of ['commander', 'sre']) await crew.do(role, { kind: 'role.take', args: { role } });
  await engine.seek(first + 71);
  await crew.do('sre', { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  const waiver = { criterion: 'LCC-1', cell: {}, reason: 'Noise.', untilAt: (first + 900) * 1000 };
  const [proposal = 0] = await crew.do('sre', { kind: 'waiver.propose', args: waiver });
  await crew.do('commander', { kind: 'waiver.grant', args: { proposal } });
  const file = { name: 'a.txt', bytes: 3, sha256: 'ab'.repeat(32) };
  const reading = { verdict: 'pass', says: 'A file.', madeAt: null, facts: {} } as const;
  await crew.do('sre', { kind: 'evidence.attach', args: { evidence: 'report', file, reading } });
  const before = engine.snapshot().room;
  expect(before?.polls.polls[0]?.votes[0]?.vote).toBe('go');
  await change(engine, laxer.replace('{ says: Report, owner: sre', '{ says: Another report, owner: sre'));
  const room = engine.snapshot().room;
  expect(room?.polls.polls[0]?.votes[0]?.vote ?? null).toBeNull();
  expect(JSON.stringify(room?.waivers)).toContain('The plan was changed, and the criterion with it.');
  expect(JSON.stringify(room?.evidence)).not.toContain('a.txt');
  expect(room?.roles.find(({ role }) => role === 'sre')?.holder).toBe('sre');
  await engine.close();
});

test('a plan that the launch cannot go on with is refused in words, and nothing changes', async () => {
  const engine = await open(nextPath(), 'create', first + 30);
  const crew = new Crew(engine);
  for (const role of ['commander', 'sre']) await crew.do(role, { kind: 'role.take', args: { role } });
  const refused = async (from: string, to: string): Promise<string> => refusalOf(engine, plan.text.replace(from, to));
  expect(await refused('id: noisy-restart', 'id: another')).toBe(
    'That is the plan of another, and this is the launch noisy-restart: begin another session for that.',
  );
  expect(await refused('t0: 2026-03-30T14:00:00Z', 't0: 2026-03-30T15:00:00Z')).toBe(
    'T-0 is moved by the clock (hold, recycle), not by the plan: leave launch.t0 as it is.',
  );
  expect(await refused('[card, wallet] }\nindicators', '[card, wallet, cash] }\nindicators')).toBe(
    'The plan has other cells (dimensions), and what people did speaks of those that were: begin another session for that.',
  );
  expect(
    await refused(
      '  wait: {',
      '  quick: { kind: share, latency: { metric: queue.wait }, within: 250ms, minimum: 20 }\n  wait: {',
    ),
  ).toBe(
    'Latencies are counted against none as they arrive, and that plan asks for 250 ms: begin another session for that.',
  );
  expect(await refused('\n', '\n')).toBe('That plan says what the plan in force says: nothing would change.');
  expect(await refused('over: 1 }', 'ober: 1 }')).toMatch(
    /^plan\.yaml cannot be judged by\. plan\.yaml:16:84 triggers\.RB-2\.when\.ober: found ober; write over\.$/,
  );
  expect(await refused('owner: sre, guidance: Open', 'owner: nobody, guidance: Open')).toContain('nobody');
  const unknown = { digest: planDigest('x'), reason: 'x', differences: [{ part: 'slos', ids: [] }] };
  const ask = { kind: 'plan.change', args: unknown } as const;
  expect(await crew.refusal('sre', ask)).toBe('not_allowed');
  expect(await crew.refusal('commander', ask)).toBe('not_found');
  expect(engine.plans.changes).toBe(0);
  await engine.close();
});
