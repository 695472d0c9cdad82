import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { SessionError } from '../../electron/engine/store/sessionError.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { Crew } from '../help/crew.ts';
import { openTestSession, readOutcome, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { planOf } from '../help/roomDesk.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-commands-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(import.meta.dirname, '../golden/noisy-restart');
const plan = readTestPlan(join(folder, 'plan.yaml'));
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

test('a command is in the ledger when it is done, and the next snapshot shows it', async () => {
  const path = nextPath();
  const engine = startEngine(openTestSession(path, 'create', plan), plan, recording, 0);
  const crew = new Crew(engine);
  expect(await crew.refusal('commander', { kind: 'role.take', args: { role: 'commander' } })).toBe('not_started');
  await engine.seek(first + 10);
  const [row = 0] = await crew.do('commander', { kind: 'role.take', args: { role: 'commander' } });
  expect(engine.session.readLedger({ fromSeq: row })).toMatchObject([
    { at: (first + 10) * 1000, actor: { role: 'commander', name: 'commander' }, kind: 'role.taken' },
  ]);
  expect(engine.snapshot().room?.roles).toContainEqual(
    expect.objectContaining({ role: 'commander', holder: 'commander' }),
  );
  expect(await crew.refusal('sre', { kind: 'note.write', args: { text: 'Who am I?' } })).toBe('not_allowed');
  await engine.close();
  expect(verifySession(path).faults).toEqual([]);
});

test('a command that is given again under the same id is done once, also by the next engine', async () => {
  const path = nextPath();
  const engine = startEngine(openTestSession(path, 'create', plan), plan, recording, 0);
  const crew = new Crew(engine);
  await engine.seek(first + 10);
  await crew.do('sre', { kind: 'role.take', args: { role: 'sre' } });
  const note = { kind: 'note.write', args: { text: 'The gates are open.' } } as const;
  const once = await crew.give('sre', note, { id: 'note-1' });
  expect(await crew.give('sre', note, { id: 'note-1' })).toEqual(once);
  await engine.close();
  const again = startEngine(openTestSession(path, 'resume', plan), plan, recording, 0);
  await again.seek(first + 20);
  expect(await new Crew(again).give('sre', note, { id: 'note-1' })).toMatchObject({
    kind: 'done',
    rows: once.kind === 'done' ? once.rows : [],
  });
  expect(again.session.readLedger().filter(({ kind }) => kind === 'note.written')).toHaveLength(1);
  await again.close();
});

test('the past cannot decide, nor can a picture from before a seek', async () => {
  const engine = startEngine(openTestSession(nextPath(), 'create', plan), plan, recording, 0);
  const crew = new Crew(engine);
  await engine.seek(first + 60);
  await crew.do('sre', { kind: 'role.take', args: { role: 'sre' } });
  const { number, state } = engine.snapshot();
  await engine.seek(first + 30);
  expect(await crew.refusal('sre', { kind: 'note.write', args: { text: 'Then.' } })).toBe('stale_view');
  await engine.seek(first + 60);
  const outcome = await engine.command({
    id: 'late',
    actor: { role: 'sre', name: 'sre' },
    on: { epoch: state.epoch, snapshot: number },
    command: { kind: 'note.write', args: { text: 'Now.' } },
  });
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'stale_view' } });
  await crew.do('sre', { kind: 'note.write', args: { text: 'Now, seen anew.' } });
  await engine.close();
});

test('every second comes back with what people had done by then, and without what came later', async () => {
  const path = nextPath();
  const engine = startEngine(openTestSession(path, 'create', plan), plan, recording, 0);
  const crew = new Crew(engine);
  const told = new Map<number, unknown>();
  const lookAt = async (tick: number): Promise<void> => {
    await engine.seek(tick);
    const { judged, room } = engine.snapshot();
    told.set(tick, { judged, room });
  };
  for (let tick = first + 5; tick < first + 600; tick += 7) {
    await engine.seek(tick);
    if (tick === first + 12) await crew.do('commander', { kind: 'role.take', args: { role: 'commander' } }, 'A');
    if (tick === first + 19) await crew.do('sre', { kind: 'role.take', args: { role: 'sre' } }, 'B');
    if (tick > first + 19 && tick % 3 === 0)
      await crew.do('sre', { kind: 'note.write', args: { text: `At ${tick}.` } }, 'B');
    await lookAt(tick);
  }
  for (const [tick, was] of [...told].reverse()) {
    const { judged, room } = engine.roomAt(tick);
    expect({ judged, room }).toEqual(was);
  }
  await engine.close();
  const again = startEngine(openTestSession(path, 'resume', plan), plan, recording, 0);
  await again.seek(first + 600);
  expect(() => again.roomAt(first + 601)).toThrow('has not been judged');
  for (const [tick, was] of told) {
    const { judged, room } = again.roomAt(tick);
    expect({ judged, room }).toEqual(was);
  }
  const taken = again.session.readLedger().find(({ kind }) => kind === 'role.taken')?.seq ?? 0;
  expect(again.roomAt(first + 12, taken - 1).room?.roles[0]?.holder).toBeNull();
  await again.close();
});

test('a replay that nobody has joined is judged by telemetry alone; with the first person it is a room', async () => {
  const alone = nextPath();
  const engine = startEngine(openTestSession(alone, 'create', plan), plan, recording, Infinity);
  await engine.ended;
  expect(engine.snapshot().room?.isStaffed).toBe(false);
  await engine.close();
  const joined = nextPath();
  const other = startEngine(openTestSession(joined, 'create', plan), plan, recording, 0);
  await other.seek(first + 5);
  await new Crew(other).do('sre', { kind: 'role.take', args: { role: 'sre' } });
  other.play(Infinity);
  await other.ended;
  expect(other.snapshot().room?.isStaffed).toBe(true);
  await other.close();
  const withoutCalls = (path: string): unknown[] =>
    readOutcome(path).transitions.filter(({ kind }) => kind === 'criterion');
  expect(withoutCalls(joined)).toEqual(withoutCalls(alone));
});

test('a command whose write nobody knows of is found in the ledger or said to be lost', async () => {
  for (const isWritten of [true, false]) {
    const session = openTestSession(nextPath(), 'create', plan);
    const engine = startEngine(session, plan, recording, 0);
    const crew = new Crew(engine);
    await engine.seek(first + 30);
    await crew.do('sre', { kind: 'role.take', args: { role: 'sre' } });
    const append = session.appendFacts.bind(session);
    session.appendFacts = (facts) => {
      session.appendFacts = append;
      if (isWritten) append(facts);
      throw new SessionError('io_uncertain', 'The disk failed.');
    };
    const outcome = await crew.give('sre', { kind: 'note.write', args: { text: 'Did it get through?' } });
    expect(outcome.kind).toBe(isWritten ? 'done' : 'refused');
    expect(session.readLedger().filter(({ kind }) => kind === 'note.written')).toHaveLength(isWritten ? 1 : 0);
    await engine.seek(first + 40);
    await crew.do('sre', { kind: 'note.write', args: { text: 'Going on.' } });
    await engine.close();
  }
});

test('who joins a replay late finds no hold that passed while nobody was there', async () => {
  const text = plan.text.replace(
    'ends: T+1h }',
    'ends: T+1h, holds: [{ at: T-90s, name: Early }, { at: T-20s, name: Late }] }',
  );
  const held = { text, plan: planOf(text), digest: plan.digest };
  const engine = startEngine(openTestSession(nextPath(), 'create', held), held, recording, 0);
  await engine.seek(held.plan.launch.t0 / 1000 - 60);
  await new Crew(engine).do('sre', { kind: 'role.take', args: { role: 'sre' } });
  expect(engine.snapshot().room?.clock).toMatchObject({ tMs: -60_000, holds: [] });
  await engine.seek(held.plan.launch.t0 / 1000);
  expect(engine.snapshot().room?.clock).toMatchObject({ tMs: -20_000, holds: [{ name: 'Late' }] });
  await engine.close();
});

test('an id that is used belongs to its command: another one under it is refused, also by the next engine', async () => {
  const path = nextPath();
  const engine = startEngine(openTestSession(path, 'create', plan), plan, recording, 0);
  const crew = new Crew(engine);
  await engine.seek(first + 10);
  await crew.do('sre', { kind: 'role.take', args: { role: 'sre' } });
  await crew.do('commander', { kind: 'role.take', args: { role: 'commander' } });
  await crew.give('sre', { kind: 'note.write', args: { text: 'Mine.' } }, { id: 'taken' });
  const others = [
    crew.give('commander', { kind: 'note.write', args: { text: 'Mine.' } }, { id: 'taken' }),
    crew.give('sre', { kind: 'note.write', args: { text: 'Another.' } }, { id: 'taken' }),
  ];
  for (const outcome of await Promise.all(others)) {
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'bad_request' } });
  }
  await engine.close();
  const again = startEngine(openTestSession(path, 'resume', plan), plan, recording, 0);
  await again.seek(first + 20);
  const outcome = await new Crew(again).give(
    'commander',
    { kind: 'clock.hold', args: { reason: 'Wait.' } },
    { id: 'taken' },
  );
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'bad_request' } });
  await again.close();
});

test('nobody votes on verdicts that have got worse since; what makes it safer may rest on an older picture', async () => {
  const text = plan.text.replace(
    'ramp:\n',
    'polls: { go: { question: Go?, voters: [sre], criteria: [LCC-1], closes: T+1h } }\nramp:\n',
  );
  const polled = { text, plan: planOf(text), digest: plan.digest };
  const engine = startEngine(openTestSession(nextPath(), 'create', polled), polled, recording, 0);
  const crew = new Crew(engine);
  await engine.seek(first + 200);
  await crew.do('sre', { kind: 'role.take', args: { role: 'sre' } });
  await crew.do('commander', { kind: 'role.take', args: { role: 'commander' } });
  await crew.do('commander', { kind: 'poll.open', args: { poll: 'go' } });
  const states = new Map<string, { number: number; epoch: number }>();
  let seen: string | undefined;
  for (let tick = first + 200; tick < first + 800 && !(states.has('pass') && seen === 'unknown'); tick += 1) {
    engine.play(0);
    await engine.seek(tick);
    const { number, state, judged } = engine.snapshot();
    seen = judged?.criteria.find(({ id }) => id === 'LCC-1')?.state;
    if (seen !== undefined && !(states.has('pass') && seen === 'unknown'))
      states.set(seen, { number, epoch: state.epoch });
  }
  expect(seen).toBe('unknown');
  const { epoch } = engine.state();
  const then = states.get('pass');
  const vote = (snapshot: number) =>
    engine.command({
      id: `vote-${snapshot}`,
      actor: { role: 'sre', name: 'sre' },
      on: { epoch, snapshot },
      command: { kind: 'vote.cast', args: { poll: 'go', vote: 'go' } },
    });
  expect(await vote(then?.number ?? 0)).toMatchObject({ kind: 'refused', refusal: { code: 'stale_view' } });
  expect(await vote(engine.snapshot().number)).toMatchObject({ kind: 'done' });
  const hold = await engine.command({
    id: 'hold-now',
    actor: { role: 'commander', name: 'commander' },
    on: { epoch, snapshot: then?.number ?? 0 },
    command: { kind: 'clock.hold', args: { reason: 'It got worse.' } },
  });
  expect(hold).toMatchObject({ kind: 'done' });
  await engine.close();
});
