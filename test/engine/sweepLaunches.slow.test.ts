import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { listNumbers } from '../../electron/engine/listNumbers.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { longestWindowS } from '../../shared/judge/planWindows.ts';
import { setRule } from '../../shared/judge/setRule.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { askLong } from '../help/askLong.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { LaunchStory } from '../help/launchStory.ts';
import { recordingOfLines } from '../help/lineRecording.ts';
import { readLaunch } from '../help/makeRecording.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-sweeps-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const data = join(import.meta.dirname, '../../data');

/** Values of the curve that are held against a judge of the whole plan: both ends, and the plan's own. */
function picked<Point extends { readonly isOwn: boolean }>(points: readonly Point[]): Point[] {
  return points.filter(({ isOwn }, place) => isOwn || place === 0 || place === points.length - 1);
}

function withNumber(plan: Plan, set: string): Plan {
  const { plan: changed, problem } = setRule(plan, set);
  if (changed === undefined) throw new Error(problem);
  return changed;
}

interface Point {
  readonly set: string;
  readonly triggers: readonly string[];
  /** How often the curve says that they fire. */
  readonly fired: number;
  readonly plan: Plan;
}

test.each([
  ['shopnow-one-click', 10],
  ['paynow-instant-refunds', 65],
  ['ticket-sale', 10],
])(
  'curves of every other trigger over the first minutes of %s, with people in the room and a plan that they changed, fire as whole plans do',
  async (launch, minutes) => {
    const stretchS = minutes * 60;
    const folder = join(data, launch);
    const { scenario, plan: begun } = readLaunch(folder);
    const lines = [...simulateLines({ ...scenario, lasts: stretchS * 1000 }, begun)].join('').trimEnd().split('\n');
    const recording = recordingOfLines(lines);
    const own = readTestPlan(join(folder, 'plan.yaml'));
    const engine = startEngine(
      openTestSession(join(scratch, `${launch}.holdpoint`), 'create', own),
      own,
      recording,
      0,
      systemClock,
    );
    await engine.seek(0);
    const firstTick = engine.past.firstTick ?? NaN;
    const story = new LaunchStory(engine);
    const roles = Object.keys(own.plan.roles);
    const approver = roles.find((role) => own.plan.roles[role]?.may.includes('call') === true) ?? '';
    const author = roles.find((role) => role !== approver) ?? '';
    await engine.seek(firstTick + stretchS / 2);
    await story.assemble(approver, author);
    const [changed = ''] = Object.keys(own.plan.triggers);
    const propose = { set: [`${changed}.for=37s`], reason: 'To see.' };
    const [proposal = 0] = await story.do(author, { kind: 'plan.propose', args: propose });
    await story.do(approver, { kind: 'plan.accept', args: { proposal } });
    await story.do(author, { kind: 'note.write', args: { text: 'It is changed.' } });
    const toTick = firstTick + stretchS - 30;
    await engine.seek(toTick);

    const { plan } = engine;
    expect(plan.triggers[changed]?.for).toBe(37_000);
    const numbers = listNumbers(plan)
      .rules.flatMap(({ kind, numbers: [first] }) => (kind === 'trigger' && first !== undefined ? [first] : []))
      .filter((_, place) => place % 2 === 0);
    const points: Point[] = [];
    for (const { key, sweep } of numbers) {
      const answer = await askLong(story.client, 'plan.sweep', { sweep, toTick }).catch(() => undefined);
      for (const { value, score } of picked(answer?.points ?? [])) {
        if (value === null) continue;
        const set = `${key}=${value}`;
        points.push({ set, triggers: answer?.triggers ?? [], fired: score.falseAlarms, plan: withNumber(plan, set) });
      }
    }
    await engine.close();
    let fired = 0;
    for (const [first, ...others] of Map.groupBy(points, (point) => longestWindowS(point.plan)).values()) {
      if (first === undefined) continue;
      const plans = [first.plan, ...others.map((point) => point.plan)] as const;
      const { judgements } = await judgeRecording(recording, plans, { atMs: [] });
      for (const [place, point] of [first, ...others].entries()) {
        const firings = (judgements[place]?.transitions ?? []).filter(
          ({ id, to, at }) => point.triggers.includes(id) && to === 'firing' && at <= toTick * 1000,
        );
        expect([point.set, point.fired]).toEqual([point.set, firings.length]);
        fired += firings.length;
      }
    }
    expect([points.length > 9, fired > 0]).toEqual([true, true]);
  },
);
