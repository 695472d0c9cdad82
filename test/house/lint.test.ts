import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readLintTable } from '../../build/readLintTable.ts';
import {
  codeBreaches,
  patternBreaches,
  placeCases,
  scriptBreaches,
  typeBreaches,
  unusedDirective,
} from './lintCases.ts';

interface Case {
  readonly file: string;
  readonly text: string;
  /** The rule that it breaks, as oxlint prints it, undefined where it is in order. */
  readonly rule?: string;
}

const toCases = (breaches: Readonly<Record<string, string>>, plugin: string, ending = 'ts'): Case[] =>
  Object.entries(breaches).map(([rule, text]) => ({
    file: `electron/${plugin}/${rule}.${ending}`,
    text: text.startsWith('/') && plugin === 'regexp' ? `export const a = ${text};` : text,
    rule: `${plugin}(${rule})`,
  }));
const cases: Case[] = [
  ...toCases(codeBreaches, 'eslint'),
  ...toCases(typeBreaches, 'typescript'),
  ...toCases(patternBreaches, 'regexp'),
  ...toCases(scriptBreaches, 'eslint', 'js'),
  ...placeCases,
];

// One run over a small tree that has this repository's table, compiler settings and packages.
const root = join(import.meta.dirname, '../..');
const tree = mkdtempSync(join(tmpdir(), 'holdpoint-lint-'));
afterAll(() => rmSync(tree, { recursive: true }));
const settings = ['.', 'shared', 'electron', 'renderer', 'test'].map((folder) => `${folder}/tsconfig.json`);
for (const file of ['.oxlintrc.json', 'build/coreRules.js', 'package.json', ...settings])
  cpSync(join(root, file), join(tree, file));
symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
for (const { file, text } of cases) {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), `${text}\n`);
}
const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
const run = spawnSync(process.execPath, [oxlint, '--format', 'json', ...cases.map(({ file }) => file)], {
  cwd: tree,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
});
const found = (
  JSON.parse(run.stdout) as { diagnostics: { code?: string; filename: string; message: string }[] }
).diagnostics.map(({ code, filename, message }) => ({ file: filename, rule: code ?? message }));

test.each(cases.filter(({ rule }) => rule !== undefined))('$file breaks $rule', ({ file, rule }) => {
  expect(found.filter((one) => one.file === file).map((one) => one.rule)).toContain(rule);
});

test.each(cases.filter(({ rule }) => rule === undefined))('$file is in order', ({ file }) => {
  expect(found.filter((one) => one.file === file)).toEqual([]);
});

test('each rule of the table has its breach', () => {
  const { rules, overrides } = readLintTable();
  const named = [rules, ...overrides.map((override) => override.rules)].flatMap((part) =>
    Object.keys(part).map((rule) => (rule.includes('/') ? rule.replace('/', '(') : `eslint(${rule}`) + ')'),
  );
  expect(new Set(cases.flatMap(({ rule }) => rule ?? []).filter((rule) => rule !== unusedDirective))).toEqual(
    new Set(named),
  );
});
