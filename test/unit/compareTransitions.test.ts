import { expect, test } from 'vitest';
import { compareTransitions } from '../../shared/judge/compareTransitions.ts';
import type { Transition } from '../../shared/model/transition.ts';

function change(
  at: number,
  kind: Transition['kind'],
  id: string,
  to: string,
  cell: Transition['cell'] = {},
): Transition {
  return { at, kind, id, cell, from: '-', to, why: '' };
}

test('each state that a rule came to in a cell stands beside itself, triggers first and the call last', () => {
  const original = [
    change(1000, 'call', 'call', 'GO'),
    change(2000, 'criterion', 'LCC-1', 'pass'),
    change(5000, 'trigger', 'RB-1', 'pending', { market: 'US' }),
    change(6000, 'trigger', 'RB-1', 'firing', { market: 'US' }),
    change(6000, 'call', 'call', 'ROLLBACK'),
    change(9000, 'trigger', 'RB-1', 'firing', { market: 'US' }),
  ];
  const changed = [
    change(1000, 'call', 'call', 'GO'),
    change(2000, 'criterion', 'LCC-1', 'pass'),
    change(4000, 'trigger', 'RB-1', 'firing', { market: 'US' }),
    change(4500, 'trigger', 'RB-1', 'firing', { market: 'UK' }),
  ];
  expect(compareTransitions(original, changed)).toEqual([
    {
      kind: 'trigger',
      id: 'RB-1',
      cell: { market: 'UK' },
      to: 'firing',
      originalAt: [],
      changedAt: [4500],
      isSame: false,
    },
    {
      kind: 'trigger',
      id: 'RB-1',
      cell: { market: 'US' },
      to: 'firing',
      originalAt: [6000, 9000],
      changedAt: [4000],
      isSame: false,
    },
    { kind: 'criterion', id: 'LCC-1', cell: {}, to: 'pass', originalAt: [2000], changedAt: [2000], isSame: true },
    { kind: 'call', id: 'call', cell: {}, to: 'GO', originalAt: [1000], changedAt: [1000], isSame: true },
    { kind: 'call', id: 'call', cell: {}, to: 'ROLLBACK', originalAt: [6000], changedAt: [], isSame: false },
  ]);
});
