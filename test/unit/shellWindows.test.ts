import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { menuCommands } from '../../electron/shell/menu.ts';
import { findSession, toSessionPath } from '../../electron/shell/sessionPath.ts';
import { clampBounds, decodePlaces, readPlaces, writePlaces } from '../../electron/shell/windowPlaces.ts';
import { commands } from '../../renderer/palette/commandRegistry.ts';

const desk = { x: 0, y: 0, width: 1920, height: 1080 };
const wall = { x: 1920, y: -200, width: 3840, height: 2160 };

test('a window comes back where it was', () => {
  const bounds = { x: 2500, y: 300, width: 1400, height: 900 };
  expect(clampBounds(bounds, [desk, wall])).toEqual(bounds);
});

test('a window of a display that is gone comes to the first one, whole', () => {
  expect(clampBounds({ x: 2500, y: 300, width: 1400, height: 1200 }, [desk])).toEqual({
    x: 520,
    y: 0,
    width: 1400,
    height: 1080,
  });
});

test('wherever a window was, it lies whole on one display', () => {
  const pixels = fc.integer({ min: -99_999, max: 99_999 });
  const size = fc.integer({ min: 1, max: 9999 });
  const rectangle = fc.record({ x: pixels, y: pixels, width: size, height: size });
  fc.assert(
    fc.property(rectangle, (bounds) => {
      const { x, y, width, height } = clampBounds(bounds, [desk, wall]);
      const isOn = [desk, wall].some(
        (one) => x >= one.x && y >= one.y && x + width <= one.x + one.width && y + height <= one.y + one.height,
      );
      expect(isOn).toBe(true);
    }),
  );
});

test('places are read back as they were written', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'holdpoint-places-')), 'windows.json');
  const places = [
    { session: undefined, bounds: desk, isFullScreen: false },
    { session: join(tmpdir(), 'day.holdpoint'), bounds: wall, isFullScreen: true },
  ];
  expect(readPlaces(path)).toEqual([]);
  writePlaces(path, places);
  expect(readPlaces(path)).toEqual(places);
});

test.each([
  ['no JSON', '{'],
  ['no list', '{"bounds":{}}'],
  ['no place', '[null, 4, {"bounds":{"x":1}}]'],
  ['no whole pixels', '[{"bounds":{"x":0.5,"y":0,"width":900,"height":900}}]'],
  ['no pixels that exist', '[{"bounds":{"x":0,"y":0,"width":1e9,"height":900}}]'],
  ['a session that is no path', '[{"session":7,"bounds":{"x":0,"y":0,"width":900,"height":900}}]'],
])('%s is no place', (_name, text) => {
  expect(decodePlaces(text)).toEqual([]);
});

test('a command line names a session by its ending, wherever it was called', () => {
  expect(findSession(['/opt/holdpoint', '--flag=x.holdpoint', 'day.holdpoint'], '/launches')).toBe(
    '/launches/day.holdpoint',
  );
  expect(findSession(['/opt/x.holdpoint', '.'], '/launches')).toBeUndefined();
});

test('only a whole path to a session is opened', () => {
  expect(toSessionPath('/launches/Day.HOLDPOINT')).toBe('/launches/Day.HOLDPOINT');
  for (const one of ['day.holdpoint', '/launches/day.txt', '/launches/day.holdpoint\0.txt', '', 7, undefined]) {
    expect(toSessionPath(one)).toBeUndefined();
  }
});

test('the menu asks for nothing that the page does not have', () => {
  const known = commands.map(({ id }) => id);
  for (const [id] of Object.values(menuCommands).flat()) expect(known).toContain(id);
});
