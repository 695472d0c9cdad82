import { expect, test } from 'vitest';
import { judgeTree } from '../help/judgeTree.ts';

const doorCases: { door: string; file: string; text: string; through: string; only: string }[] = [
  {
    door: 'better-sqlite3',
    file: 'electron/engine/store/b.ts',
    text: "import type { Database } from 'better-sqlite3';",
    through: 'better-sqlite3',
    only: 'electron/engine/store/open.ts',
  },
  {
    door: 'SQL',
    file: 'electron/engine/engine.ts',
    text: 'export const q = `\n  SELECT * FROM ${1}`;',
    through: 'SELECT * FROM',
    only: 'electron/engine/store',
  },
  {
    door: 'the network',
    file: 'renderer/ui/u.ts',
    text: "export const load = () => fetch('/a');",
    through: 'fetch',
    only: 'electron/engine/source, electron/engine/desks/nats, electron/host, renderer/transport',
  },
  ...[
    ['Date.now', 'export const at = Date.now();'],
    ['Date.now', 'export const { now } = Date;'],
    ['Date.now', "export const at = Date['now']();"],
    ['new Date()', 'export const at = new Date();'],
    ['new Date()', 'export const at = new Date;'],
    ['Math.random', 'export const chance = globalThis.Math.random();'],
    ['performance.now', 'export const at = performance.now();'],
    ['setTimeout', 'export const wait = { setTimeout };'],
    ['setInterval', 'globalThis.setInterval(() => undefined, 1000);'],
    ['node:crypto randomUUID', "import { createHash, randomUUID as id } from 'node:crypto';"],
  ].map(([through = '', text = '']) => ({
    door: 'clock, timers and randomness',
    file: 'electron/engine/command/c.ts',
    text,
    through,
    only: 'electron/host/systemClock.ts, renderer/state',
  })),
  {
    door: 'clock, timers and randomness',
    file: 'electron/host/serve.ts',
    text: "import { setTimeout as wait } from 'node:timers/promises';",
    through: 'node:timers/promises',
    only: 'electron/host/systemClock.ts, renderer/state',
  },
  {
    door: '$effect',
    file: 'renderer/views/Room.svelte',
    text: '<script>$effect(() => undefined);</script>',
    through: '$effect',
    only: 'renderer/state, renderer/charts',
  },
  {
    door: '$effect',
    file: 'renderer/views/Room.svelte',
    text: '<script>$effect.pre(() => undefined);</script>',
    through: '$effect',
    only: 'renderer/state, renderer/charts',
  },
  {
    door: 'console',
    file: 'electron/engine/engine.ts',
    text: "console.error('no');",
    through: 'console',
    only: 'electron/host',
  },
  {
    door: 'console',
    file: 'renderer/ui/B.svelte',
    text: '<button onclick={() => console.log(1)}>x</button>',
    through: 'console',
    only: 'electron/host',
  },
];

test.each(doorCases)('only one door to $door: $text', ({ door, file, text, through, only }) => {
  expect(judgeTree({ [file]: text })).toContain(
    `${file}:1: reaches for ${door} (${through}), whose only door is ${only}: go through it or take what it gives as a parameter.`,
  );
});

test('names that only look like a dangerous thing pass', () => {
  const text = [
    'interface Clock { now(): number; setTimeout: number; console: string }',
    'export type Timer = ReturnType<typeof setTimeout>;',
    'export function run(clock: Clock, fetch: (a: string) => void, at: number): number {',
    "  fetch('a');",
    '  const label = { console: 1, random: new Date(at).getTime() };',
    "  // console.log('Date.now()'); import('../store/open.ts')",
    "  return clock.now() + clock.setTimeout + label.console + 'import(x) Date.now()'.length;",
    '}',
  ].join('\n');
  expect(judgeTree({ 'electron/engine/command/c.ts': text })).toEqual([]);
});
