import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A rule's severity, or that and its options. */
export type LintEntry = string | readonly unknown[];

export interface LintTable {
  readonly rules: Readonly<Record<string, LintEntry>>;
  readonly overrides: readonly {
    readonly files: readonly string[];
    readonly rules: Readonly<Record<string, LintEntry>>;
  }[];
}

/** The one table of lint rules, as oxlint has it. */
export function readLintTable(): LintTable {
  const text = readFileSync(join(import.meta.dirname, '../.oxlintrc.json'), 'utf8');
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, '')) as LintTable;
}
