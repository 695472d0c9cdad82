import { expect, test } from 'vitest';
import { readingRow, standingMark, standingOf, unknownSentence } from '../../renderer/present/readingRows.ts';
import { statusMark } from '../../renderer/present/levels.ts';
import type { Judged } from '../../renderer/present/wire.ts';
import { planOf } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: stand, name: Stand, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander, may: [call] } }
indicators:
  p99: { kind: quantile, latency: { metric: wait }, q: 0.99, minimum: 500 }
  p50: { kind: quantile, latency: { metric: wait }, q: 0.5, minimum: 500 }
  fallback: { kind: gauge, gauge: { metric: fallback } }
triggers:
  slow: { when: { indicator: p99, window: 5m, over: 250 }, arm: hold, does: { hold: launch }, owner: boss }
  served: { when: { indicator: fallback, window: 5m, over: 60 }, arm: hold, does: { hold: launch }, owner: boss }
`);
const reading = (status: string, value: number | null) => [
  { window: '5m', cell: {}, value, n: 20, coverage: 1, age: 1, status },
];
type Status = readonly [status: string, value: number | null];
const stand = (p99: Status, p50: Status, fallback: Status) => {
  const indicators = { p99: reading(...p99), p50: reading(...p50), fallback: reading(...fallback) };
  const judged = { at: 0, indicators, triggers: [] } as unknown as Judged;
  return standingOf(['p99', 'p50', 'fallback'].flatMap((id) => readingRow(id, plan, judged) ?? []));
};
const told = (standing: ReturnType<typeof stand>): string =>
  'unknown' in standing ? unknownSentence(standing) : standing.kind;

test.each<[string, Status, Status, Status, string, string, string | undefined]>([
  ['all is known', ['known', 90], ['known', 9], ['known', 0], 'ok', 'ok', 'norm'],
  [
    'one is well and the other has too few',
    ['insufficient', 424],
    ['insufficient', 9],
    ['known', 0],
    'few',
    'p99 cannot be told: too few.',
    'few',
  ],
  [
    'one was never seen',
    ['known', 90],
    ['known', 9],
    ['never', null],
    'never',
    'fallback cannot be told: never seen.',
    'todo',
  ],
  [
    'one has no traffic',
    ['none', null],
    ['none', null],
    ['known', 0],
    'none',
    'p99 cannot be told: no traffic.',
    'none',
  ],
  [
    'nothing passes',
    ['none', null],
    ['none', null],
    ['none', null],
    'none',
    'No traffic: there is nothing to measure.',
    'none',
  ],
  ['only what has no limit is not known', ['known', 90], ['insufficient', 9], ['known', 0], 'ok', 'ok', 'norm'],
  [
    'two were never seen',
    ['never', null],
    ['known', 9],
    ['never', null],
    'never',
    '2 values cannot be told: never seen.',
    'todo',
  ],
  ['one is over its limit', ['insufficient', 424], ['known', 9], ['known', 70], 'wrong', 'wrong', 'caut'],
])('where %s the board says so', (_name, p99, p50, fallback, kind, sentence, mark) => {
  const standing = stand(p99, p50, fallback);
  expect([standing.kind, told(standing), standingMark(standing)]).toEqual([kind, sentence, mark]);
});

test('each way in which a value is not known has a shape of its own, and none that of what is in order', () => {
  const marks = ['insufficient', 'stale', 'none', 'never'].map(statusMark);
  expect(new Set(marks).size).toBe(4);
  expect(marks).not.toContain('norm');
});
