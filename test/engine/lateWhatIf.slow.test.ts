import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { setRule } from '../../shared/judge/setRule.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { openTestSession, startEngine, type TestPlan } from '../help/driveEngine.ts';
import { linesAt } from '../help/judgeLines.ts';
import { LaunchStory } from '../help/launchStory.ts';
import { askLong } from '../help/askLong.ts';
import { recordingOfLines } from '../help/lineRecording.ts';
import { t0S } from '../help/tickByTick.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-late-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let sessions = 0;

const firstWindow = { long: '5m', short: '1m' } as const;
type Reach = keyof typeof firstWindow;

/** WIDE's window is the plan's longest: how late a sample may be. BUDGET counts whatever came in time. */
function planOfReach(reach: Reach): TestPlan {
  const text = `format: holdpoint/plan@1
launch: { id: late, name: Late samples, org: Test, t0: 2026-03-30T14:00:00Z, window: { opens: T-0, closes: T+2h }, ends: T+2h, value: { perOrder: 62, currency: USD } }
roles:
  commander: { name: Commander, may: [call, override, waive] }
  sre: { name: SRE }
indicators:
  errors: { kind: ratio, bad: { metric: req, where: { outcome: error } }, total: { metric: req } }
slos:
  shop: { indicator: errors, objective: 80%, period: 12h, expected: 2000, alerts: [{ id: x, long: 30s, short: 5s, factor: 3 }] }
triggers:
  BUDGET: { name: Budget spent, scope: launch, when: { slo: shop, budgetLeftUnder: 50% }, arm: advise, does: { review: true }, owner: sre, guidance: Look. }
  WIDE: { name: Errors, scope: launch, when: { indicator: errors, window: ${firstWindow[reach]}, over: 30% }, clear: { for: 5s }, arm: advise, does: { review: true }, owner: sre, guidance: Look. }
criteria:
  LCC-1: { says: Errors under a half, holds: { indicator: errors, window: 20s, under: 50% }, for: 10s, owner: sre, required: true, waivable: [commander] }
ramp:
  stages: [0%, 100%]
  waves: [{ id: all, cells: {}, starts: T-0, dwell: 10m, needs: [LCC-1] }]
`;
  const { plan, problems } = readPlan(text, 'plan.yaml');
  if (plan === undefined) throw new Error(problems.map((one) => one.text).join('\n'));
  return { plan, text, digest: planDigest(text) };
}

const lateAtS = 100;

/** Five minutes of a shop whose worst errors arrive so many seconds late. */
function linesWithLate(lateS: number): string[] {
  const lines = Array.from({ length: 300 }, (_, second) => second).flatMap((second) => {
    const requests = linesAt(second, [
      { metric: 'req', labels: { outcome: 'ok' }, value: 9 },
      { metric: 'req', labels: { outcome: 'error' }, value: 1 },
    ]);
    if (second !== lateAtS) return requests;
    const t = (t0S + second) * 1000;
    const late = { t: t - lateS * 1000, arrived: t, source: 'app', kind: 'count', metric: 'req' };
    return [...requests, { ...late, labels: { outcome: 'error' }, value: 200 }];
  });
  return lines.map((line) => JSON.stringify(line));
}

interface Case {
  readonly begun: Reach;
  readonly lateS: number;
  /** The second in which somebody gives WIDE another window. */
  readonly change?: { readonly at: number; readonly window: string };
  /** What is asked for beside the plan in force then. */
  readonly set: string;
  readonly toS?: number;
}

/** What the room tells of BUDGET, and what its lines tell by the whole plan in force and by the changed one. */
async function tellBoth({ begun, lateS, change, set, toS = 280 }: Case): Promise<{
  readonly isExact: boolean;
  readonly isCurveExact: boolean;
  readonly isTrue: boolean;
}> {
  sessions += 1;
  const plan = planOfReach(begun);
  const session = openTestSession(join(scratch, `${sessions}.holdpoint`), 'create', plan);
  const recording = recordingOfLines(linesWithLate(lateS));
  const engine = startEngine(session, plan, recording, 0, systemClock);
  const story = new LaunchStory(engine);
  if (change !== undefined) {
    await engine.seek(t0S + change.at);
    await story.assemble('commander', 'sre');
    const args = { set: [`WIDE.window=${change.window}`], reason: 'To see.' };
    const [proposal = 0] = await story.do('sre', { kind: 'plan.propose', args });
    await story.do('commander', { kind: 'plan.accept', args: { proposal } });
  }
  await engine.seek(t0S + 290);
  const toTick = t0S + toS;
  const answer = await askLong(story.client, 'plan.whatIf', { rule: 'BUDGET', set: [set], toTick });
  const curve = await askLong(story.client, 'plan.sweep', {
    sweep: 'BUDGET.budgetLeftUnder=50%..60%:10%',
    set: [set],
    toTick,
  });
  const changed = setRule(engine.plan, set).plan;
  if (changed === undefined) throw new Error(`${set} sets nothing.`);
  const wanted: unknown[] = [];
  for (const one of [engine.plan, changed]) {
    const { judgements } = await judgeRecording(recording, [one], { atMs: [] });
    const transitions = judgements[0]?.transitions ?? [];
    expect(told(transitions, Infinity)).not.toEqual([]);
    wanted.push(told(transitions, toTick));
  }
  await engine.close();
  const isTrue = isDeepStrictEqual([answer.original.transitions, answer.changed.transitions], wanted);
  return { isExact: answer.isExact, isCurveExact: curve.isExact, isTrue };
}

const told = (transitions: readonly Transition[], toTick: number): unknown[] =>
  transitions
    .filter(({ id, at }) => id === 'BUDGET' && at <= toTick * 1000)
    .map(({ at, cell, from, to }) => ({ at, cell, from, to }));

const sameReach = 'BUDGET.budgetLeftUnder=60%';
const exact = { isExact: true, isCurveExact: true, isTrue: true };
const inexact = { isExact: false, isCurveExact: false, isTrue: false };

describe('what a room tells of other numbers is what its lines tell, or it says that it may not be', () => {
  test.each<[string, Case, object]>([
    ['a sample that every plan takes', { begun: 'long', lateS: 30, set: 'WIDE.window=1m' }, exact],
    ['a sample that no plan takes', { begun: 'short', lateS: 90, set: sameReach }, exact],
    ['one that the changed numbers would not take', { begun: 'long', lateS: 90, set: 'WIDE.window=1m' }, inexact],
    ['one that the changed numbers would take', { begun: 'short', lateS: 90, set: 'WIDE.window=5m' }, inexact],
  ])('by one plan, %s', async (_, given, wanted) => {
    expect(await tellBoth(given)).toEqual(wanted);
  });

  test.each<[string, Case, object]>([
    [
      'one that was taken before the plan reached less far',
      { begun: 'long', lateS: 90, change: { at: 150, window: '1m' }, set: sameReach },
      inexact,
    ],
    [
      'one that was too late before the plan reached farther',
      { begun: 'short', lateS: 90, change: { at: 150, window: '5m' }, set: sameReach },
      inexact,
    ],
    [
      'one that is too late by a plan that took the place of another',
      { begun: 'long', lateS: 90, change: { at: 50, window: '1m' }, set: sameReach },
      exact,
    ],
    [
      'one that both plans take',
      { begun: 'long', lateS: 30, change: { at: 150, window: '1m' }, set: sameReach },
      exact,
    ],
    [
      'one that arrives after the last second that is asked about, by a plan that is not yet in force there',
      { begun: 'long', lateS: 90, change: { at: 150, window: '1m' }, set: sameReach, toS: 90 },
      exact,
    ],
  ])('by a plan that was changed, %s', async (_, given, wanted) => {
    expect(await tellBoth(given)).toEqual(wanted);
  });
});
