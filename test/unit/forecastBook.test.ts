import { describe, expect, test } from 'vitest';
import type { ForecastReading } from '../../shared/judge/forecastReading.ts';
import { rangeToZero } from '../../shared/stats/forecast.ts';
import { exhaustion } from '../../shared/stats/exhaustion.ts';
import { createSeededRandom } from '../chaos/seededRandom.ts';
import { planOf, poissonCount, t0S, type TestSample, TickByTick, triggerOn } from '../help/tickByTick.ts';

const stock = `indicators:\n  stock: { kind: gauge, gauge: { metric: tickets.remaining } }\n`;
const sellOut = 'forecasts:\n  sell-out: { remaining: stock, consumed: { metric: tickets.sold }, last: 10m }\n';
const rules = `triggers:\n${triggerOn('EARLY', '{ forecast: sell-out, before: T+2h }')}${triggerOn('LATE', '{ forecast: sell-out, after: T+2h }')}`;

function saleOf(forecast = sellOut, more = ''): TickByTick {
  return new TickByTick(planOf(`${stock}${forecast}${more}${rules}`));
}

const left = (value: number, source = 'app'): TestSample => ({
  metric: 'tickets.remaining',
  kind: 'gauge',
  value,
  source,
});
const sold = (value: number, source = 'app'): TestSample => ({ metric: 'tickets.sold', value, source });

/** Sells so many a second from a stock that says so at once; returns what is left. */
function sell(room: TickByTick, from: number, seconds: number, pace: (second: number) => number): number {
  let remaining = from;
  room.repeat(seconds, (second) => {
    const count = Math.min(remaining, pace(second));
    remaining -= count;
    return [sold(count), left(remaining)];
  });
  return remaining;
}

function readingOf(room: TickByTick): ForecastReading {
  const reading = room.snapshot().forecasts['sell-out'];
  if (reading === undefined) throw new Error('There is no forecast.');
  return reading;
}

describe('when the stock runs out', () => {
  test('follows from the last ten minutes, as a range and as instants', () => {
    const room = saleOf();
    const remaining = sell(room, 100_000, 1200, (second) => (second < 600 ? 50 : 7 + (second % 3)));
    const reading = readingOf(room);
    const perMinute = new Array<number>(10).fill(480);
    const range = rangeToZero({ remaining, perMinute });
    expect(reading).toMatchObject({
      state: 'running out',
      status: 'known',
      remaining,
      n: 4800,
      returned: 0,
      minutes: 10,
      age: 1000,
    });
    expect(reading.seconds).toBeCloseTo(remaining / 8, 6);
    expect(reading.low).toBeCloseTo(range?.low ?? NaN, 6);
    expect(reading.high).toBeCloseTo(range?.high ?? NaN, 6);
    expect(reading.at).toBe(Math.round((room.tick + (reading.seconds ?? NaN)) * 1000));
    expect(reading.lowAt).toBe(Math.round((room.tick + (reading.low ?? NaN)) * 1000));
    expect(reading.highAt).toBe(Math.round((room.tick + (reading.high ?? NaN)) * 1000));
  });

  test('before ten minutes, whole minutes since the first sale count; before one, it is too early', () => {
    const room = saleOf();
    room.repeat(100, () => [left(5000)]);
    expect(readingOf(room)).toMatchObject({ state: 'unknown', status: 'never', seconds: null, at: null });
    sell(room, 5000, 59, () => 5);
    expect(readingOf(room)).toMatchObject({ state: 'unknown', status: 'insufficient', minutes: 0 });
    expect(room.isFrozen('EARLY')).toBe(true);
    sell(room, 5000 - 59 * 5, 96, () => 5);
    expect(readingOf(room)).toMatchObject({ state: 'running out', minutes: 2, n: 600 });
    expect(readingOf(room).seconds).toBeCloseTo((5000 - 155 * 5) / 5, 6);
  });

  test('a trend that is significant is carried on', () => {
    const room = saleOf();
    sell(room, 1_000_000, 600, (second) => 10 + Math.floor(second / 60) * 5);
    const { remaining, seconds } = readingOf(room);
    expect(seconds).toBeLessThan((remaining ?? NaN) / 55);
  });

  test('nothing consumed: not on this path, and rules do not know', () => {
    const room = saleOf();
    sell(room, 500, 120, () => 0);
    expect(readingOf(room)).toMatchObject({ state: 'not on this path', status: 'none', remaining: 500, seconds: null });
    expect(room.isFrozen('EARLY')).toBe(true);
    expect(room.isFrozen('LATE')).toBe(true);
    expect(room.why('LATE')).toBe('sell-out is not on this path: nothing was consumed over 2m, and 500 are left.');
  });
});

describe('returned stock', () => {
  test('takes from what was consumed in its minute, and widens the range', () => {
    const plain = saleOf();
    sell(plain, 50_000, 660, () => 8);
    const room = saleOf();
    let remaining = sell(room, 50_000, 500, () => 8);
    room.give([left((remaining += 1000))]);
    remaining = sell(room, remaining, 159, () => 8);
    const reading = readingOf(room);
    expect(reading.returned).toBeCloseTo(1000, 6);
    expect(reading.n).toBe(8 * 599);
    expect(reading.seconds).toBeCloseTo(remaining / ((8 * 599 - 1000) / 600), 0);
    const width = ({ low, high, seconds }: ForecastReading): number =>
      ((high ?? NaN) - (low ?? NaN)) / (seconds ?? NaN);
    expect(width(reading)).toBeGreaterThan(3 * width(readingOf(plain)));
  });

  test('that hides under the sales counts too', () => {
    const room = saleOf();
    let remaining = 50_000;
    room.repeat(900, () => [sold(8), left((remaining -= 6))]);
    expect(readingOf(room).returned).toBeCloseTo(2 * 600, 6);
    expect(readingOf(room).seconds).toBeCloseTo(remaining / 6, 6);
  });

  test('a gauge that lags behind the counts shows next to none', () => {
    const room = saleOf();
    let remaining = 100_000;
    room.repeat(900, (second) => {
      remaining -= 8;
      return second % 7 === 0 ? [sold(8), left(remaining + 40)] : [sold(8)];
    });
    expect(readingOf(room).returned).toBeLessThan(60);
  });

  test('what is held for a while and let go of was never consumed, and does not count as returned', () => {
    const room = saleOf();
    let remaining = sell(room, 50_000, 300, () => 8);
    // 600 are held at once, and all of them are let go of three minutes later.
    remaining = sell(room, remaining - 600, 180, () => 8);
    sell(room, remaining + 600, 120, () => 8);
    expect(readingOf(room).returned).toBeCloseTo(0, 6);
  });

  test('more than was consumed, minute after minute: it is not on this path', () => {
    const room = saleOf();
    let remaining = 500;
    room.repeat(720, () => [sold(1), left((remaining += 1))]);
    expect(readingOf(room)).toMatchObject({ state: 'not on this path', status: 'none' });
    expect(room.why('EARLY')).toMatch(/^sell-out is not on this path: of the 600 consumed over 10m as many came back/);
  });

  test('a release of more than was ever consumed says nothing of the pace, now and later', () => {
    const room = saleOf();
    room.repeat(90, () => [sold(0), left(0)]);
    let remaining = 2000;
    for (let minute = 0; minute < 20; minute += 1) {
      remaining = sell(room, remaining, 60, () => 1);
      expect(readingOf(room).returned).toBeCloseTo(0, 6);
      expect(readingOf(room).state).toBe('running out');
    }
    expect(readingOf(room).seconds).toBeCloseTo(remaining, 6);
  });
});

describe('rules on a forecast', () => {
  test('compare the point with an instant against T-0', () => {
    const room = saleOf();
    sell(room, 100_000, 300, () => 10);
    expect(room.state('LATE')).toBe('firing');
    expect(room.state('EARLY')).toBe('ok');
    sell(room, 97_000, 700, () => 20);
    expect(room.state('EARLY')).toBe('firing');
    expect(room.state('LATE')).toBe('ok');
    const fired = room.transitions.find(({ id, to }) => id === 'EARLY' && to === 'firing');
    expect((fired?.at ?? NaN) + (fired?.value ?? NaN) * 1000).toBeLessThan((t0S + 7200) * 1000);
    expect(fired?.why).toMatch(
      /^EARLY fires: sell-out is in \w+ \(90 %: \w+ to \w+\), with [\d,]+ left and [\d,]+ consumed over \dm, before T\+2h\.$/,
    );
  });

  test.each([
    ['the gauge', 'till', 'app'],
    ['the counts', 'app', 'till'],
  ])('stay as they are when %s falls silent', (_, silent, talking) => {
    const room = saleOf();
    const pair = (second: number): TestSample[] => [sold(20, 'till'), left(40_000 - second * 20, 'app')];
    room.repeat(300, pair);
    expect(room.state('EARLY')).toBe('firing');
    const changes = (): number => room.transitions.filter(({ kind }) => kind === 'trigger').length;
    const before = changes();
    const keep = talking === 'till' ? sold(20, 'till') : left(34_000, 'app');
    room.repeat(60, () => [keep]);
    expect(room.isFrozen('EARLY')).toBe(true);
    expect(room.state('EARLY')).toBe('firing');
    expect(changes()).toBe(before);
    expect(readingOf(room)).toMatchObject({ state: 'unknown', status: 'stale', seconds: null, at: null });
    expect(silent).not.toBe(talking);
    room.repeat(5, () => pair(300));
    expect(room.isFrozen('EARLY')).toBe(false);
  });

  test('once nothing is left, it is when that was', () => {
    const room = saleOf();
    sell(room, 3000, 400, () => 10);
    const goneAt = (t0S + 300) * 1000;
    expect(readingOf(room)).toMatchObject({
      state: 'gone',
      status: 'known',
      remaining: 0,
      seconds: 0,
      at: goneAt,
      lowAt: goneAt,
      highAt: goneAt,
    });
    expect(room.state('EARLY')).toBe('firing');
    expect(room.why('EARLY')).toBe('nothing is left of stock, before T+2h.');
    room.repeat(700, () => [left(0)]);
    expect(readingOf(room)).toMatchObject({ state: 'gone', at: goneAt, n: 0 });
    sell(room, 500, 120, () => 1);
    expect(readingOf(room).state).toBe('running out');
  });
});

describe('"if we go to 50 %"', () => {
  test('lays planned demand over the range, and keeps nothing of it', () => {
    const room = saleOf();
    const remaining = sell(room, 100_000, 600, () => 10);
    const live = room.judge.forecasts.forecast('sell-out');
    const open = readingOf(room).score.open;
    expect(live.overlay([1, 1, 2], room.tick)?.seconds).toBeCloseTo(120 + (remaining - 1200) / 20, 6);
    expect(live.overlay([0], room.tick)).toEqual({ seconds: Infinity, low: Infinity, high: Infinity });
    expect(readingOf(room).seconds).toBeCloseTo(remaining / 10, 6);
    expect(readingOf(room).score.open).toBe(open);
  });
});

describe('kept and scored', () => {
  test('a forecast whose range has passed is a miss; the others are held against the end', () => {
    const room = saleOf();
    // Promises an end in about ten minutes, and then sells nothing for half an hour.
    let remaining = sell(room, 12_000, 600, () => 10);
    expect(readingOf(room).score).toMatchObject({ scored: 0, share: null, open: 10 });
    remaining = sell(room, remaining, 1800, () => 0);
    const missed = readingOf(room).score;
    expect(missed.held).toBe(0);
    expect(missed.scored).toBeGreaterThanOrEqual(10);
    sell(room, remaining, 700, () => 10);
    const end = readingOf(room).score;
    expect(end.open).toBe(0);
    expect(end.held).toBeGreaterThan(0);
    expect(end.share).toBe(end.held / end.scored);
  });

  test('over many sales of a steady pace about nine in ten hold the truth', () => {
    const random = createSeededRandom(11);
    let scored = 0;
    let held = 0;
    for (let sale = 0; sale < 60; sale += 1) {
      const room = saleOf();
      sell(room, 3000 + random.between(0, 2000), 1500, () => poissonCount(4, random));
      const { score } = readingOf(room);
      expect(score.open).toBe(0);
      scored += score.scored;
      held += score.held;
    }
    expect(scored).toBeGreaterThan(600);
    expect(held / scored).toBeGreaterThan(0.84);
    expect(held / scored).toBeLessThan(0.97);
  });

  test('so is the end of an event budget', () => {
    const slo = `indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }
slos:
  checkout: { indicator: errors, objective: 99%, period: 12h, expected: 100000 }\n`;
    const room = new TickByTick(planOf(slo));
    const answer = (outcome: string, value: number): TestSample => ({ metric: 'requests', labels: { outcome }, value });
    room.repeat(630, () => [answer('ok', 99), answer('error', 1)]);
    const [running] = room.snapshot().slos['checkout'] ?? [];
    const expected = exhaustion(370, 600, 600);
    expect(running?.exhaustion?.seconds).toBeCloseTo(expected?.seconds ?? NaN, 6);
    expect(running?.exhaustion?.high).toBeCloseTo(expected?.high ?? NaN, 6);
    expect(running?.exhaustionScore).toMatchObject({ scored: 0, open: 10, share: null });
    room.repeat(380, () => [answer('ok', 99), answer('error', 1)]);
    const [gone] = room.snapshot().slos['checkout'] ?? [];
    expect(gone?.left).toBeLessThan(0);
    expect(gone?.exhaustionScore?.open).toBe(0);
    expect(gone?.exhaustionScore?.scored).toBeGreaterThan(10);
  });
});
