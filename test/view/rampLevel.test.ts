import { expect, test } from 'vitest';
import type { RampCell, TriggerReading } from '../../renderer/present/wire.ts';
import { firingLevel } from '../../renderer/present/firingLevel.ts';
import { planOf } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: ramp, name: Ramp, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander, may: [call] } }
dimensions: { market: [US, UK], method: [card, wallet] }
indicators: { heat: { kind: gauge, gauge: { metric: heat } } }
triggers:
  stop: { when: { indicator: heat, window: 30s, over: 50 }, arm: hold, does: { hold: launch }, owner: boss }
  cellBack: { scope: { each: [market] }, when: { indicator: heat, window: 30s, over: 90 }, arm: act, does: { rollback: cell, to: 0% }, owner: boss }
  waveBack: { when: { indicator: heat, window: 30s, over: 95 }, arm: act, does: { rollback: first, to: 0% }, owner: boss }
`);
const one = { cell: { market: 'US', method: 'card' }, wave: 'first' } as unknown as RampCell;
const other = { cell: { market: 'UK', method: 'card' }, wave: 'second' } as unknown as RampCell;
const firing = (id: string, cell = {}): TriggerReading[] => [
  { id, cell, state: 'firing', since: null, frozen: false, why: '' },
];

test.each([
  ['a hold', one, firing('stop'), 'caut'],
  ['a rollback of its market', one, firing('cellBack', { market: 'US' }), 'crit'],
  ['a rollback of another market', other, firing('cellBack', { market: 'US' }), 'caut'],
  ['a rollback of its wave', one, firing('waveBack'), 'crit'],
  ['a rollback of another wave', other, firing('waveBack'), 'caut'],
  ['nothing', one, [], 'caut'],
] as const)('a cell on which %s fires is as loud as that', (_name, cell, triggers, level) => {
  expect(firingLevel(cell, plan, triggers)).toBe(level);
});
