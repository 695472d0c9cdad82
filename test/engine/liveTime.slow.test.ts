import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { answerSources } from '../../electron/engine/answerSources.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { JudgementDigest } from '../../electron/engine/judgementDigest.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { HandClock } from '../help/handClock.ts';
import { HandSource } from '../help/handSource.ts';
import { openLiveDesk } from '../help/liveDesk.ts';
import { livePlan, liveT0Ms, requests } from '../help/livePlan.ts';
import { type Ran, runHoldpoint } from '../help/runHoldpoint.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-time-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let sessions = 0;
const newPath = (): string => join(scratch, `${(sessions += 1)}.holdpoint`);

/** What the Sources view tells of one source. */
function shown(engine: Engine, name: string): ReturnType<typeof answerSources>['sources'][number] | undefined {
  return answerSources(engine, { limit: 100, offset: 0 }).sources.find(({ source }) => source === name);
}

function digestOf(transitions: readonly Transition[]): string {
  const digest = new JudgementDigest();
  for (const transition of transitions) digest.add(transition);
  return digest.text();
}

async function judgedAgain(path: string): Promise<string | undefined> {
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const { judgements } = await judgeRecording(sessionRecording(session), [livePlan.plan], { atMs: [] });
  session.close();
  return judgements[0]?.digest;
}

/** Somebody beside the gateway, who says what he likes. */
function liar(t: number, seq: number, value = 1000): object {
  return { t, source: 'liar', epoch: 'a', seq, kind: 'count', metric: 'other', labels: {}, value };
}

test('a producer that begins its numbers anew under a new epoch loses nothing', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const { engine } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  for (const epoch of ['a', 'b', 'c']) {
    for (let seq = 1; seq <= 5; seq += 1) {
      source.frame(undefined, { ...requests(clock.nowMs(), 1, 'ok', seq), epoch });
      await clock.pass(1000);
    }
  }
  await clock.pass(1000);
  expect(engine.state().counters).toMatchObject({ duplicates: 0, conflicts: 0, quarantined: 0 });
  expect(shown(engine, 'gw-1')).toMatchObject({ gaps: { open: 0, missing: 0, closed: 0 }, rate: 15 / 60 });
  await engine.close();
});

test('one that begins anew under the same epoch is set aside in plain sight, and what is new of it counts', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const { engine } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  for (const seqs of [
    [1, 2, 3, 4, 5],
    [1, 2, 3, 4, 5, 6, 9],
  ]) {
    for (const seq of seqs) {
      source.frame(undefined, requests(clock.nowMs(), 1, 'ok', seq));
      await clock.pass(1000);
    }
  }
  await clock.pass(1000);
  // The numbers 1 to 5 came before, of other instants; 7 and 8 never came.
  expect(shown(engine, 'gw-1')).toMatchObject({
    ...{ conflicts: 5, duplicates: 0, state: 'talking' },
    ...{ rate: 7 / 60, gaps: { open: 1, missing: 2, closed: 0 } },
  });
  await engine.close();
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const kept = [...session.readLines(1)].filter(({ bytes }) => Buffer.from(bytes).includes('"requests"'));
  session.close();
  // Set aside is not thrown away.
  expect(kept.length).toBe(12);
});

const hourMs = 3_600_000;

test.each([
  ['an hour ahead', (now: number) => now + hourMs, { quarantined: 30, tooLate: 0 }],
  ['an hour behind', (now: number) => now - hourMs, { quarantined: 0, tooLate: 30 }],
  ['in 1970', (_now: number, place: number) => place * 1000, { quarantined: 0, tooLate: 30 }],
  ['before 1970', (_now: number, place: number) => -1 - place, { quarantined: 30, tooLate: 0 }],
  [
    'now here, now there',
    (now: number, place: number) => now + (place % 2 === 0 ? hourMs : -hourMs),
    { quarantined: 15, tooLate: 15 },
  ],
])('a clock %s is counted under its name, and nobody else is judged otherwise', async (_name, lie, counts) => {
  const live = async (isLying: boolean): Promise<string> => {
    const [path, clock, source, other] = [newPath(), new HandClock(liveT0Ms), new HandSource(), new HandSource()];
    const named = [
      { name: 'hand-1', source },
      { name: 'hand-2', source: other },
    ];
    const { engine, transitions } = openLiveDesk(path, 'create', livePlan, named, clock);
    for (let place = 0; place < 30; place += 1) {
      const now = clock.nowMs();
      if (isLying) other.frame(place, liar(lie(now, place), place + 1));
      source.frame(
        place,
        requests(now, 90, 'ok', 2 * place + 1),
        requests(now, place > 9 ? 40 : 1, 'error', 2 * place + 2),
      );
      await clock.pass(1000);
    }
    await clock.pass(1000);
    if (isLying) expect(shown(engine, 'liar')).toMatchObject({ ...counts, rate: 0, state: 'talking' });
    expect(shown(engine, 'gw-1')).toMatchObject({ rate: 1, quarantined: 0, tooLate: 0, state: 'talking' });
    expect(transitions.map(({ kind, to }) => `${kind} ${to}`)).toContain('trigger firing');
    await engine.close();
    const digest = digestOf(transitions);
    expect(await judgedAgain(path)).toBe(digest);
    return digest;
  };
  expect(await live(true)).toBe(await live(false));
});

test('the machine’s clock is put an hour ahead: the hour is silence that holds the launch, and then it goes on', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const { engine, transitions } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  const talk = async (seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left -= 1) {
      source.frame(undefined, requests(clock.nowMs(), 90));
      await clock.pass(1000);
    }
  };
  await talk(40);
  clock.jump(hourMs);
  await talk(40);
  const calls = transitions.flatMap(({ kind, to, at }) => (kind === 'call' ? [[to, (at - liveT0Ms) / 1000]] : []));
  const [held, again] = calls.slice(-2);
  expect(calls.map(([to]) => to).slice(-2)).toEqual(['HOLD', 'GO']);
  expect(Number(held?.[1])).toBeLessThan(40 + 60);
  expect(Number(again?.[1])).toBeGreaterThan(3600 + 40);
  expect(answerSources(engine, { limit: 1, offset: 0 }).aheadOfWallMs).toBe(0);
  expect(engine.state().headTick).toBe((liveT0Ms + hourMs) / 1000 + 80);
  await engine.close();
  expect(await judgedAgain(path)).toBe(digestOf(transitions));
});

test('it is put an hour back: no second is lived through twice, and what is right again is told as an hour late', async () => {
  const [path, clock, source] = [newPath(), new HandClock(liveT0Ms), new HandSource()];
  const { engine, transitions } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  const ticks = new Set<number>();
  const talk = async (seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left -= 1) {
      source.frame(undefined, requests(clock.nowMs(), 90));
      await clock.pass(1000);
      ticks.add(engine.state().headTick ?? 0);
    }
  };
  await talk(40);
  clock.jump(-hourMs);
  await talk(40);
  expect(ticks.size).toBe(80);
  expect(engine.state().headTick).toBe(liveT0Ms / 1000 + 80);
  expect(answerSources(engine, { limit: 1, offset: 0 }).aheadOfWallMs).toBe(hourMs);
  expect(shown(engine, 'gw-1')).toMatchObject({ tooLate: 40, state: 'talking' });
  await engine.close();
  expect(await judgedAgain(path)).toBe(digestOf(transitions));
});

/** When the clocks of New York are put back, and when they are put forward. */
const changes = ['2026-11-01T06:00:00Z', '2026-03-08T07:00:00Z'];
const zones = ['UTC', 'America/New_York', 'Australia/Lord_Howe'];

test.each(changes)(
  'daylight saving at %s changes nothing that is lived or judged, wherever the machine stands',
  async (change) => {
    const changeMs = Date.parse(change);
    const before = process.env['TZ'];
    const lived: string[] = [];
    let path = '';
    try {
      for (const zone of zones) {
        process.env['TZ'] = zone;
        path = newPath();
        const [clock, source] = [new HandClock(changeMs - 30_000), new HandSource()];
        const { engine, transitions } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
        for (let place = 0; place < 60; place += 1) {
          const now = clock.nowMs();
          const errors = place > 20 && place < 40 ? 40 : 1;
          source.frame(place, requests(now, 90, 'ok', 2 * place + 1), requests(now, errors, 'error', 2 * place + 2));
          await clock.pass(1000);
        }
        expect(engine.state().headTick).toBe(changeMs / 1000 + 30);
        expect(engine.state().counters).toMatchObject({ late: 0, tooLate: 0, quarantined: 0 });
        await engine.close();
        lived.push(digestOf(transitions));
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
    expect(new Set(lived).size).toBe(1);
    const plan = join(scratch, 'plan.yaml');
    writeFileSync(plan, livePlan.text);
    const judged = (zone: string, ...more: string[]): Promise<Ran> =>
      runHoldpoint(['judge', '--recording', path, '--plan', plan, ...more], { env: { TZ: zone } });
    const documents = await Promise.all(zones.map((zone) => judged(zone, '--json')));
    expect(documents[0]?.exitCode).toBe(0);
    expect(documents[0]?.stdout).toContain(lived[0]);
    const words = await Promise.all(zones.map((zone) => judged(zone)));
    expect(words[0]?.stdout).toContain(change.slice(0, 10));
    for (const [first, ...others] of [documents, words]) for (const other of others) expect(other).toEqual(first);
  },
);
