import { describe, expect, test } from 'vitest';
import { sharesAtRamp } from '../../shared/judge/armShares.ts';
import type { ExperimentReading } from '../../shared/judge/experimentReading.ts';
import { createSeededRandom } from '../chaos/seededRandom.ts';
import { planOf, poissonCount, type TestSample, type TickByTick } from '../help/tickByTick.ts';
import {
  arms,
  counts,
  experimentOf,
  errors,
  guarded,
  armCounts,
  requests,
  settle,
  readingOf,
} from '../help/twoArms.ts';

describe('sample ratio', () => {
  test('an alarm makes it unreadable for good; good news is unknown then, and harm is still seen', () => {
    const room = experimentOf(guarded, errors);
    room.give([...armCounts('control', 10_000, 1000), ...armCounts('one-click', 10_000, 1400)]);
    expect(room.state('unreadable')).toBe('ok');
    expect(room.state('proven-better')).toBe('firing');
    room.give([...armCounts('control', 10_000, 1000), ...armCounts('one-click', 11_000, 1400)]);
    settle(room);
    expect(room.state('unreadable')).toBe('firing');
    expect(readingOf(room)).toMatchObject({ state: 'unreadable', sampleRatio: { alarmAt: room.tick * 1000 } });
    expect(readingOf(room).sampleRatio.sequentialP).toBeLessThan(0.001);
    expect(room.isFrozen('proven-better')).toBe(true);
    expect(room.state('proven-better')).toBe('firing');
    expect(room.isFrozen('not-yet-known')).toBe(true);
    expect(room.why('unreadable')).toMatch(
      /^buy gave 48\.8 % to control where 50 % were due, 51\.2 % to one-click where 50 % were due/,
    );
    room.give([...requests('control', 20_000, 20), ...requests('one-click', 15_000, 5000)]);
    expect(room.state('proven-harmful')).toBe('firing');
    room.give([...armCounts('control', 100_000, 0), ...armCounts('one-click', 99_000, 0)]);
    settle(room);
    expect(readingOf(room).state).toBe('unreadable');
  });

  test('fair arms raise no alarm in a day of looking every second', () => {
    const random = createSeededRandom(7);
    const room = experimentOf(`${arms}, ${counts}`);
    room.repeat(5000, () => [
      { metric: 'sessions', labels: { arm: 'control' }, value: poissonCount(10, random) },
      { metric: 'sessions', labels: { arm: 'one-click' }, value: poissonCount(10, random) },
    ]);
    expect(readingOf(room).sampleRatio.alarmAt).toBeNull();
    expect(readingOf(room).sampleRatio.p).toBeGreaterThan(0.0001);
  });

  test('arms whose counts of the same seconds come a few seconds apart are no alarm', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    const sessions = (arm: string, late: number): TestSample => ({
      metric: 'sessions',
      labels: { arm },
      value: 3000,
      late,
    });
    room.repeat(4, () => [sessions('control', 0)]);
    room.repeat(60, () => [sessions('control', 0), sessions('one-click', 4)]);
    expect(readingOf(room).sampleRatio).toMatchObject({ alarmAt: null, p: 1 });
    expect(readingOf(room).arms.map(({ due }) => due)).toEqual([54 * 3000, 54 * 3000]);
  });

  test('what is later than that still counts when it comes', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    const sessions = (arm: string, late: number): TestSample => ({
      metric: 'sessions',
      labels: { arm },
      value: 50,
      late,
    });
    room.repeat(60, () => [sessions('control', 0), sessions('one-click', 0)]);
    room.give([sessions('one-click', 40), sessions('control', 45)]);
    expect(readingOf(room).arms.map(({ due }) => due)).toEqual([52 * 50, 52 * 50]);
  });

  test('a change of shares holds for what happened after it, not for what settles after it', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    const split = (control: number, oneClick: number): TestSample[] => [
      ...armCounts('control', control, 0),
      ...armCounts('one-click', oneClick, 0),
    ];
    room.repeat(20, () => split(1000, 1000));
    room.judge.experiments.setShares('buy', { control: 0.2, 'one-click': 0.8 });
    expect(readingOf(room).arms.map(({ share }) => share)).toEqual([0.2, 0.8]);
    room.repeat(20, () => split(400, 1600));
    settle(room);
    expect(readingOf(room).sampleRatio).toMatchObject({ alarmAt: null, p: 1 });
    expect(readingOf(room).arms.map(({ due }) => due)).toEqual([28_000, 52_000]);
  });

  const ramped = (follow: boolean): TickByTick => {
    const room = experimentOf(`${arms}, ${counts}, holdback: 5%`);
    const { experiments } = room.judge;
    for (const ramp of [0, 0.01, 0.25, 1]) {
      const shares = sharesAtRamp(experiments.experiment('buy').experiment, ramp);
      if (follow) experiments.setShares('buy', shares);
      const sessions = (arm: string): TestSample => ({
        metric: 'sessions',
        labels: { arm },
        value: Math.round(20_000 * (shares[arm] ?? 0)),
      });
      room.give([sessions('control'), sessions('one-click')]);
    }
    settle(room);
    return room;
  };

  test('what is due is summed at the share in force when it arrived, and a holdback keeps a control', () => {
    const room = ramped(true);
    const reading = readingOf(room);
    expect(reading.sampleRatio.alarmAt).toBeNull();
    expect(reading.sampleRatio.p).toBeCloseTo(1, 6);
    const [control, oneClick] = reading.arms;
    expect(control).toMatchObject({ share: expect.closeTo(0.05, 12) as number });
    // At a ramp of 0 % there is one arm, which is no split: 1 %, 25 % and 100 % of 95 % of 20,000 each.
    expect(oneClick?.due).toBeCloseTo(0.95 * 1.26 * 20_000, 6);
    expect((control?.due ?? 0) + (oneClick?.due ?? 0)).toBeCloseTo(60_000, 6);
  });

  test('shares that do not follow the ramp are a false alarm', () => {
    expect(readingOf(ramped(false)).state).toBe('unreadable');
  });

  test.each([
    [0, { control: 1, a: 0, b: 0 }],
    [0.5, { control: 0.55, a: 0.15, b: 0.3 }],
    [1, { control: 0.1, a: 0.3, b: 0.6 }],
  ])('at a ramp of %d', (ramp, expected) => {
    const plan = planOf(`experiments:\n  buy: { arms: { control: 40%, a: 20%, b: 40% }, ${counts}, holdback: 10% }\n`);
    const experiment = plan.experiments['buy'];
    if (experiment === undefined) throw new Error('There is no experiment.');
    const shares = sharesAtRamp(experiment, ramp);
    for (const [arm, share] of Object.entries(expected)) expect(shares[arm]).toBeCloseTo(share, 12);
  });

  const cells = 'dimensions: { market: [US, JP] }\nramp: { stages: [0%, 50%, 100%] }\n';
  const exposed = (market: string | undefined, arm: string, value: number): TestSample => ({
    metric: 'sessions',
    labels: market === undefined ? { arm } : { arm, market },
    value,
  });

  test('cells at different stages are each held against their own shares', () => {
    const run = (byCell: boolean): ExperimentReading => {
      const room = experimentOf(`${arms}, ${counts}`, cells);
      const { experiments } = room.judge;
      if (byCell) experiments.setShares('buy', { control: 0.9, 'one-click': 0.1 }, { market: 'US' });
      if (byCell) experiments.setShares('buy', { control: 0.5, 'one-click': 0.5 }, { market: 'JP' });
      room.give([
        exposed('US', 'control', 9000),
        exposed('US', 'one-click', 1000),
        exposed('JP', 'control', 500),
        exposed('JP', 'one-click', 500),
        exposed(undefined, 'control', 300),
        exposed(undefined, 'one-click', 300),
      ]);
      settle(room);
      return readingOf(room);
    };
    expect(run(false).state).toBe('unreadable');
    const reading = run(true);
    expect(reading.sampleRatio).toMatchObject({ alarmAt: null, p: 1 });
    expect(reading.arms.map(({ due }) => due)).toEqual([9800, 1800]);
  });

  test('shares for the launch end those of the cells, and an unknown cell is refused', () => {
    const room = experimentOf(`${arms}, ${counts}`, cells);
    const { experiments } = room.judge;
    experiments.setShares('buy', { control: 0.9, 'one-click': 0.1 }, { market: 'US' });
    experiments.setShares('buy', { control: 0.75, 'one-click': 0.25 });
    room.give([exposed('US', 'control', 750), exposed('US', 'one-click', 250)]);
    settle(room);
    expect(readingOf(room).arms.map(({ due }) => due)).toEqual([750, 250]);
    expect(() => experiments.setShares('buy', { control: 1 }, { market: 'FR' })).toThrow('market=FR');
  });
});
