import { expect } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { writeRecording } from '../../electron/engine/source/recordingWriter.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { buildTimeline, momentMs } from '../../electron/engine/source/simulator/timeline.ts';
import { canonicalJson } from '../../shared/base/canonicalJson.ts';
import { readLaunch } from './makeRecording.ts';

/**
 * Makes the recording of the folder's scenario at `path`, judges it, and expects every right answer of the scenario: its
 * triggers fire after their incident begins and in time, its calls stand at their moments, and no other trigger fires.
 */
export async function expectRightAnswers(folder: string, path: string): Promise<void> {
  const { scenario, plan } = readLaunch(folder);
  await writeRecording(path, simulateLines(scenario, plan));
  const { judgements } = await judgeRecording(await openRecording(path), [plan], { atMs: [] });
  const transitions = judgements[0]?.transitions ?? [];
  const timeline = buildTimeline(scenario, plan);
  const firings = transitions.filter((change) => change.kind === 'trigger' && change.to === 'firing');
  const nameOf = (id: string, cell: Readonly<Record<string, string>>): string => `${id} ${canonicalJson(cell)}`;
  for (const expected of scenario.expects) {
    const byMs = momentMs(expected.by, timeline);
    const incident = scenario.incidents.find(({ id }) => id === expected.incident);
    const fromMs = incident === undefined ? timeline.startMs : momentMs(incident.from, timeline);
    const what = `${expected.trigger ?? ''} ${expected.call ?? ''} of ${expected.incident ?? 'no incident'}`;
    if (expected.trigger !== undefined) {
      const wanted = nameOf(expected.trigger, expected.cell);
      const first = firings.find(({ id, cell, at }) => nameOf(id, cell) === wanted && at >= fromMs);
      expect(first?.at, what).toBeLessThanOrEqual(byMs);
    }
    if (expected.call !== undefined) {
      const call = transitions.findLast((change) => change.kind === 'call' && change.at <= byMs);
      expect(call?.to, what).toBe(expected.call);
    }
  }
  const fired = new Set(firings.map(({ id, cell }) => nameOf(id, cell)));
  const wanted = scenario.expects.flatMap(({ trigger, cell }) => (trigger === undefined ? [] : nameOf(trigger, cell)));
  expect(fired).toEqual(new Set(wanted));
}
