import { expect, test } from 'vitest';
import { addStory } from '../../renderer/charts/addStory.ts';
import { eventLines } from '../../renderer/charts/eventLines.ts';
import { fitWords } from '../../renderer/charts/drawWords.ts';
import type { TimeChartModel } from '../../renderer/charts/timeChart.ts';

const t0 = Date.UTC(2026, 2, 30, 14);
const at = (minute: number): number => t0 + minute * 60_000;
const chart: TimeChartModel = {
  name: 'Heat',
  summary: 'It is warm.',
  fromMs: at(0),
  toMs: at(60),
  stepMs: 1000,
  lines: [],
  words: String,
};
const story: Parameters<typeof addStory>[1] = {
  calendar: [
    { name: 'works', fromMs: at(50), toMs: at(90) },
    { name: 'peak', fromMs: at(90), toMs: at(99) },
  ],
  holds: [{ name: 'hold', of: 'clock', fromMs: at(-5), toMs: at(5) }],
  marks: [
    { atMs: at(10), mark: 'crit', name: 'burns US card', lane: 'triggers' },
    { atMs: at(20), mark: 'decided', name: 'go', lane: 'people' },
    { atMs: at(20), mark: 'decided', name: 'not yet told', lane: 'people', seq: 10 },
    { atMs: at(21), mark: 'said', name: 'note', lane: 'people' },
    { atMs: at(70), mark: 'decided', name: 'later', lane: 'people' },
  ],
  spans: [
    { fromMs: at(-30), toMs: at(10), word: 'GO' },
    { fromMs: at(10), toMs: at(60), word: 'ROLLBACK' },
  ],
};

/** The last row of the ledger that the picture has. */
const newest = 9;

test('a chart has what happened in its stretch of time, and nothing from beside it', () => {
  const { bands, marks } = addStory(chart, story, newest);
  expect(bands?.map(({ name, kind }) => [name, kind])).toEqual([
    ['works', 'maintenance'],
    ['hold', 'hold'],
  ]);
  expect(marks?.map(({ name, kind, mark }) => [name, kind, mark])).toEqual([
    ['burns US card', 'trigger', 'crit'],
    ['ROLLBACK', 'call', 'crit'],
    ['go', 'decision', 'decided'],
  ]);
});

test('a band that the chart has itself is not drawn twice, and its own marks stay', () => {
  const own = {
    ...chart,
    bands: [{ name: 'works', fromMs: at(50), toMs: at(90), kind: 'maturing' }],
    marks: [{ atMs: at(30), name: 'now' }],
  } as const;
  const { bands, marks } = addStory(own, story, newest);
  expect(bands?.filter(({ name }) => name === 'works').map(({ kind }) => kind)).toEqual(['maturing']);
  expect(marks?.some(({ name }) => name === 'now')).toBe(true);
});

test('two entries of one name are two bands', () => {
  const own = { ...chart, bands: [{ name: 'works', fromMs: at(5), toMs: at(9), kind: 'maintenance' }] } as const;
  expect(addStory(own, story, newest).bands?.filter(({ name }) => name === 'works')).toHaveLength(2);
});

test.each([
  ['Works', 100, 'Works'],
  ['Maintenance of the vault', 100, 'Maintenan…'],
  ['Maintenance of the vault', 130, 'Maintenance…'],
  ['Maintenance of the vault', 39, ''],
])('a name that does not fit is cut: %s in %i px', (name, mostPx, words) => {
  expect(fitWords(name, mostPx, (text) => text.length * 10)).toBe(words);
});

test('what is drawn beside the lines is said in words, in order', () => {
  expect(eventLines(addStory(chart, story, newest))).toEqual([
    'hold from 13:55 to 14:05',
    'burns US card fired at 14:10:00',
    'the call became ROLLBACK at 14:10:00',
    'go decided at 14:20:00',
    'works from 14:50 to 15:30',
  ]);
});
