import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeLayers, readCode } from '../../build/checkLayers.ts';
import { layers } from '../../build/layers.ts';
import { judgeTree } from '../help/judgeTree.ts';
import { layerCases, treeInOrder } from './layerCases.ts';

test('a tree in order has no breach', () => {
  expect(judgeTree(treeInOrder)).toEqual([]);
});

test.each(layerCases)('refuses $breach', ({ file, text, says }) => {
  expect(judgeTree({ ...treeInOrder, [file]: text })).toEqual(says);
});

test('a package keeps to its room', () => {
  const file = 'electron/host/engineProcess.ts';
  expect(judgeTree({ [file]: "import { utilityProcess } from 'electron';" })).toEqual([
    `${file}:1: may not import the package electron: the table places it in electron/shell.`,
  ]);
});

const breach = { 'shared/base/a.ts': "import { m } from '../model/m.ts';", 'shared/model/m.ts': 'export const m = 1;' };
const exception = {
  from: 'shared/base/a.ts',
  to: 'shared/model/m.ts',
  until: '2026-11-21',
  why: 'moves with the next format',
};

test('an exception tolerates its breach to the end of its day', () => {
  expect(judgeTree(breach, { exceptions: [exception] })).toEqual([]);
});

test('an exception that has ended is an error beside its breach', () => {
  expect(judgeTree(breach, { exceptions: [{ ...exception, until: '2026-11-20' }] })).toEqual([
    'shared/base/a.ts:1: may not import shared/model/m.ts: shared/base imports no other room.',
    'build/layers.ts: the exception shared/base/a.ts -> shared/model/m.ts ended on 2026-11-20: mend the import.',
  ]);
});

test('an exception that tolerates nothing is an error', () => {
  expect(judgeTree({ 'shared/base/a.ts': '' }, { exceptions: [exception] })).toEqual([
    'build/layers.ts: the exception shared/base/a.ts -> shared/model/m.ts is needed no more: strike it.',
  ]);
});

test('a table with a circle, a missing room or a room named twice is an error', () => {
  const room = (path: string, rooms: string[]) => ({ path, rooms, packages: [], builtins: [] });
  const rooms = [room('a/**', ['b/**']), room('b/**', ['a/**']), room('c/**', ['d/**']), room('c/**', [])];
  expect(judgeTree({}, { rooms })).toEqual([
    'build/layers.ts: The table names the room c/** twice: keep one.',
    'build/layers.ts: c/** may import d/**, which is no room of the table: add it or strike it.',
    'build/layers.ts: a/** can import itself by way of other rooms: break the circle.',
    'build/layers.ts: b/** can import itself by way of other rooms: break the circle.',
  ]);
});

test('the repository keeps its own table, without exceptions', () => {
  const files = readCode(join(import.meta.dirname, '../..'));
  expect(files.has('build/checkLayers.ts')).toBe(true);
  expect(judgeLayers(files, layers, new Date().toISOString().slice(0, 10))).toEqual([]);
  expect(layers.exceptions).toEqual([]);
});
