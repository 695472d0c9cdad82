import { expect } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { writeRecording } from '../../electron/engine/source/recordingWriter.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { buildTimeline, momentMs } from '../../electron/engine/source/simulator/timeline.ts';
import { firingsOf } from '../../shared/judge/backtest/firings.ts';
import { rightAnswers } from '../../shared/judge/backtest/rightAnswers.ts';
import { scoreCalls } from '../../shared/judge/backtest/scoreCalls.ts';
import { scoreTriggers } from '../../shared/judge/backtest/scoreTriggers.ts';
import { readLaunch } from './makeRecording.ts';

/**
 * Makes the recording of the folder's scenario at `path`, judges it, and expects every right answer of the scenario: its
 * triggers fire after their incident begins and in time, its calls stand at their moments, and no other trigger fires.
 */
export async function expectRightAnswers(folder: string, path: string): Promise<void> {
  const { scenario, plan } = readLaunch(folder);
  await writeRecording(path, simulateLines(scenario, plan));
  const { judgements, ticks } = await judgeRecording(await openRecording(path), [plan], { atMs: [] });
  const transitions = judgements[0]?.transitions ?? [];
  const timeline = buildTimeline(scenario, plan);
  const answers = rightAnswers(scenario, plan, (moment) => momentMs(moment, timeline));
  expect(answers.length).toBeGreaterThanOrEqual(scenario.expects.length);
  const judged = { firstMs: (ticks?.first ?? NaN) * 1000, lastMs: (ticks?.last ?? NaN) * 1000 };
  const firings = firingsOf(transitions);
  const triggers = scoreTriggers(
    answers,
    () => true,
    firings,
    judged,
    () => false,
  );
  expect(triggers.answers.filter(({ outcome }) => outcome !== 'found')).toEqual([]);
  expect(triggers.falseAlarms).toEqual([]);
  expect(scoreCalls(answers, transitions, judged).filter(({ outcome }) => outcome !== 'found')).toEqual([]);
}
