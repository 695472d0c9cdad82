import { expect, test } from 'vitest';
import { EvidenceCondition } from '../../shared/judge/conditions/evidenceCondition.ts';

/** What a criterion on so many pieces says of them. */
function told(pieces: number, state: 'pass' | 'fail' | 'unknown'): string {
  const ids = Array.from({ length: pieces }, (_, place) => `p${place + 1}`);
  const condition = new EvidenceCondition(ids, { stateOf: (id) => ({ state, why: `What ${id} says.` }) });
  condition.judge();
  return condition.explain();
}

test('a few pieces of evidence are told one by one', () => {
  expect(told(2, 'pass')).toBe('p1: What p1 says; p2: What p2 says');
  expect(told(4, 'fail')).toBe('p1: What p1 says; p2: What p2 says; p3: What p3 says; p4: What p4 says');
});

test('of many nobody reads all: those that pass are counted, and of the others the first are told', () => {
  expect(told(24, 'pass')).toBe('all 24 pass');
  expect(told(24, 'unknown')).toBe('p1: What p1 says; p2: What p2 says; p3: What p3 says; and 21 more');
});
