import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { gatherReview } from '../../electron/host/cli/gatherReview.ts';
import { HandClock } from '../help/handClock.ts';
import { HandSource } from '../help/handSource.ts';
import { openLiveDesk } from '../help/liveDesk.ts';
import { livePlan, liveT0Ms, requests } from '../help/livePlan.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-review-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('a session too short for a chunk is reviewed from its first second to its last', async () => {
  const [path, clock, source] = [join(scratch, 'short.holdpoint'), new HandClock(liveT0Ms), new HandSource()];
  const { engine } = openLiveDesk(path, 'create', livePlan, [{ name: 'hand-1', source }], clock);
  for (let second = 0; second < 60; second += 1) {
    source.frame(second, requests(clock.nowMs(), 10), requests(clock.nowMs(), second > 20 ? 40 : 0, 'error'));
    await clock.pass(1000);
  }
  const first = engine.past.firstTick ?? 0;
  await engine.close();
  const review = await gatherReview(path);
  const { input } = review;
  const { ticks, transitions, series } = input;
  expect(ticks).toEqual({ first, last: liveT0Ms / 1000 + 61 });
  expect(transitions.filter(({ kind, to }) => kind === 'trigger' && to === 'firing')).toHaveLength(1);
  const all = series.map(({ id }) => id);
  expect(input.sum(all, first - 1, ticks?.last ?? 0)).toBe(60 * 10 + 39 * 40);
  expect(input.rollUp?.columns.some(({ n }) => n.some((count) => count > 0))).toBe(true);
  await review.close();
});
