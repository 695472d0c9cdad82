import * as regexp from 'eslint-plugin-regexp';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import { readLintTable } from './readLintTable.ts';

// oxlint reads TypeScript, with types; what only Svelte's own parser reads is here, under the same table as far as it needs
// no types: with them, each component would cost seconds.
const components = ['**/*.svelte'];
const typed = (rule) => rule?.meta.docs.requiresTypeChecking === true;

function toEslint([name, entry]) {
  const extended = name.replace(/^typescript\//, '');
  if (!(extended in ts.plugin.rules)) return [[name, entry]];
  return typed(ts.plugin.rules[extended]) ? [] : [[`@typescript-eslint/${extended}`, entry]];
}

export default defineConfig(
  { ignores: ['dist/', 'out/', 'data/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  svelte.configs.recommended,
  {
    files: ['**/*.svelte.ts'],
    languageOptions: { parser: ts.parser },
  },
  {
    files: components,
    plugins: { regexp, '@typescript-eslint': ts.plugin },
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: Object.fromEntries(Object.entries(readLintTable().rules).flatMap(toEslint)),
  },
);
