import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { JudgementDigest } from '../../electron/engine/judgementDigest.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { SessionError } from '../../electron/engine/store/sessionError.ts';
import { readLiveMemory } from '../../electron/engine/liveMemory.ts';
import { answerSources } from '../../electron/engine/answerSources.ts';
import { Crew } from '../help/crew.ts';
import { HandClock, settle } from '../help/handClock.ts';
import { HandSource } from '../help/handSource.ts';
import { openLiveDesk } from '../help/liveDesk.ts';
import { livePlan, liveT0Ms, requests } from '../help/livePlan.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-live-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let sessions = 0;
const newPath = (): string => join(scratch, `${(sessions += 1)}.holdpoint`);
const page = { limit: 100, offset: 0 };

/** What a crash leaves: the file and its log as they lie there now. */
function copyOf(path: string): string {
  const copy = newPath();
  for (const end of ['', '-wal']) if (existsSync(`${path}${end}`)) copyFileSync(`${path}${end}`, `${copy}${end}`);
  return copy;
}

async function judgeAgain(
  path: string,
): Promise<{ digest: string; lines: number; last: number | undefined; duplicates: number }> {
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const judged = await judgeRecording(sessionRecording(session), [livePlan.plan], { atMs: [] });
  session.close();
  const { counters, ticks } = judged;
  return {
    ...{ digest: judged.judgements[0]?.digest ?? '', lines: counters.lines, duplicates: counters.duplicates },
    last: ticks?.last,
  };
}

test('a live session is a recording as it happens: its lines judged again say the same at every second', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms + 137), new HandSource()];
  const { engine, transitions } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  for (let second = 0; second < 200; second += 1) {
    const isBad = second > 40 && second < 70;
    const isSilent = second > 100 && second < 150;
    if (!isSilent)
      source.frame(second, requests(clock.nowMs(), 90), requests(clock.nowMs() - 700, isBad ? 40 : 1, 'error'));
    await clock.pass(1000);
  }
  const lived = engine.state().headTick;
  await engine.close();
  const again = await judgeAgain(path);
  const digest = new JudgementDigest();
  for (const transition of transitions) digest.add(transition);
  expect(again.digest).toBe(digest.text());
  expect(again.last).toBe((lived ?? 0) + 1);
  expect(transitions.filter(({ kind }) => kind === 'trigger').map(({ to }) => to)).toEqual(['pending', 'firing', 'ok']);
  expect(transitions.filter(({ kind }) => kind === 'call').map(({ to }) => to)).toEqual(['GO', 'HOLD', 'GO']);
});

test('time passes whoever is silent, and a needed source that was never heard holds the launch by name', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const { engine } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  await clock.pass(5200);
  expect(engine.state().headTick).toBe(liveT0Ms / 1000 + 5);
  expect(engine.snapshot().judged).toMatchObject({ call: 'HOLD' });
  expect(engine.snapshot().judged?.reasons.join()).toContain('gw-1 (Gateway in Dublin) is needed and was never heard.');
  source.frame(1, requests(clock.nowMs(), 100));
  await clock.pass(2000);
  expect(engine.snapshot().judged?.reasons.join()).not.toContain('gw-1');
  await clock.pass(40_000);
  expect(engine.snapshot().judged?.reasons.join()).toContain(
    'gw-1 (Gateway in Dublin) is needed and has been silent for',
  );
  expect(answerSources(engine, page).sources).toMatchObject([{ source: 'gw-1', isNeeded: true, state: 'stale' }]);
  await engine.close();
});

test('what was acknowledged is on the disk, and after a crash each source goes on from there', async () => {
  const [path, clock, first] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const desk = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source: first }], clock);
  for (let second = 1; second <= 450; second += 1) {
    first.frame(second, requests(clock.nowMs(), 1, 'ok', 10_000 + second));
    await clock.pass(1000, 2);
  }
  const acknowledged = Number(first.acknowledged.at(-1));
  expect(acknowledged).toBeGreaterThan(440);
  // Brought and not on the disk yet: it is lost with the desk, and its sender still has it.
  first.frame(451, requests(clock.nowMs(), 1, 'ok', 10_451));
  await settle();
  const copy = copyOf(path);
  await desk.engine.close();

  const second = new HandSource();
  const next = openLiveDesk(copy, 'resume', livePlan, [{ name: 'hand-1', source: second }], clock);
  await clock.pass(1500);
  const resumed = Number(second.begun[0]);
  expect(resumed).toBeGreaterThanOrEqual(acknowledged);
  for (let seq = resumed + 1; seq <= 460; seq += 1) second.frame(seq, requests(clock.nowMs(), 1, 'ok', 10_000 + seq));
  await clock.pass(2500);
  expect(next.engine.state().counters).toMatchObject({ duplicates: 0, conflicts: 0, quarantined: 0 });
  expect(answerSources(next.engine, page).sources[0]?.gaps).toEqual({ open: 0, missing: 0, closed: 0 });
  const counted = [...next.engine.session.readLines(1)].filter(({ bytes }) =>
    String(Buffer.from(bytes)).includes('"requests"'),
  );
  expect(counted.length).toBe(460);
  await next.engine.close();
  expect((await judgeAgain(copy)).duplicates).toBe(0);
});

test('the links stand in the ledger; one is cut and joined by people, and goes on from where it was read', async () => {
  const [path, clock, source, other] = [newPath(), new HandClock(liveT0Ms), new HandSource(), new HandSource()];
  const named = [
    { name: 'hand-1', source },
    { name: 'hand-2', source: other },
  ];
  const { engine, stream } = openLiveDesk(path, 'create', livePlan, named, clock);
  source.frame(7, requests(clock.nowMs(), 1));
  other.bring({ kind: 'gap', count: 12, of: 'samples', text: 'The queue was full.' });
  await clock.pass(3000);
  const crew = new Crew(engine);
  await crew.do('boss', { kind: 'role.take', args: { role: 'boss' } });
  await crew.do('boss', { kind: 'link.cut', args: { link: 'hand-1', reason: 'It sends nonsense.' } });
  source.frame(8, requests(clock.nowMs(), 1));
  await clock.pass(3000);
  expect(stream.readings().map(({ state, lost }) => [state, lost])).toEqual([
    ['cut', 0],
    ['open', 12],
  ]);
  expect(source.begun).toEqual([undefined]);
  await crew.do('boss', { kind: 'link.join', args: { link: 'hand-1', reason: 'It was mended.' } });
  await clock.pass(3000);
  expect(source.begun).toEqual([undefined, 7]);
  expect(stream.readings()[0]).toMatchObject({ state: 'open', samples: 2 });
  const kinds = engine.session.readLedger().map(({ kind, body }) => `${kind} ${JSON.stringify(body['link'])}`);
  expect(kinds.filter((kind) => kind.startsWith('link.'))).toEqual([
    'link.opened "hand-1"',
    'link.opened "hand-2"',
    'link.lost "hand-2"',
    'link.cut "hand-1"',
    'link.joined "hand-1"',
    'link.opened "hand-1"',
  ]);
  await crew.do('boss', { kind: 'link.cut', args: { link: 'hand-2', reason: 'Not needed.' } });
  await engine.close();
  const third = new HandSource();
  const next = openLiveDesk(
    path,
    'resume',
    livePlan,
    [named[0] ?? { name: 'hand-1', source }, { name: 'hand-2', source: third }],
    clock,
  );
  await clock.pass(2000);
  expect(third.begun).toEqual([]);
  expect(next.stream.readings()[1]?.state).toBe('cut');
  await next.engine.close();
});

test('a clock that jumps an hour either way neither stops the seconds nor lives through one twice', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const { engine, stream } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  await clock.pass(10_000);
  clock.jump(-3_600_000);
  await clock.pass(10_000);
  expect(engine.state().headTick).toBe(liveT0Ms / 1000 + 20);
  expect(stream.aheadOfWallMs).toBe(3_600_000);
  clock.jump(7_200_000);
  await clock.pass(10_000);
  expect(engine.state().headTick).toBe(liveT0Ms / 1000 + 3600 + 30);
  expect(stream.aheadOfWallMs).toBe(0);
  await engine.close();
});

test('lies about time, numbers that begin again and names of the session’s own do no harm to others', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const { engine } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  await clock.pass(2000);
  const now = clock.nowMs();
  source.frame(
    1,
    { ...requests(now, 1, 'ok', 1), arrived: now - 86_400_000 },
    { ...requests(now, 2, 'ok', 2), arrived: now + 86_400_000 },
    requests(now + 3_600_000, 3, 'ok', 3),
    requests(now, 9, 'ok', 1),
    requests(now, 1, 'ok', 1),
    { kind: 'mark', source: 'holdpoint:hand-1', t: now, pos: 999 },
    { kind: 'mark', source: 'holdpoint:clock', t: now + 86_400_000 },
  );
  source.bring({
    kind: 'frame',
    position: 2,
    samples: [Buffer.from('nonsense'), Buffer.from([0xff, 0xfe]), Buffer.from('{}')],
  });
  await clock.pass(3000);
  const { counters, headTick } = engine.state();
  expect(headTick).toBe(liveT0Ms / 1000 + 5);
  // One from the future, one that contradicts another, two under our names, three that are none.
  expect(counters).toMatchObject({ duplicates: 1, conflicts: 1, quarantined: 6 });
  await engine.close();
  const session = openSession(path, { mode: 'resume', now: () => 0 });
  expect(readLiveMemory(session).positions.get('hand-1')).toBe(2);
  session.close();
  expect((await judgeAgain(path)).duplicates).toBe(1);
});

test('too much at once holds a source back and loses nothing', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const { engine } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  const long = 'x'.repeat(200);
  for (let frame = 0; frame < 200; frame += 1) {
    const samples = Array.from({ length: 500 }, (_, at) =>
      requests(clock.nowMs(), 1, long, 100_000 + frame * 500 + at),
    );
    source.frame(frame, ...samples);
  }
  while (engine.state().counters.accepted < 100_000) await clock.pass(200);
  await clock.pass(2000);
  expect(engine.state().counters).toMatchObject({ quarantined: 0, duplicates: 0 });
  expect(source.acknowledged.at(-1)).toBe(199);
  await engine.close();
});

test.each([true, false])(
  'a commit of which the disk says nothing (it was kept: %s) costs no line and doubles none',
  async (isKept) => {
    const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
    const { engine } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
    const { session } = engine;
    const commit = session.commitTail.bind(session);
    let commits = 0;
    session.commitTail = (lines) => {
      commits += 1;
      if (commits !== 5 && commits !== 9) return commit(lines);
      if (isKept) commit(lines);
      throw new SessionError('io_uncertain', 'Nobody knows.');
    };
    for (let seq = 1; seq <= 20; seq += 1) {
      source.frame(seq, requests(clock.nowMs(), 1, 'ok', 20_000 + seq));
      await clock.pass(1000);
    }
    await clock.pass(2000);
    expect(engine.state()).toMatchObject({ trouble: undefined, headTick: liveT0Ms / 1000 + 22 });
    expect(engine.state().counters).toMatchObject({ duplicates: 0, conflicts: 0 });
    expect(source.acknowledged.at(-1)).toBe(20);
    expect(source.begun).toEqual([undefined]);
    await engine.close();
    const kept = openSession(path, { mode: 'read', now: () => 0 });
    const seqs = [...kept.readLines(1)].flatMap(
      ({ bytes }) => /"seq":(\d+)/.exec(Buffer.from(bytes).toString())?.[1] ?? [],
    );
    kept.close();
    expect(seqs.map(Number)).toEqual(Array.from({ length: 20 }, (_, at) => 20_001 + at));
    expect((await judgeAgain(path)).duplicates).toBe(0);
  },
);
