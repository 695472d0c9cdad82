import { expect, test } from 'vitest';
import { needWords } from '../../renderer/present/needWords.ts';
import { requiredCriteria } from '../../renderer/present/requiredCriteria.ts';
import type { Judged, People } from '../../renderer/present/wire.ts';
import { planOf } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: needs, name: Needs, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander, may: [call] } }
indicators: { heat: { kind: gauge, gauge: { metric: heat } } }
criteria:
  cool: { says: It is cool, required: true, holds: { indicator: heat, window: 30s, under: 50 } }
  calm: { says: It is cool, required: true, holds: { indicator: heat, window: 5m, under: 50 } }
  nice: { says: It is cool, required: false, holds: { indicator: heat, window: 1h, under: 50 } }
`);
const judged = (states: Readonly<Record<string, string>>): Judged =>
  ({ criteria: Object.entries(states).map(([id, state]) => ({ id, cell: {}, state })) }) as unknown as Judged;
const all = judged({ cool: 'pass', calm: 'waived', nice: 'unknown' });

const people = ({ polls = [], steps = [] }: { polls?: readonly object[]; steps?: readonly object[] }): People =>
  ({ polls: { polls }, runbook: { phases: [{ steps }] } }) as unknown as People;
const step = (says: string, lateMs: number | null, state = 'open') => ({ says, state, lateMs });

test.each([
  [
    { cool: 'pass', calm: 'pass' },
    { count: 2, passed: 2, unknown: 0 },
  ],
  [{ cool: 'pass' }, { count: 2, passed: 1, unknown: 1 }],
  [
    { cool: 'pass', calm: 'unknown' },
    { count: 2, passed: 1, unknown: 1 },
  ],
  [
    { cool: 'maturing', calm: 'unknown' },
    { count: 2, passed: 0, unknown: 2 },
  ],
  [
    { cool: 'fail', calm: 'pass' },
    { count: 2, passed: 1, unknown: 0 },
  ],
])('required criteria that are unknown or not judged do not pass: %j', (states, standing) => {
  expect(requiredCriteria(judged(states), plan)).toEqual(standing);
});

test('nothing is needed when all is known, done and closed', () => {
  expect(needWords(all, null, plan)).toBeUndefined();
  const done = people({ polls: [{ state: 'closed' }], steps: [step('Warm up', null), step('Fuel', 9000, 'done')] });
  expect(needWords(all, done, plan)).toBeUndefined();
});

test('an open poll comes before the step that is latest, and that before what is not known', () => {
  const closesAt = Date.UTC(2026, 2, 30, 14, 1);
  const poll = { state: 'open', question: 'Go?', closesAt };
  const steps = [step('Warm up', 5000), step('Fuel', 60_000), step('Skip me', 90_000, 'skipped')];
  const blind = judged({ cool: 'pass', calm: 'unknown' });
  expect(needWords(blind, people({ polls: [poll], steps }), plan)).toBe('A poll is open until 14:01:00. Go?');
  expect(needWords(blind, people({ steps }), plan)).toMatch(/^Late by 1.min: Fuel$/);
  expect(needWords(blind, people({}), plan)).toBe('1 required criterion is not known: see Readiness.');
});
