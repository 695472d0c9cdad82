import { expect, test } from 'vitest';
import { judgeLines, linesOver } from '../help/judgeLines.ts';
import { planOf } from '../help/tickByTick.ts';

const plan = planOf(`
dimensions: { market: [US, UK], method: [wallet, card] }
indicators: { orders: { kind: total, count: { metric: orders }, by: [market, method] } }
triggers:
  B: { scope: { each: [method, market] }, when: { indicator: orders, window: 1s, over: 0 }, arm: advise, does: { review: true } }
  A: { scope: { each: [method] }, when: { indicator: orders, window: 1s, over: 0 }, arm: advise, does: { review: true } }
criteria:
  C: { says: Orders come, scope: { each: [market] }, holds: { indicator: orders, window: 1s, over: 0 }, required: false }`);

test('within a tick: triggers in the order of the plan, cells in that of the dimensions, then criteria, then the call', async () => {
  const cells = ['UK card', 'US card', 'UK wallet', 'US wallet'].map((words) => words.split(' '));
  const lines = linesOver(0, 1, () =>
    cells.map(([market, method]) => ({ metric: 'orders', labels: { market, method }, value: 1 })),
  );
  const { transitions } = await judgeLines(plan, lines);
  const told = transitions.map(({ id, cell }) => [id, cell['market'], cell['method']].filter(Boolean).join(' '));
  expect(told).toEqual([
    'B US wallet',
    'B US card',
    'B UK wallet',
    'B UK card',
    'A wallet',
    'A card',
    'C US',
    'C UK',
    'call',
  ]);
});

test('a cell counts what bears its labels, whatever else it bears', async () => {
  const lines = linesOver(0, 1, () => [
    { metric: 'orders', labels: { market: 'UK', method: 'card', device: 'phone' }, value: 2 },
    { metric: 'orders', labels: { market: 'UK', method: 'cheque' }, value: 3 },
    { metric: 'orders', labels: { method: 'card' }, value: 4 },
  ]);
  const { transitions } = await judgeLines(plan, lines);
  const values = transitions.flatMap(({ id, cell, value }) => (id === 'call' ? [] : [{ id, cell, value }]));
  expect(values).toEqual([
    { id: 'B', cell: { market: 'UK', method: 'card' }, value: 2 },
    { id: 'A', cell: { method: 'card' }, value: 6 },
    { id: 'C', cell: { market: 'UK' }, value: 5 },
  ]);
});
