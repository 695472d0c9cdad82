import { expect, test } from 'vitest';
import { isBlind, isHot, isOver, worstAlert, worstReading } from '../../renderer/burn/burnReading.ts';
import type { IndicatorReading, SloReading } from '../../renderer/present/wire.ts';

const pair = (state: string, long: number | null = 0, short: number | null = 0, id = 'fast') => ({
  id,
  long,
  short,
  factor: 1.8,
  state,
});
const of = (market: string | undefined, ...alerts: SloReading['alerts']): SloReading => ({
  cell: market === undefined ? {} : { market },
  alerts,
});
const seen = (market: string | undefined, ...statuses: IndicatorReading['status'][]): IndicatorReading[] =>
  statuses.map((status) => ({
    window: '5m',
    cell: market === undefined ? {} : { market },
    value: 0,
    n: 9,
    coverage: 1,
    age: 1,
    status,
  }));
const launch = of(undefined, pair('ok', 0.1));
const us = of('US', pair('ok', 0.2));
const uk = of('UK', pair('unknown', null, null), pair('unknown', null, null, 'slow'));

test('a cell that cannot be judged comes before all that are ok, and after what burns', () => {
  const indicators = [...seen(undefined, 'known'), ...seen('US', 'known'), ...seen('UK', 'stale')];
  expect(worstReading([launch, us, uk], indicators)).toBe(uk);
  const burning = of('FR', pair('rising', 1, 9));
  expect(worstReading([launch, uk, burning], indicators)).toBe(burning);
  expect(worstAlert([pair('ok', 1.7), pair('unknown', null)])?.state).toBe('unknown');
});

test('the launch stands for its cells where all of it is out of sight', () => {
  const dark = of(undefined, pair('unknown', null, null));
  expect(worstReading([uk, dark], [...seen(undefined, 'stale'), ...seen('UK', 'stale')])).toBe(dark);
});

test('a cell through which nothing passes is not blind; one that is not heard, or was never seen, is', () => {
  const quiet = of('US', pair('unknown', 0, null), pair('ok', 0, 0, 'slow'));
  expect(isBlind(quiet, seen('US', 'none', 'insufficient'))).toBe(false);
  expect(isBlind(uk, seen('UK', 'none', 'none'))).toBe(false);
  expect(isBlind(quiet, seen('US', 'stale'))).toBe(true);
  expect(isBlind(uk, seen('UK', 'never'))).toBe(true);
  expect(isBlind(uk, [])).toBe(true);
  expect(worstReading([launch, quiet], [...seen(undefined, 'known'), ...seen('US', 'none')])).toBe(launch);
});

test('a pair over its limit is looked at even where its other window has nothing to say', () => {
  expect(isHot(pair('ok', 1))).toBe(false);
  const hot = of('FR', pair('unknown', 11, null));
  expect(isOver(hot.alerts[0] ?? pair('ok'))).toBe(true);
  expect(isOver(pair('rising', 0.2, 2))).toBe(true);
  expect(isOver(pair('ok', 1.8, 1.8))).toBe(false);
  expect(worstReading([launch, hot], seen('FR', 'none', 'insufficient'))).toBe(hot);
});
