import { expect, test } from 'vitest';
import { type CurvePoint, isClean, medianMs } from '../../shared/judge/backtest/curve.ts';
import { curveWords } from '../../shared/judge/backtest/curveWords.ts';
import { planOf } from '../help/tickByTick.ts';

const plan = planOf('');
const over = [{ key: 'RB-2.over', path: [], own: undefined }];
const overAndFor = [...over, { key: 'RB-2.for', path: [], own: undefined }];

interface Came {
  readonly found?: number;
  readonly of?: number;
  readonly alarms?: number;
  readonly tookS?: readonly number[];
  readonly refusal?: string;
}

/** What the plan leaves to its default. */
const itsDefault = 'default';

/** A point of these values; those of the plan are in brackets. */
function point(values: string, { found = 1, of = 1, alarms = 0, tookS = [], refusal }: Came): CurvePoint {
  const texts = values.replaceAll(/[[\]]/g, '').split(' ');
  return {
    point: {
      plan,
      set: [],
      values: texts.map((text) => (text === itsDefault ? undefined : { text, value: Number(text) })),
      isOwn: values.startsWith('['),
    },
    expected: of,
    found,
    falseAlarms: alarms,
    falseMs: alarms * 1000,
    detectMs: tookS.map((seconds) => seconds * 1000),
    refusal,
  };
}

function taught(...curve: CurvePoint[]): string | undefined {
  return curveWords(curve, over, 1)[0];
}

test('the good values, how far the plan is from their ends, and what they cost in time', () => {
  expect(
    taught(
      point('100', { alarms: 3, tookS: [40] }),
      point('150', { tookS: [50] }),
      point('[200]', { tookS: [60] }),
      point('250', { tookS: [60] }),
      point('300', { tookS: [90] }),
      point('350', { found: 0 }),
    ),
  ).toBe(
    'With RB-2.over from 150 to 300, what should be found is found, without a false alarm. The plan has 200, with 1 step of room below and 2 steps of room above. It takes from 50s with 150 to 1m30s with 300.',
  );
});

test('the end of the sweep is not the end of the good values', () => {
  expect(taught(point('[200]', { tookS: [60] }), point('250', { tookS: [60] }), point('300', { found: 0 }))).toBe(
    'With RB-2.over from 200 to 250, what should be found is found, without a false alarm. The plan has 200, with no room below (the sweep ends there) and 1 step of room above. It takes 1m with all of them.',
  );
});

test('a plan that does not do well is told what it does', () => {
  expect(
    taught(
      point('[100]', { found: 1, of: 2, alarms: 2, tookS: [30] }),
      point('200', { found: 2, of: 2, tookS: [20, 40] }),
      point('300', { found: 1, of: 2, tookS: [50] }),
    ),
  ).toBe(
    'With RB-2.over at 200, everything that should be found, 2 in all, is found, without a false alarm. The plan has 100: 1 of 2 found after 30s, 2 false alarms. It takes 20s in the median with all of them.',
  );
});

test('what lint refuses is not taught', () => {
  const curve = [point('100', { refusal: 'no' }), point('[200]', { tookS: [9] }), point('300', { found: 0 })];
  expect(isClean(point('100', { refusal: 'no' }))).toBe(false);
  expect(taught(...curve)).toContain('With RB-2.over at 200, what should be found is found');
  expect(taught(...curve)).toContain('no room below and no room above');
  expect(taught(point('[1]', { refusal: 'no' }), point('2', { found: 0, refusal: 'no' }))).toBe(
    'Lint refuses a plan with any of these values of RB-2.over. The plan has 1: 1 of 1 found, no false alarm, and lint refuses it.',
  );
});

test('without a good value the price of finding is told', () => {
  expect(
    taught(
      point('100', { found: 2, of: 2, alarms: 5 }),
      point('[200]', { found: 2, of: 2, alarms: 3 }),
      point('300', { found: 1, of: 2 }),
    ),
  ).toBe(
    'No value of RB-2.over finds all without a false alarm. To find 2 of 2 costs 3 false alarms, at 200; without one at most 1 of 2 is found. The plan has 200: 2 of 2 found, 3 false alarms.',
  );
  expect(taught(point('[1]', { found: 1, of: 2 }), point('2', { found: 0, of: 2 }))).toBe(
    'No value of RB-2.over finds all without a false alarm. To find 1 of 2 costs no false alarm, at 1. The plan has 1: 1 of 2 found, no false alarm.',
  );
  expect(taught(point('[1]', { found: 0, of: 2 }), point('2', { found: 0, of: 2, alarms: 1 }))).toBe(
    'No value of RB-2.over finds any of 2. The plan has 1: 0 of 2 found, no false alarm.',
  );
});

test('where nothing is to be found, silence is what is wished for', () => {
  expect(taught(point('1', { found: 0, of: 0, alarms: 9 }), point('[2]', { found: 0, of: 0 }))).toBe(
    'With RB-2.over at 2, there is no false alarm, and nothing is to be found. The plan has 2, with no room below and no room above (the sweep ends there).',
  );
  expect(taught(point('1', { found: 0, of: 0, alarms: 9 }), point('[2]', { found: 0, of: 0, alarms: 1 }))).toBe(
    'No value of RB-2.over is without a false alarm; 2 has the fewest, 1. The plan has 2: nothing to be found, 1 false alarm.',
  );
});

test('a curve without a bend teaches to look elsewhere', () => {
  const flat = ['[1]', '2', '3'].map((value) => point(value, { tookS: [5] }));
  expect(taught(...flat)).toBe(
    '3 values of RB-2.over, and all do the same: 1 of 1 found after 5s, no false alarm. What matters lies outside of this range: sweep a wider one.',
  );
});

test('a default has no place among the values', () => {
  const curve = [point(`[${itsDefault}]`, { tookS: [5] }), point('1', { found: 0 }), point('2', {}), point('3', {})];
  expect(taught(...curve)).toBe(
    'With RB-2.over from 2 to 3, what should be found is found, without a false alarm. The plan has its default, which does as well. It takes 5s with all of them.',
  );
  expect(taught(point(`[${itsDefault}]`, {}), point('1', { found: 0 }))).toContain(
    'With RB-2.over at its default, what',
  );
});

test('good values in several stretches', () => {
  const bad = { found: 0 };
  const some = [point('[1]', {}), point('2', bad), point('3', {}), point('4', {})];
  expect(taught(...some)).toContain('With RB-2.over at 1 and from 3 to 4, what');
  const many = ['[1]', '2', '3', '4', '5', '6', '7'].map((value, place) => point(value, place % 2 === 0 ? {} : bad));
  expect(taught(...many)).toContain('With 4 of 7 values of RB-2.over, what');
});

test('of combinations the fastest and the slowest are named', () => {
  const curve = [
    point('100 60', { tookS: [10] }),
    point('[100 90]', { tookS: [30] }),
    point('200 60', { tookS: [20] }),
    point('200 90', { found: 0 }),
  ];
  expect(curveWords(curve, overAndFor, 2)).toEqual([
    'With 3 of 4 combinations of RB-2.over and RB-2.for, what should be found is found, without a false alarm. The plan has RB-2.over=100 RB-2.for=90, which is one of them. It takes from 10s with RB-2.over=100 RB-2.for=60 to 30s with RB-2.over=100 RB-2.for=90.',
    'This is fitted to these 2 recordings: on another day the same value may miss, or cry for nothing. Sweep other days too before the plan is changed.',
  ]);
});

test('the warning counts the recordings', () => {
  expect(curveWords([point('[1]', {})], over, 1)[1]).toMatch(/^This is fitted to one recording: /);
});

test('the median of two is the earlier', () => {
  expect([medianMs([]), medianMs([5]), medianMs([5, 9]), medianMs([1, 5, 9])]).toEqual([undefined, 5, 5, 5]);
});
