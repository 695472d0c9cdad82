import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { OverlayShelf } from '../../electron/host/overlayShelf.ts';
import { scratchFolder } from '../help/runHoldpoint.ts';
import { keepSession, t0 } from '../help/servedRoom.ts';

const folder = join(scratchFolder(), 'launch');
const own = join(folder, 'own.holdpoint');
const shelf = new OverlayShelf(own);

beforeAll(async () => {
  mkdirSync(join(folder, 'deeper.holdpoint'), { recursive: true });
  await keepSession(join(folder, '..', 'outside.holdpoint'));
  await keepSession(join(folder, 'beside.holdpoint'));
  await keepSession(own);
  writeFileSync(join(folder, 'broken.holdpoint'), 'This is no session.');
  writeFileSync(join(folder, 'notes.txt'), 'Nor is this.');
  symlinkSync(join(folder, '..', 'outside.holdpoint'), join(folder, 'link.holdpoint'));
});

test('the sessions that lie beside this one are listed, and neither it nor links nor folders', () => {
  expect(shelf.list()).toEqual({ first: null, names: ['beside.holdpoint', 'broken.holdpoint'] });
});

test('one of them is read with its own T-0, and nothing is where nobody named any', async () => {
  expect(await shelf.read('beside.holdpoint')).toMatchObject({ name: 'beside.holdpoint', t0At: t0 * 1000 });
  expect(await shelf.read(undefined)).toBeNull();
});

test.each([
  '../outside.holdpoint',
  'link.holdpoint',
  'own.holdpoint',
  'notes.txt',
  join(folder, 'beside.holdpoint'),
  '..',
  '',
])('what does not lie there by that name is not read: %s', async (name) => {
  await expect(shelf.read(name)).rejects.toMatchObject({ code: 'not_found' });
});

test('a file that is no session is refused in words', async () => {
  await expect(shelf.read('broken.holdpoint')).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringMatching(/^broken\.holdpoint cannot be laid under this session: ./) as string,
  });
  await expect(shelf.read('broken.holdpoint')).rejects.not.toThrow(folder);
});

test('the one that the room was opened with may lie elsewhere', async () => {
  const [beside] = [await shelf.read('beside.holdpoint')];
  if (beside === null) throw new Error('There is none.');
  const opened = new OverlayShelf(own, beside);
  expect(opened.list().first).toBe('beside.holdpoint');
  expect(await opened.read(undefined)).toBe(beside);
});
