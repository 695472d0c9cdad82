import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import type { WireCommand } from '../../shared/contract/commands.ts';
import type { QueryArgs } from '../../shared/contract/contract.ts';
import { setRule } from '../../shared/judge/setRule.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { askLong } from '../help/askLong.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { LaunchStory } from '../help/launchStory.ts';
import { readLaunch } from '../help/makeRecording.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-what-if-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(import.meta.dirname, '../golden/cell-burn');
const plan = readTestPlan(join(folder, 'plan.yaml'));
const t0 = plan.plan.launch.t0;
const wallets = { market: 'UK', method: 'wallet' };
let recording: Recording;
let sessions = 0;

beforeAll(async () => {
  const { scenario, plan: own } = readLaunch(folder);
  const path = join(scratch, 'recording.ndjson');
  writeFileSync(path, [...simulateLines(scenario, own)].join(''));
  recording = await openRecording(path);
});

/** A session at that second, with people in it. */
async function lived(toS: number): Promise<{ engine: Engine; story: LaunchStory; toTick: number }> {
  sessions += 1;
  const path = join(scratch, `${sessions}.holdpoint`);
  const engine = startEngine(openTestSession(path, 'create', plan), plan, recording, 0, systemClock);
  const toTick = t0 / 1000 + toS;
  await engine.seek(toTick);
  const story = new LaunchStory(engine);
  await story.assemble('commander', 'sre');
  return { engine, story, toTick };
}

const ask = <Name extends Parameters<typeof askLong>[1]>(
  { client }: LaunchStory,
  name: Name,
  args: QueryArgs<Name>,
): ReturnType<typeof askLong<Name>> => askLong(client, name, args);

/** What the whole plan with that number says of the recording, second by second, up to that second. */
async function bruteForce(set: string | undefined, toTick: number): Promise<readonly Transition[]> {
  const changed = set === undefined ? plan.plan : setRule(plan.plan, set).plan;
  if (changed === undefined) throw new Error(`${set} sets nothing.`);
  const { judgements } = await judgeRecording(recording, [changed], { atMs: [] });
  return (judgements[0]?.transitions ?? []).filter(({ at }) => at <= toTick * 1000);
}

const told = (rule: string, transitions: readonly Transition[]): unknown[] =>
  transitions.filter(({ id }) => id === rule).map(({ at, cell, from, to }) => ({ at, cell, from, to }));

describe('a rule by other numbers, over what the room has judged', () => {
  test.each([
    ['RB-3', 'RB-3.under=95%'],
    ['RB-2', 'RB-2.over=3%'],
    ['RB-1', 'RB-1.spend=40%'],
    ['RB-4', 'RB-4.all[0].over=1'],
    ['LCC-2', 'LCC-2.under=100'],
    ['LCC-1', 'LCC-1.for=3m'],
  ])('%s with %s does what the whole plan does, beside what it did', async (rule, set) => {
    const { engine, story, toTick } = await lived(500);
    const answer = await ask(story, 'plan.whatIf', { rule, set: [set], toTick });
    const [original, changed] = [await bruteForce(undefined, toTick), await bruteForce(set, toTick)];
    expect(answer.original.transitions).toEqual(told(rule, original));
    expect(answer.changed.transitions).toEqual(told(rule, changed));
    expect(told(rule, changed)).not.toEqual(told(rule, original));
    expect(answer).toMatchObject({ isExact: true, toAt: toTick * 1000 });
    await engine.close();
  });

  test('every point of a curve fires as the whole plan does', async () => {
    const { engine, story, toTick } = await lived(700);
    const answer = await ask(story, 'plan.sweep', { sweep: 'RB-3.under=60%..100%:8%', toTick });
    expect(answer.points.map(({ value, isOwn }) => [value, isOwn])).toEqual([
      ...['60%', '68%', '76%'].map((value) => [value, false]),
      ['80%', true],
      ...['84%', '92%', '100%'].map((value) => [value, false]),
    ]);
    for (const { value, score } of answer.points) {
      const fired = (await bruteForce(`RB-3.under=${value}`, toTick)).filter(
        ({ id, to }) => id === 'RB-3' && to === 'firing',
      );
      expect([value, score.falseAlarms]).toEqual([value, fired.length]);
    }
    expect(new Set(answer.points.map(({ score }) => score.falseAlarms)).size).toBeGreaterThan(1);
    await engine.close();
  });

  test('an answer that was found before comes at once, a wrong question is refused in words, and what is not judged yet is not told', async () => {
    const { engine, story, toTick } = await lived(60);
    const asked = { rule: 'RB-3', set: ['RB-3.for=0s'], toTick };
    const answer = await ask(story, 'plan.whatIf', asked);
    expect(await story.client.query('plan.whatIf', asked)).toEqual(answer);
    await expect(ask(story, 'plan.whatIf', { rule: 'RB-9', toTick })).rejects.toThrow('The plan has no rule RB-9.');
    await expect(ask(story, 'plan.whatIf', { rule: 'RB-3', set: ['RB-3.ander=1'], toTick })).rejects.toThrow(
      'did you mean under?',
    );
    await expect(ask(story, 'plan.sweep', { sweep: 'RB-3.under=1%..99%:0.1%', toTick })).rejects.toThrow(
      'at most 200 values',
    );
    await expect(ask(story, 'plan.whatIf', { rule: 'RB-3', toTick: toTick + 1 })).rejects.toThrow(
      'has not been judged',
    );
    await engine.close();
  });

  test('a curve that nobody waits for any more is ended, and begins anew when it is asked for again', async () => {
    const { engine, story, toTick } = await lived(700);
    const asked = { sweep: 'RB-2.over=1%..40%:1%', set: [], toTick };
    expect((await story.client.query('plan.sweep', asked)).state).toBe('working');
    expect(await story.client.query('sweep.cancel', asked)).toEqual({ wasRunning: true });
    expect(await story.client.query('sweep.cancel', asked)).toEqual({ wasRunning: false });
    expect((await ask(story, 'plan.sweep', asked)).points).toHaveLength(40);
    await engine.close();
  });
});

describe('what people mark', () => {
  test('is what other numbers are held against, until it is withdrawn', async () => {
    const { engine, story, toTick } = await lived(700);
    const mark = { fromAt: t0 + 240_000, toAt: t0 + 300_000, trigger: 'RB-1', cell: wallets, note: 'Wallets failed.' };
    const alone = await ask(story, 'plan.whatIf', { rule: 'RB-1', toTick });
    expect(alone.original.score).toMatchObject({ expected: 0, falseAlarms: 1 });
    const [row = 0] = await story.do('sre', { kind: 'mark.set', args: mark });
    const marked = await ask(story, 'plan.whatIf', { rule: 'RB-1', set: ['RB-1.for=2m'], toTick });
    expect(marked.answers).toEqual([
      expect.objectContaining({ trigger: 'RB-1', mark: row, name: 'Wallets failed.', byAt: mark.toAt }),
    ]);
    expect(marked.original).toMatchObject({
      score: { expected: 1, found: 1, falseAlarms: 0 },
      outcomes: [{ outcome: 'found' }],
    });
    expect(marked.changed).toMatchObject({ score: { found: 0 }, outcomes: [{ outcome: 'late' }] });
    const curve = await ask(story, 'plan.sweep', { sweep: 'RB-1.for=0s..2m:40s', toTick });
    expect(curve.points.map(({ score }) => score.found)).toEqual([1, 0, 0, 0]);
    expect(curve.says[0]).toContain('RB-1.for');
    await story.do('commander', { kind: 'mark.withdraw', args: { mark: row, reason: 'It was the day before.' } });
    const again = await ask(story, 'plan.whatIf', { rule: 'RB-1', toTick });
    expect(again.original.score).toMatchObject({ expected: 0, falseAlarms: 1 });
    await engine.close();
  });
});

describe('a number that is proposed', () => {
  test('is in the plan when somebody else accepts it, with the curve that it rests on', async () => {
    const { engine, story, toTick } = await lived(500);
    const sweep = { sweep: 'RB-3.under=60%..95%:5%', set: [], toTick };
    const args = { set: ['RB-3.under=90%'], reason: 'It finds the vault sooner.', sweep };
    expect(await story.refused('sre', { kind: 'plan.propose', args })).toBe('not_found');
    await ask(story, 'plan.sweep', sweep);
    const [row = 0] = await story.do('sre', { kind: 'plan.propose', args });
    const { room } = await story.look();
    expect(room?.plan.proposals).toMatchObject([
      { row, set: ['RB-3.under=90%'], evidence: ['RB-3.under.json', 'RB-3.under.csv', 'RB-3.under.svg'] },
    ]);
    expect(await story.refused('sre', { kind: 'plan.accept', args: { proposal: row } })).toBe('not_allowed');
    const [changed = 0] = await story.do('commander', { kind: 'plan.accept', args: { proposal: row } });
    expect(engine.plan.triggers['RB-3']?.when).toMatchObject({ under: 0.9 });
    const [fact] = engine.session.readLedger({ fromSeq: changed, toSeq: changed });
    expect(fact).toMatchObject({ kind: 'plan.changed', actor: { role: 'commander' }, body: { proposal: row } });
    expect((await story.look()).room?.plan.proposals).toEqual([]);
    // All else in the plan is written as it was.
    const { text } = await story.client.query('plan.read', {});
    expect(text).toBe(plan.text.replace('under: 80%', 'under: 90%'));
    const [proposed] = engine.session.readLedger({ fromSeq: row, toSeq: row });
    const files = proposed?.body['evidence'] as readonly { readonly name: string; readonly sha256: string }[];
    const texts = files.map(({ sha256 }) => Buffer.from(engine.session.readFile(sha256) ?? []).toString());
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({
      format: 'holdpoint/sweep@1',
      number: 'RB-3.under',
      exact: true,
    });
    expect(texts[1]?.split('\r\n')[0]).toContain('"RB-3.under","own","expected"');
    expect(texts[2]).toMatch(/^<svg .*prefers-color-scheme: dark/s);
    const { path } = engine.session;
    await engine.close();
    expect(verifySession(path)).toMatchObject({ ok: true, faults: [] });
  });

  test('counts no more once the plan was changed, and is refused where nothing would differ', async () => {
    const { engine, story } = await lived(60);
    const propose = (set: string): WireCommand => ({
      kind: 'plan.propose',
      args: { set: [set], reason: 'To see.' },
    });
    const [first = 0] = await story.do('sre', propose('RB-3.for=20s'));
    expect(await story.refused('commander', propose('RB-3.for=20s'))).toBe('already_done');
    const [second = 0] = await story.do('sre', propose('RB-2.for=10s'));
    expect(await story.refused('sre', propose('RB-3.for=10s'))).toBe('already_done');
    await story.do('commander', { kind: 'plan.accept', args: { proposal: first } });
    expect(await story.refused('commander', { kind: 'plan.accept', args: { proposal: second } })).toBe('not_found');
    expect(await story.refused('commander', { kind: 'plan.accept', args: { proposal: first } })).toBe('not_found');
    const [own = 0] = await story.do('commander', propose('RB-2.for=40s'));
    expect(await story.refused('commander', { kind: 'plan.accept', args: { proposal: own } })).toBe('same_person');
    const [third = 0] = await story.do('sre', propose('RB-2.for=10s'));
    await story.do('sre', { kind: 'plan.refuse', args: { proposal: third, reason: 'I was wrong.' } });
    expect((await story.look()).room?.plan.proposals.map(({ row }) => row)).toEqual([own]);
    await engine.close();
  });
});

test('the lines of a session are the recording that they were', async () => {
  const { engine } = await lived(760);
  await engine.seek(t0 / 1000 + 100_000);
  await engine.ended;
  const again = sessionRecording(engine.session);
  const [own, held] = await Promise.all(
    [recording, again].map((one) => judgeRecording(one, [plan.plan], { atMs: [] })),
  );
  expect(held?.counters).toEqual(own?.counters);
  expect(held?.judgements[0]?.digest).toBe(own?.judgements[0]?.digest);
  await engine.close();
});
