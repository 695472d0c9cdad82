import { createHash } from 'node:crypto';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { writeRecording } from '../../electron/engine/source/recordingWriter.ts';
import { simulateBlocks } from '../../electron/engine/source/simulator/simulateLines.ts';
import { buildTimeline, momentMs } from '../../electron/engine/source/simulator/timeline.ts';
import { firingsOf } from '../../shared/judge/backtest/firings.ts';
import { rightAnswers } from '../../shared/judge/backtest/rightAnswers.ts';
import { scoreCalls } from '../../shared/judge/backtest/scoreCalls.ts';
import { scoreTriggers } from '../../shared/judge/backtest/scoreTriggers.ts';
import { momentWords } from '../../shared/judge/room/momentWords.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Scenario } from '../../shared/model/scenario.ts';
import type { Transition } from '../../shared/model/transition.ts';

/** Looks so often at what the indicators say. */
const lookEveryMs = 1_800_000;

/** What a scenario's recording is, what the plan says of it, and how that stands against its right answers. */
export async function judgeScenario(scenario: Scenario, plan: Plan, path: string): Promise<JudgedScenario> {
  const hash = createHash('sha256');
  let samples = 0;
  function* texts(): Generator<string, void> {
    for (const block of simulateBlocks(scenario, plan)) {
      hash.update(block.text, 'utf8');
      samples = block.samples;
      yield block.text;
    }
  }
  await writeRecording(path, texts());
  const timeline = buildTimeline(scenario, plan);
  const looks = Array.from(
    { length: Math.floor(scenario.lasts / lookEveryMs) + 1 },
    (_, index) => timeline.startMs + index * lookEveryMs,
  );
  const { judgements, ticks, counters } = await judgeRecording(await openRecording(path), [plan], { atMs: looks });
  const [judgement] = judgements;
  if (judgement === undefined) throw new Error('A plan that judges says something.');
  const { transitions, at, digest } = judgement;
  const answers = rightAnswers(scenario, plan, (moment) => momentMs(moment, timeline));
  const judged = { firstMs: (ticks?.first ?? NaN) * 1000, lastMs: (ticks?.last ?? NaN) * 1000 };
  const firings = firingsOf(transitions);
  const scored = scoreTriggers(
    answers,
    () => true,
    firings,
    judged,
    () => false,
  );
  const calls = scoreCalls(answers, transitions, judged);
  return {
    golden: {
      recording: { sha256: hash.digest('hex'), samples, counters },
      digest,
      story: tellStory(transitions, plan),
    },
    fired: new Set(firings.map(({ id }) => id)),
    known: new Set(
      at.flatMap(({ indicators }) =>
        Object.entries(indicators).flatMap(([id, all]) => (all.some(({ status }) => status === 'known') ? [id] : [])),
      ),
    ),
    asked: new Set(at.flatMap(({ indicators }) => Object.keys(indicators))),
    unmet: [
      ...scored.answers.filter(({ outcome }) => outcome !== 'found'),
      ...calls.filter(({ outcome }) => outcome !== 'found'),
      ...scored.falseAlarms,
    ],
  };
}

export interface JudgedScenario {
  /** What is checked in. */
  readonly golden: unknown;
  /** Triggers that have fired. */
  readonly fired: ReadonlySet<string>;
  /** Indicators that rules ask for, and those of them that had a value at some time. */
  readonly asked: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  /** Right answers that were not given, and firings that nothing asks for. */
  readonly unmet: readonly unknown[];
}

/** The calls, and what fired, against T-0. Everything else is in the digest. */
function tellStory(transitions: readonly Transition[], plan: Plan): string[] {
  return transitions
    .filter(({ kind, from, to }) => kind === 'call' || (kind === 'trigger' && (from === 'firing' || to === 'firing')))
    .map(({ at, kind, id, cell, from, to }) => {
      const subject = kind === 'call' ? 'the call' : [id, ...Object.values(cell)].join(' ');
      return `${momentWords(at, plan.launch.t0)} ${subject}: ${from} -> ${to}`;
    });
}
