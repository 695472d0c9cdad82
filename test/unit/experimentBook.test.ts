import { describe, expect, test } from 'vitest';
import { experimentInterval, timeUntilDecidable } from '../../shared/stats/experiment.ts';
import { createSeededRandom } from '../chaos/seededRandom.ts';
import { poissonCount, t0S } from '../help/tickByTick.ts';
import { arms, counts, experimentOf, armCounts, readingOf } from '../help/twoArms.ts';

describe('conversion by arm', () => {
  test('is counted by the label, over everything that arrived, late or not', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    room.give([...armCounts('control', 100, 10), ...armCounts('one-click', 90, 12)]);
    room.repeat(40, () => [...armCounts('control', 0, 0), ...armCounts('third', 50, 50)]);
    room.give([{ metric: 'sessions', labels: { arm: 'control' }, value: 7, late: 30 }]);
    const [control, oneClick] = readingOf(room).arms;
    expect(control).toMatchObject({ arm: 'control', exposures: 107, conversions: 10, conversion: 10 / 107 });
    expect(oneClick).toMatchObject({ arm: 'one-click', exposures: 90, conversions: 12 });
    expect(readingOf(room).effects.map(({ arm }) => arm)).toEqual(['one-click']);
  });

  test.each([
    ['arms: { new: 50%, control: 50% }', 'control', 'new'],
    ['arms: { old: 50%, new: 50% }', 'old', 'new'],
  ])('with %s control is %s', (text, control, other) => {
    const room = experimentOf(`${text}, ${counts}`);
    room.give([...armCounts(control, 1000, 100), ...armCounts(other, 1000, 150)]);
    expect(readingOf(room).arms[0]?.arm).toBe(control);
    expect(readingOf(room).effects).toMatchObject([{ arm: other, difference: 0.15 - 0.1 }]);
  });

  test.each([
    ['', 5000],
    [', firstDecision: 20000', 20000],
  ])('the interval is the always-valid one, tuned to the first decision (%s)', (text, firstDecision) => {
    const room = experimentOf(`${arms}, ${counts}${text}`);
    room.give([...armCounts('control', 10_000, 1150), ...armCounts('one-click', 10_100, 1242)]);
    const control = { exposures: 10_000, conversions: 1150 };
    const treatment = { exposures: 10_100, conversions: 1242 };
    const interval = experimentInterval({ control, treatment, firstDecision });
    const reading = readingOf(room);
    expect(reading.firstDecision).toBe(firstDecision);
    expect(reading.effects[0]).toMatchObject({
      difference: interval?.estimate,
      low: interval?.low,
      high: interval?.high,
      state: 'not yet known',
    });
  });

  test('it is better, worse or not yet known, and rules on each see it in that second', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    room.give([...armCounts('control', 1000, 100), ...armCounts('one-click', 1000, 104)]);
    expect(room.state('not-yet-known')).toBe('firing');
    expect(room.state('proven-better')).toBe('ok');
    room.give([...armCounts('control', 19_000, 1900), ...armCounts('one-click', 19_000, 2500)]);
    expect(readingOf(room).state).toBe('proven better');
    expect(room.state('proven-better')).toBe('firing');
    expect(room.state('not-yet-known')).toBe('ok');
    expect(room.transitions.at(-1)?.at).toBe(room.tick * 1000);
    room.give([...armCounts('one-click', 400_000, 32_000), ...armCounts('control', 400_000, 40_000)]);
    expect(readingOf(room).state).toBe('proven worse');
    expect(room.state('proven-worse')).toBe('firing');
    expect(room.state('proven-better')).toBe('ok');
  });

  test('of three arms one that is worse counts before one that is better', () => {
    const room = experimentOf(`arms: { control: 34%, a: 33%, b: 33% }, ${counts}`);
    room.give([
      ...armCounts('control', 34_000, 3400),
      ...armCounts('a', 33_000, 4290),
      ...armCounts('b', 33_000, 3300),
    ]);
    expect(readingOf(room).state).toBe('proven better');
    room.give([
      ...armCounts('control', 34_000, 3400),
      ...armCounts('a', 33_000, 4290),
      ...armCounts('b', 33_000, 1000),
    ]);
    expect(readingOf(room).effects.map(({ state }) => state)).toEqual(['proven better', 'proven worse']);
    expect(readingOf(room).state).toBe('proven worse');
    expect(room.state('proven-better')).toBe('ok');
  });

  test('the time until it is decided follows from the exposures of the last ten minutes', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    room.repeat(300, () => [...armCounts('control', 20, 2), ...armCounts('one-click', 20, 2)]);
    room.repeat(600, (second) => [
      ...armCounts('control', 2, 0),
      ...armCounts('one-click', 2, second % 50 === 0 ? 2 : 0),
    ]);
    const [control, oneClick] = readingOf(room).arms;
    if (control === undefined || oneClick === undefined) throw new Error('There are two arms.');
    const expected = timeUntilDecidable({ control, treatment: oneClick, firstDecision: 5000 }, 0, 4);
    expect(expected).toBeGreaterThan(60);
    expect(readingOf(room).effects[0]?.decidableIn).toBeCloseTo(expected ?? NaN, 6);
  });

  test('before there are ten minutes of traffic the pace is that of the time since the first exposure', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    room.repeat(200, () => [], ['app']);
    room.repeat(50, () => [...armCounts('control', 10, 1), ...armCounts('one-click', 10, 2)]);
    const [control, oneClick] = readingOf(room).arms;
    if (control === undefined || oneClick === undefined) throw new Error('There are two arms.');
    const expected = timeUntilDecidable({ control, treatment: oneClick, firstDecision: 5000 }, 0, 20);
    expect(readingOf(room).effects[0]?.decidableIn).toBeCloseTo(expected ?? NaN, 6);
  });

  test('what was never seen, is stale or has no control is unknown, and a firing rule stays as it is', () => {
    const room = experimentOf(`${arms}, ${counts}`, 'clock: { staleAfter: 10s }\n');
    room.repeat(3, () => [], ['app']);
    expect(room.isFrozen('proven-better')).toBe(true);
    expect(readingOf(room)).toMatchObject({ status: 'never', age: null, state: 'not yet known' });
    room.give(armCounts('one-click', 10, 2));
    expect(readingOf(room)).toMatchObject({ status: 'none' });
    expect(room.isFrozen('proven-better')).toBe(true);
    expect(room.isFrozen('not-yet-known')).toBe(true);
    room.give([...armCounts('one-click', 20_000, 2600), ...armCounts('control', 20_000, 2000)]);
    expect(room.state('proven-better')).toBe('firing');
    room.repeat(9, () => [], ['other']);
    expect(room.isFrozen('proven-better')).toBe(false);
    room.repeat(1, () => [], ['other']);
    expect(readingOf(room)).toMatchObject({ status: 'stale', age: 11_000 });
    expect(room.state('proven-better')).toBe('firing');
    expect(room.isFrozen('proven-better')).toBe(true);
    expect(room.why('proven-better')).toBe('buy was last heard 11 s ago.');
  });

  test('says it in one sentence with the numbers in it', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    room.give([...armCounts('control', 20_000, 2300), ...armCounts('one-click', 20_000, 2900)]);
    expect(room.why('proven-better')).toBe(
      'buy: one-click converts 14.5 % of 20,000 against 11.5 % of 20,000 in control, +3pp (always-valid 95 %: +1.92pp to +4.08pp), proven better.',
    );
    expect(room.why('proven-worse')).toMatch(/proven better, and not proven worse\.$/);
  });

  test('is worth the lift times the sessions times the value of an order, beside what was promised', () => {
    const room = experimentOf(`${arms}, ${counts}, expects: +0.8pp`);
    room.give([...armCounts('control', 10_000, 1000), ...armCounts('one-click', 10_000, 1100)]);
    const effect = readingOf(room).effects[0];
    expect(effect?.money).toMatchObject({ currency: 'USD', sessions: 20_000 });
    expect(effect?.money?.gain).toBeCloseTo(0.01 * 20_000 * 62, 6);
    expect(effect?.money?.promised).toBeCloseTo(0.008 * 20_000 * 62, 6);
    expect(effect?.money?.low).toBeCloseTo((effect?.low ?? NaN) * 20_000 * 62, 6);
    expect(effect?.money?.high).toBeCloseTo((effect?.high ?? NaN) * 20_000 * 62, 6);
  });
});

test('against what the plan says that its difference is worth, it is worth its part of that', () => {
  const room = experimentOf(`${arms}, ${counts}, expects: +0.8pp, worth: { amount: 42000000, per: 91d }`);
  room.give([...armCounts('control', 10_000, 1000), ...armCounts('one-click', 10_000, 1100)]);
  const effect = readingOf(room).effects[0];
  const planned = effect?.money?.planned;
  expect(planned).toMatchObject({ amount: 42_000_000, per: 91 * 86_400_000 });
  expect(planned?.gain).toBeCloseTo((0.01 / 0.008) * 42_000_000, 3);
  expect(planned?.low).toBeCloseTo(((effect?.low ?? NaN) / 0.008) * 42_000_000, 3);
  expect(planned?.high).toBeCloseTo(((effect?.high ?? NaN) / 0.008) * 42_000_000, 3);
});

describe('the forecast of the conversion', () => {
  test('is kept every minute and scored ten minutes later', () => {
    const random = createSeededRandom(3);
    const room = experimentOf(`${arms}, ${counts}`);
    const start = room.tick;
    while (room.tick < t0S + 3600 * 4) {
      const orders = (): number => poissonCount(2, random);
      room.give([...armCounts('control', 20, orders()), ...armCounts('one-click', 20, orders())]);
    }
    const { forecast } = readingOf(room);
    expect(forecast.conversion).toBeCloseTo(0.1, 2);
    expect(forecast.low).toBeLessThan(forecast.conversion ?? NaN);
    expect(forecast.high).toBeGreaterThan(forecast.conversion ?? NaN);
    const minutes = (room.tick - start) / 60;
    expect(forecast.score).toMatchObject({ scored: minutes - 10, open: 10 });
    expect(forecast.score.held / forecast.score.scored).toBeGreaterThan(0.8);
    expect(forecast.score.held / forecast.score.scored).toBeLessThan(0.98);
  });
});
