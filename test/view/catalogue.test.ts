import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../renderer/present/catalogue.ts';
import { say, sayWord } from '../../renderer/present/say.ts';
import { hardTexts } from '../help/svelteTexts.ts';

const root = join(import.meta.dirname, '../../renderer');
const files = globSync('**/*.{ts,svelte}', { cwd: root }).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));
const users = files.filter(({ path }) => !path.startsWith(join('present', 'words')));
const keys = Object.keys(catalogue);

test('every text of the catalogue is said somewhere', () => {
  const all = users.map(({ text }) => text).join('\n');
  // A key is written out, or is made of a beginning that is: `mode.${mode}`, sayWord('state', …).
  const beginnings = [
    ...[...all.matchAll(/`([\w.]+)\.\$\{/g)].map(([, one = '']) => one),
    ...[...all.matchAll(/sayWord\(\s*'([\w.]+)'/g)].map(([, one = '']) => one),
  ];
  const isSaid = (key: string): boolean =>
    all.includes(`'${key}'`) || all.includes(`"${key}"`) || beginnings.some((one) => key.startsWith(`${one}.`));
  expect(beginnings.length).toBeGreaterThan(5);
  expect(keys.filter((key) => !isSaid(key))).toEqual([]);
});

test('every text stands in the catalogue and none in the markup', () => {
  const components = users.filter(({ path }) => path.endsWith('.svelte'));
  expect(components.length).toBeGreaterThan(40);
  expect(components.flatMap(({ path, text }) => hardTexts(text).map((one) => `${path}: ${one}`))).toEqual([]);
});

test.each([
  ['<p>Hello</p>', ['Hello']],
  ['<p>{hello} · T</p>', []],
  ['<i title="Hello {name}"></i>', ['Hello ']],
  [`<i aria-label={'Hello'} class="hello"></i>`, ['Hello']],
  ['{#if a}<b>{b}</b>{:else}Oh no{/if}', ['Oh no']],
  ['<style>p { color: red }</style><!-- Hello --><p></p>', []],
])('a text in the markup is found: %s', (source, found) => {
  expect(hardTexts(source)).toEqual(found);
});

test('a text says its values, and the plural of its count', () => {
  expect(say('connection.lost', { time: '14:00:00' })).toBe('Engine lost. Last truth at 14:00:00');
  expect(say('replay.gaps', { count: 1 })).toBe('1 gap');
  expect(say('replay.gaps', { count: 1200 })).toBe('1,200 gaps');
  expect(sayWord('criterion', 'pass')).toBe('pass');
  expect(sayWord('criterion', 'a word of tomorrow')).toBe('a word of tomorrow');
});
