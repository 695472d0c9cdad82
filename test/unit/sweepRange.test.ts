import { expect, test } from 'vitest';
import { readSweep } from '../../shared/judge/backtest/sweepRange.ts';

test.each([
  ['RB-2.over=100..400:100', 'RB-2.over', ['100', '200', '300', '400'], [100, 200, 300, 400]],
  ['RB-2.over=100..399:100', 'RB-2.over', ['100', '200', '300'], [100, 200, 300]],
  ['a.over=0.1..0.5:0.2', 'a.over', ['0.1', '0.3', '0.5'], [0.1, 0.3, 0.5]],
  ['a.over=-1..1:1', 'a.over', ['-1', '0', '1'], [-1, 0, 1]],
  ['a.over=0..2e-7:1e-7', 'a.over', ['0', '0.0000001', '0.0000002'], [0, 1e-7, 2e-7]],
  ['a.over=7..7:1', 'a.over', ['7'], [7]],
  [' a.b.over = .5 .. 1 : .5 ', 'a.b.over', ['0.5', '1'], [0.5, 1]],
  ['a.for=30s..2m:45s', 'a.for', ['30s', '1m15s', '2m'], [30_000, 75_000, 120_000]],
  ['a.over=0.1%..0.3%:0.1%', 'a.over', ['0.1%', '0.2%', '0.3%'], [0.001, 0.002, 0.003]],
  ['a.confidence=99%..99.9%:0.3%', 'a.confidence', ['99%', '99.3%', '99.6%', '99.9%'], [0.99, 0.993, 0.996, 0.999]],
])('%s has these values', (text, key, texts, values) => {
  const range = readSweep(text);
  if (typeof range === 'string') throw new Error(range);
  expect(range.key).toBe(key);
  expect(range.values.map((one) => one.text)).toEqual(texts);
  expect(range.values.map((one) => one.value)).toEqual(values);
});

test('a thousand values are as many as there may be', () => {
  const range = readSweep('a.over=1..1000:1');
  expect(typeof range === 'string' ? 0 : range.values.length).toBe(1000);
});

const howTo = 'write RULE.FIELD=FROM..TO:STEP, such as RB-2.over=100..400:25.';
const alike =
  'cannot be read: write all three alike, as numbers, percentages or durations, such as 100..400:25, 1%..5%:0.5% or 1m..10m:1m.';

test.each([
  ['', ` sweeps nothing: ${howTo}`],
  ['a.over=5', `a.over=5 sweeps nothing: ${howTo}`],
  ['=1..5:1', `=1..5:1 sweeps nothing: ${howTo}`],
  ['a.over=..5:1', `a.over=..5:1 sweeps nothing: ${howTo}`],
  ['a.over=1..2:1=3', `a.over=1..2:1=3 sweeps nothing: ${howTo}`],
  ['a.over=1..11', 'a.over=1..11 has no step: write one behind it, such as :1.'],
  ['a.for=1m..2m', 'a.for=1m..2m has no step: write one behind it, such as :6s.'],
  ['a.over=3%..3%', 'a.over=3%..3% has no step: write one behind it, such as :1%.'],
  ['a.over=400..100:25', 'a.over=400..100:25 runs backwards: write a.over=100..400:25.'],
  ['a.over=5..0', 'a.over=5..0 runs backwards: write a.over=0..5:0.5.'],
  ['a.over=1..5:0', 'a.over=1..5:0 has a step of 0: write one above 0, such as :0.4.'],
  ['a.over=1..5:-1', 'a.over=1..5:-1 has a step of -1: write one above 0, such as :0.4.'],
  ['a.for=1m..2m:0s', 'a.for=1m..2m:0s has a step of 0s: write one above 0, such as :6s.'],
  ['a.over=1..5%:1%', `1..5% ${alike}`],
  ['a.over=1%..5%:1', `1%..5%:1 ${alike}`],
  ['a.for=1m..5m:60', `1m..5m:60 ${alike}`],
  ['a.over=low..high:1', `low..high ${alike}`],
  ['a.over=1..5:', `1..5: ${alike}`],
  ['a.over=1..1e999:1', `1..1e999 ${alike}`],
  [
    'a.over=0..1000:1',
    'a.over=0..1000:1 gives 1,001 values, and a sweep has at most 1,000: write a larger step, such as :10.',
  ],
  ['\u001b[2J.over=5', `\\u001b[2J.over=5 sweeps nothing: ${howTo}`],
])('%j is refused in words', (text, sentence) => {
  expect(readSweep(text)).toBe(sentence);
});
