import { expect, test } from 'vitest';
import { nextWall, wallPageOf, wallPages } from '../../renderer/state/wallPages.ts';

test('pages take turns, but for the one that the address names', () => {
  const seconds = [0, 19, 20, 39, 40];
  expect(seconds.map((second) => wallPageOf('', second * 1000))).toEqual([
    'numbers',
    'numbers',
    'people',
    'people',
    'numbers',
  ]);
  expect(seconds.map((second) => wallPageOf('people', second * 1000))).toEqual(seconds.map(() => 'people'));
  expect(wallPageOf('nothing of ours', 0)).toBe('numbers');
});

test('the key goes through every page and back to taking turns', () => {
  const seen = [''];
  for (const _page of [...wallPages, undefined]) seen.push(nextWall(seen.at(-1) ?? ''));
  expect(seen).toEqual(['', ...wallPages, '']);
});
