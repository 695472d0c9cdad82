import { describe, expect, test } from 'vitest';
import { sharesAtRamp } from '../../shared/judge/armShares.ts';
import type { ExperimentReading } from '../../shared/judge/experimentReading.ts';
import { experimentInterval, timeUntilDecidable } from '../../shared/stats/experiment.ts';
import { createSeededRandom } from '../chaos/seededRandom.ts';
import { planOf, poissonCount, t0S, type TestSample, TickByTick, triggerOn } from '../help/tickByTick.ts';

const arms = 'arms: { control: 50%, one-click: 50% }';
const counts = 'exposures: { metric: sessions, arm: arm }, conversions: { metric: orders, arm: arm }';

const states = ['proven better', 'proven worse', 'not yet known', 'proven safe', 'proven harmful', 'unreadable'];
const triggers = `triggers:\n${states.map((state) => triggerOn(state.replaceAll(' ', '-'), `{ experiment: buy, is: ${state} }`)).join('')}`;

function experimentOf(text: string, more = ''): TickByTick {
  return new TickByTick(planOf(`experiments:\n  buy: { ${text} }\n${more}${triggers}`));
}

const errors = `indicators:\n  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }\n`;
const guarded = `${arms}, ${counts}, guardrails: [{ indicator: errors, margin: 1pp }]`;

function armCounts(arm: string, sessions: number, orders: number): TestSample[] {
  return [
    { metric: 'sessions', labels: { arm }, value: sessions },
    { metric: 'orders', labels: { arm }, value: orders },
  ];
}

function requests(arm: string | undefined, good: number, bad: number): TestSample[] {
  const labels: Record<string, string> = arm === undefined ? {} : { arm };
  return [
    { metric: 'requests', labels: { ...labels, outcome: 'ok' }, value: good },
    { metric: 'requests', labels: { ...labels, outcome: 'error' }, value: bad },
  ];
}

/** Ten seconds without exposures, so that the sample ratio has seen all of them. */
function settle(room: TickByTick): void {
  room.repeat(10, () => [], ['app']);
}

function readingOf(room: TickByTick): ExperimentReading {
  const reading = room.snapshot().experiments['buy'];
  if (reading === undefined) throw new Error('There is no experiment.');
  return reading;
}

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

describe('guardrails', () => {
  test.each([
    ['proven safe', 20_000, 40, 40],
    ['proven harmful', 20_000, 40, 700],
    ['not yet known', 500, 1, 2],
  ])('%s', (state, total, controlBad, treatmentBad) => {
    const room = experimentOf(guarded, errors);
    room.give([
      ...armCounts('control', 100, 10),
      ...armCounts('one-click', 100, 10),
      ...requests('control', total - controlBad, controlBad),
      ...requests('one-click', total - treatmentBad, treatmentBad),
    ]);
    const [guardrail] = readingOf(room).guardrails;
    expect(guardrail).toMatchObject({ indicator: 'errors', margin: 0.01, state, status: 'known' });
    expect(guardrail?.control).toBeCloseTo(controlBad / total, 12);
    expect(room.state('proven-safe')).toBe(state === 'proven safe' ? 'firing' : 'ok');
    expect(room.state('proven-harmful')).toBe(state === 'proven harmful' ? 'firing' : 'ok');
    expect(room.state('not-yet-known')).toBe('firing');
  });

  test('good events, shares within a limit and rates are all worse when there is more of the bad', () => {
    const room = experimentOf(
      `${arms}, ${counts}, guardrails: [{ indicator: good, margin: 1pp }, { indicator: per-thousand, margin: 1pp }]`,
      `indicators:
  good: { kind: ratio, good: { metric: requests, where: { outcome: ok } }, total: { metric: requests } }
  per-thousand: { kind: rate, count: { metric: requests, where: { outcome: error } }, per: { metric: requests }, scale: 1000 }\n`,
    );
    room.give([...requests('control', 19_900, 100), ...requests('one-click', 19_000, 1000)]);
    expect(readingOf(room).guardrails.map(({ state }) => state)).toEqual(['proven harmful', 'proven harmful']);
    expect(readingOf(room).guardrails[1]?.arms[0]?.difference).toBeCloseTo(0.045, 12);
  });

  test('an indicator without the label cannot tell the arms apart: not yet known, and rules do not know', () => {
    const room = experimentOf(guarded, errors);
    room.give([
      ...armCounts('control', 100, 10),
      ...armCounts('one-click', 100, 10),
      ...requests(undefined, 1000, 500),
    ]);
    expect(readingOf(room).guardrails[0]).toMatchObject({
      state: 'not yet known',
      status: 'never',
      control: null,
      why: 'the guardrail errors cannot tell the arms apart, because no sample of it bears the label arm.',
    });
    expect(room.isFrozen('proven-safe')).toBe(true);
    expect(room.isFrozen('proven-harmful')).toBe(true);
  });

  test('an arm of which the indicator has nothing leaves it open', () => {
    const room = experimentOf(guarded, errors);
    room.give([
      ...armCounts('control', 100, 10),
      ...armCounts('one-click', 100, 10),
      ...requests('one-click', 1000, 500),
    ]);
    expect(readingOf(room).guardrails[0]).toMatchObject({
      state: 'not yet known',
      status: 'none',
      why: 'the guardrail errors has nothing of control to compare with.',
    });
    expect(room.isFrozen('proven-harmful')).toBe(true);
  });

  test('all of several must be safe, and one is enough for harm', () => {
    const two = `${errors}  slow: { kind: ratio, bad: { metric: answers, where: { outcome: error } }, total: { metric: answers } }\n`;
    const text = `${arms}, ${counts}, guardrails: [{ indicator: errors, margin: 1pp }, { indicator: slow, margin: 1pp }]`;
    const answers = (arm: string, good: number, bad: number): TestSample[] =>
      requests(arm, good, bad).map((sample) => ({ ...sample, metric: 'answers' }));
    const room = experimentOf(text, two);
    room.give([...requests('control', 20_000, 20), ...requests('one-click', 20_000, 20)]);
    expect(room.isFrozen('proven-safe')).toBe(true);
    room.give([...answers('control', 100, 1), ...answers('one-click', 100, 1)]);
    expect(room.state('proven-safe')).toBe('ok');
    expect(room.isFrozen('proven-safe')).toBe(false);
    room.give([...answers('control', 20_000, 20), ...answers('one-click', 20_000, 20)]);
    expect(room.state('proven-safe')).toBe('firing');
    room.give([...answers('one-click', 20_000, 4000)]);
    expect(room.state('proven-safe')).toBe('ok');
    expect(room.state('proven-harmful')).toBe('firing');
  });

  test('without a guardrail nothing is ever safe or harmful', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    room.give([...armCounts('control', 20_000, 2000), ...armCounts('one-click', 20_000, 2000)]);
    expect(room.isFrozen('proven-safe')).toBe(true);
    expect(room.why('proven-safe')).toBe('buy has no guardrail, so nothing shows that it is safe.');
  });

  test('a guardrail whose source falls silent is unknown, while conversion is not', () => {
    const room = experimentOf(guarded, errors);
    const heard = armCounts('control', 100, 10).concat(armCounts('one-click', 100, 10));
    const failing = [...requests('control', 20_000, 20), ...requests('one-click', 15_000, 5000)];
    room.give([...heard, ...failing.map((sample) => ({ ...sample, source: 'gateway' }))]);
    expect(room.state('proven-harmful')).toBe('firing');
    room.repeat(40, () => heard);
    expect(room.isFrozen('proven-harmful')).toBe(true);
    expect(room.state('proven-harmful')).toBe('firing');
    expect(room.isFrozen('proven-better')).toBe(false);
    expect(room.why('proven-harmful')).toBe('the guardrail errors was last heard 41 s ago.');
  });
});

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
      { metric: 'sessions', labels: { arm: 'control' }, value: poissonCount(10, random.next) },
      { metric: 'sessions', labels: { arm: 'one-click' }, value: poissonCount(10, random.next) },
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

describe('the forecast of the conversion', () => {
  test('is kept every minute and scored ten minutes later', () => {
    const random = createSeededRandom(3);
    const room = experimentOf(`${arms}, ${counts}`);
    const start = room.tick;
    while (room.tick < t0S + 3600 * 4) {
      const orders = (): number => poissonCount(2, random.next);
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
