import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { formatDuration, LONGEST_DURATION_MS, nearestDuration, parseDurationMs } from '../../shared/base/duration.ts';
import { instantAt, nearestInstant, parseInstant, parseIsoMs } from '../../shared/base/instant.ts';
import { nearestWord } from '../../shared/base/nearestWord.ts';
import { formatPercent, nearestPercent, parsePercent } from '../../shared/base/percent.ts';

describe('durations', () => {
  test.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
    ['10w', 6_048_000_000],
    ['1w2d3h4m5s6ms', 788_645_006],
    ['0s', 0],
    ['90m', 5_400_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  test.each([
    '',
    '30',
    's',
    '1.5h',
    '30s5m',
    '5m5m',
    '-5m',
    '+5m',
    '5 m',
    '5M',
    '1h ',
    '4000d',
    'Infinitys',
    '9'.repeat(40) + 's',
  ])('%j is none', (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });

  test.each([
    ['5 min', '5m'],
    ['5M', '5m'],
    ['90 minutes', '1h30m'],
    ['1.5h', '1h30m'],
    ['1 hour and 30 minutes', '1h30m'],
    ['30s5m', '5m30s'],
    ['300sec', '5m'],
    ['2 weeks', '14d'],
    ['1_000ms', '1s'],
    ['PT5M', '5m'],
    ['P1DT2H', '1d2h'],
  ])('%j was probably meant as %s', (text, meant) => {
    expect(parseDurationMs(text)).toBeUndefined();
    expect(nearestDuration(text)).toBe(meant);
  });

  test.each(['', '5', 'soon', '-5m', '5mo', '0.3ms', '4015d', '9'.repeat(70) + 's'])('%j may mean anything', (text) => {
    expect(nearestDuration(text)).toBeUndefined();
  });

  test('what is written reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LONGEST_DURATION_MS }), (ms) => {
        expect(parseDurationMs(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  test('written with days as the greatest unit', () => {
    expect(formatDuration(90_000)).toBe('1m30s');
    expect(formatDuration(14 * 86_400_000)).toBe('14d');
    expect(formatDuration(-1_500)).toBe('-1s500ms');
  });
});

describe('percentages', () => {
  test.each([
    ['99.9%', 0.999],
    ['99.95%', 0.9995],
    ['0.1%', 0.001],
    ['5 %', 0.05],
    ['0.8pp', 0.008],
    ['+0.8pp', 0.008],
    ['-3%', -0.03],
    ['100%', 1],
  ])('%s is %d', (text, ratio) => {
    expect(parsePercent(text)).toBe(ratio);
  });

  test.each(['', '5', '%', '5%%', '1e3%', '.5%', '5.%', '5pc', 'Infinity%', ' 5%'])('%j is none', (text) => {
    expect(parsePercent(text)).toBeUndefined();
  });

  test.each([
    ['2 percent', '2%'],
    ['0,5%', '0.5%'],
    ['99.95', '99.95%'],
    ['.5 %', '0.5%'],
    ['5pct', '5%'],
    ['+0.8 points', '+0.8pp'],
    ['5 percentage points', '5pp'],
  ])('%j was probably meant as %s', (text, meant) => {
    expect(parsePercent(text)).toBeUndefined();
    expect(nearestPercent(text)).toBe(meant);
    expect(parsePercent(meant)).toBeDefined();
  });

  test.each(['', '%', 'five', '1e3%', '9,000,000', '1'.repeat(70)])('%j may mean anything', (text) => {
    expect(nearestPercent(text)).toBeUndefined();
  });

  test('the decimal point moves without rounding, which dividing does not do', () => {
    expect(parsePercent('99.9%')).not.toBe(99.9 / 100);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (millionths) => {
        const digits = String(millionths).padStart(6, '0');
        const percent = `${digits.slice(0, -5)}.${digits.slice(-5)}%`;
        expect(parsePercent(percent)).toBe(Number(`${millionths}e-7`));
      }),
    );
  });

  test('written with as many digits as are asked for', () => {
    expect(formatPercent(0.9995)).toBe('99.95 %');
    expect(formatPercent(1e-7)).toBe('0.00001 %');
  });
});

describe('instants', () => {
  test.each([
    ['2026-03-30T14:00:00Z', 1_774_879_200_000],
    ['2026-03-30T16:00+02:00', 1_774_879_200_000],
    ['2026-03-30T16:00:00+02', 1_774_879_200_000],
    ['2026-03-30T16:00:00+0200', 1_774_879_200_000],
    ['2026-03-30T08:30:00.5-05:30', 1_774_879_200_500],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000],
    ['1970-01-01T00:00:00Z', 0],
  ])('%s is %d', (text, ms) => {
    expect(parseIsoMs(text)).toBe(ms);
  });

  test.each([
    '2026-03-30T14:00:00',
    '2026-03-30',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-30T24:00:00Z',
    '2026-03-30T14:60:00Z',
    '2026-03-30T14:00:00+25:00',
    '2026-03-30 14:00:00Z',
    '1969-12-31T23:59:59Z',
  ])('%s is none', (text) => {
    expect(parseIsoMs(text)).toBeUndefined();
  });

  test('every moment that JavaScript writes reads back', () => {
    const span = { noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') };
    fc.assert(
      fc.property(fc.date(span), (date) => {
        expect(parseIsoMs(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  test.each([
    ['T-0', 0],
    ['T+0', 0],
    ['T-2h', -7_200_000],
    ['T+1h30m', 5_400_000],
    ['T-10w', -6_048_000_000],
  ])('%s is %d ms after T-0', (text, tMs) => {
    expect(parseInstant(text)).toEqual({ tMs });
  });

  test.each(['T', 'T0', 'T+', 'T+5', 't-5m', 'T--5m', 'T-5m '])('%j is none', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test.each([
    ['T', 'T-0'],
    ['t0', 'T-0'],
    ['T - 2h', 'T-2h'],
    ['-2h', 'T-2h'],
    ['+ 90 min', 'T+1h30m'],
    ['2026-03-30 14:00Z', '2026-03-30T14:00Z'],
    ['2026-03-30t14:00:00z', '2026-03-30T14:00:00Z'],
    ['2026-03-30 14:00:00 +2', '2026-03-30T14:00:00+02:00'],
  ])('%j was probably meant as %s', (text, meant) => {
    expect(parseInstant(text)).toBeUndefined();
    expect(nearestInstant(text)).toBe(meant);
    expect(parseInstant(meant)).toBeDefined();
  });

  test.each(['', 'now', '1h', 'T+4', '2026-03-30', '2026-03-30T14:00', '2026-02-30T14:00Z', 'T-'.repeat(40)])(
    '%j may mean anything',
    (text) => {
      expect(nearestInstant(text)).toBeUndefined();
    },
  );

  test('are told against T-0, or stand by themselves', () => {
    expect(instantAt({ tMs: -1000 }, 5000)).toBe(4000);
    expect(instantAt({ at: 7000 }, 5000)).toBe(7000);
  });
});

describe('the nearest word', () => {
  test.each([
    ['indcator', 'indicator'],
    ['alret', 'alert'],
    ['Window', 'window'],
    ['mehtod', 'method'],
  ])('%s is %s', (word, nearest) => {
    expect(nearestWord(word, ['slo', 'alert', 'indicator', 'window', 'method'])).toBe(nearest);
  });

  test('is none where nothing is near', () => {
    expect(nearestWord('threshold', ['slo', 'alert'])).toBeUndefined();
    expect(nearestWord('a', [])).toBeUndefined();
  });

  test('is the first of equals', () => {
    expect(nearestWord('LCC-9', ['LCC-1', 'LCC-2'])).toBe('LCC-1');
  });
});
