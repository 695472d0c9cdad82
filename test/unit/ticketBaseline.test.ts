import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLaunch } from '../help/makeRecording.ts';

const folder = join(import.meta.dirname, '../../data/ticket-sale');

function countBaseline(): Record<string, number> {
  const [head = '', ...lines] = readFileSync(join(folder, 'baseline.csv'), 'utf8').trim().split('\n');
  const names = head.split(',').slice(1);
  const rows = lines.map((line) => line.split(',').slice(1).map(Number));
  return Object.fromEntries(names.map((name, at) => [name, rows.reduce((sum, row) => sum + (row[at] ?? NaN), 0)]));
}

test('what the ticket sale is held against is what its baseline file counts', () => {
  const { sessions = 0, reservations = 0, buys_pressed = 0, orders = 0, checkout_seconds = 0 } = countBaseline();
  const { indicators } = readLaunch(folder).plan;
  const before = Object.entries(indicators).flatMap(([id, one]) =>
    one.before === undefined ? [] : [[id, one.before]],
  );
  const counted: Record<string, number> = {
    'conversion-one-click': orders / sessions,
    'conversion-rest': orders / sessions,
    'no-order': 1 - orders / sessions,
    'drop-seats': 1 - reservations / sessions,
    'drop-form': 1 - buys_pressed / reservations,
    'drop-payment': 1 - orders / buys_pressed,
    'time-one-click': (checkout_seconds / orders) * 1000,
    'time-usual': (checkout_seconds / orders) * 1000,
  };
  expect(before.map(([id]) => id).toSorted()).toEqual(Object.keys(counted).toSorted());
  for (const [id, number] of Object.entries(counted)) {
    const { value = NaN, from } = indicators[id]?.before ?? {};
    expect(from).toBe('baseline.csv');
    expect(Math.abs(value / number - 1), id).toBeLessThan(0.02);
  }
});
