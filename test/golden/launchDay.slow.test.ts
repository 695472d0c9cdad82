import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { expandTraffic } from '../../electron/engine/source/simulator/expandTraffic.ts';
import { lintPlan } from '../../shared/judge/lint/lintPlan.ts';
import { expectRightAnswers } from '../help/expectRightAnswers.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { expectGoldenRecording } from '../help/recordingDigest.ts';

const folder = join(import.meta.dirname, '../../data/shopnow-one-click');
const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-day-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('the launch day is 24 hours of 36 counts, 2 latencies of 5 values and 3 gauges, every second', () => {
  const { scenario } = readLaunch(folder);
  const series = scenario.traffic.flatMap((traffic) => (traffic.kind === 'event' ? [] : expandTraffic(traffic)));
  const kinds = Object.groupBy(series, ({ traffic }) => traffic.kind);
  expect([kinds.count?.length, kinds.latency?.length, kinds.gauge?.length]).toEqual([36, 2, 3]);
  expect(series.every(({ traffic }) => traffic.interval === 1000)).toBe(true);
  expect(kinds.latency?.every(({ traffic }) => traffic.kind === 'latency' && traffic.values === 5)).toBe(true);
  expect(scenario.lasts).toBe(86_400_000);
});

test('its plan has no errors, 16 triggers, 4 of them for each of 18 cells, with windows from 5 minutes to a day', () => {
  const { plan } = readLaunch(folder);
  expect(lintPlan(plan).filter(({ level }) => level === 'error')).toEqual([]);
  const triggers = Object.values(plan.triggers);
  expect(triggers).toHaveLength(16);
  expect(triggers.filter(({ scope }) => scope.each.join() === 'market,method')).toHaveLength(4);
  expect(triggers.every(({ owner, guidance }) => owner !== undefined && guidance !== undefined)).toBe(true);
});

test('its recording has the bytes that are checked in', () => {
  expectGoldenRecording('launch-day', folder);
});

test('its judgement gives the right answers, and no false alarm', async () => {
  await expectRightAnswers(folder, join(scratch, 'day.ndjson.zst'));
});
