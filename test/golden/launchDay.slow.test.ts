import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expandTraffic } from '../../electron/engine/source/simulator/expandTraffic.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { expectGoldenRecording } from '../help/recordingDigest.ts';

const folder = join(import.meta.dirname, '../../data/shopnow-one-click');

test('what burns comes every second of 24 hours: 36 counts and 2 latencies of 5 values; everything else is slower', () => {
  const { scenario } = readLaunch(folder);
  const series = scenario.traffic.flatMap((traffic) => (traffic.kind === 'event' ? [] : expandTraffic(traffic)));
  const isEverySecond = ({ traffic }: (typeof series)[number]): boolean =>
    'interval' in traffic && traffic.interval === 1000;
  const kinds = Object.groupBy(series.filter(isEverySecond), ({ traffic }) => traffic.kind);
  expect([kinds.count?.length, kinds.latency?.length, kinds.gauge?.length]).toEqual([36, 2, 2]);
  expect(kinds.latency?.every(({ traffic }) => traffic.kind === 'latency' && traffic.values === 5)).toBe(true);
  expect(series.length).toBeGreaterThan(200);
  expect(scenario.lasts).toBe(86_400_000);
});

test('its plan has 22 triggers, 5 of them for each of 18 cells, each with an owner and guidance', () => {
  const { plan } = readLaunch(folder);
  const triggers = Object.values(plan.triggers);
  expect(triggers).toHaveLength(22);
  expect(triggers.filter(({ scope }) => scope.each.join() === 'market,method')).toHaveLength(5);
  expect(triggers.every(({ owner, guidance }) => owner !== undefined && guidance !== undefined)).toBe(true);
});

// The bench measures on this recording; what the judgement makes of it is told by the tests of all launches.
test('its recording has the bytes that are checked in', () => {
  expectGoldenRecording('launch-day', folder);
});
