import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { colourDistance, contrastOf, labOf, lightOf, seenBy, type Lab, type Vision } from '../help/colourDistance.ts';

type Theme = 'dark' | 'light';
const css = readFileSync(join(import.meta.dirname, '../../renderer/tokens.css'), 'utf8');
const tokens: Readonly<Record<Theme, ReadonlyMap<string, string>>> = {
  dark: readTokens(css, ':root {'),
  light: new Map([...readTokens(css, ':root {'), ...readTokens(css, '/* light: same names')]),
};

/** The colours of the first block that holds any after a mark. */
function readTokens(text: string, mark: string): Map<string, string> {
  const from = text.indexOf(mark);
  const block = text.slice(from, text.indexOf('}', from));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]));
}

function light(theme: Theme, name: string) {
  const hex = tokens[theme].get(name);
  if (hex === undefined) throw new Error(`There is no --${name} in ${theme}.`);
  return lightOf(hex);
}

/** Published pairs: Sharma, Wu, Dalal 2005, rows 1, 7, 17 and 25 of their test data. */
test.each<[Lab, Lab, number]>([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
])('the distance of %j and %j is %f as published', (one, other, distance) => {
  expect(colourDistance(one, other)).toBeCloseTo(distance, 4);
});

test('black is read on white at 21', () => {
  expect(contrastOf(lightOf('#000000'), lightOf('#ffffff'))).toBeCloseTo(21, 5);
});

const levels = ['crit', 'caut', 'advi', 'ink-3'];
const pairs = levels.flatMap((one, index) => levels.slice(index + 1).map((other) => [one, other] as const));
const visions: readonly Vision[] = ['normal', 'protan', 'deutan'];

describe.each<Theme>(['dark', 'light'])('in %s', (theme) => {
  test.each(visions.flatMap((vision) => pairs.map((pair) => [vision, ...pair] as const)))(
    'whoever has %s vision tells %s from %s',
    (vision, one, other) => {
      const [a, b] = [one, other].map((name) => labOf(seenBy(vision, light(theme, name))));
      expect(colourDistance(a ?? [0, 0, 0], b ?? [0, 0, 0])).toBeGreaterThanOrEqual(10);
    },
  );

  const text = ['ink-1', 'ink-2', 'ink-3', 'crit', 'caut', 'advi', 'mode-live', 'mode-replay', 'mode-rehearsal'];
  const grounds = ['bg', 'bg-raise'];
  const onThese = [...text.flatMap((name) => grounds.map((ground) => [name, ground] as const))];
  const onOwn = ['crit', 'caut', 'advi'].map((name) => [`${name}-on`, name] as const);
  test.each([...onThese, ...onOwn, ['mode-held', 'mode-held-bg'] as const])('%s is read on %s', (name, ground) => {
    expect(contrastOf(light(theme, name), light(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  const marks = ['rule-strong', 'hatch', 'line-1', 'line-2', 'line-3', 'focus'];
  test.each(marks.flatMap((name) => grounds.map((ground) => [name, ground] as const)))(
    'a mark in %s is seen on %s',
    (name, ground) => {
      expect(contrastOf(light(theme, name), light(theme, ground))).toBeGreaterThanOrEqual(3);
    },
  );
});

test('the light colours are the same whether asked for or preferred', () => {
  const asked = readTokens(css, '/* light: same names');
  const preferred = readTokens(css.slice(css.indexOf('/* light: same names')), ':root:not([data-theme]) {');
  expect(preferred).toEqual(asked);
  expect(asked.size).toBeGreaterThan(20);
});
