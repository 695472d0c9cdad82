import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { houseRules } from './houseRules.ts';
import type { HouseRules } from './houseRules.ts';
import { listFiles } from './listFiles.ts';
import { readSvelteScript } from './readSvelteScript.ts';

const code = /\.(?:[cm]?[jt]sx?|svelte)$/;
const camel = /^[a-z][A-Za-z0-9]*$/;
const numbered = /\/migrations\/\d{3}[A-Za-z0-9]*\.ts$/;
const pascal = /^[A-Z][A-Za-z0-9]*$/;

/**
 * Judges names, sizes and words of a tree. `files` are the texts of its text files by path from the root, with `/`. Gives
 * one line per breach, `path: sentence` or `path:line: sentence`, in the order of the files.
 */
export function judgeNames(files: ReadonlyMap<string, string>, rules: HouseRules): string[] {
  const lines: string[] = [];
  for (const top of new Set([...files.keys()].map((file) => file.split('/', 1).join('')))) {
    if (!top.startsWith('.') && !rules.topLevel.includes(top))
      lines.push(`${top}: has no place at the top level: move it into a folder of the house.`);
  }
  for (const [file, text] of files) {
    lines.push(...judgeWords(file, text, rules));
    if (code.test(file))
      lines.push(...judgePath(file, rules), ...judgeSize(file, text, rules), ...judgeCode(file, text, rules));
  }
  for (const { folder, maxLines } of rules.folderSizes) {
    let total = 0;
    for (const [file, text] of files) if (file.startsWith(folder) && code.test(file)) total += toLineCount(text);
    if (total > maxLines)
      lines.push(`${folder}: has ${total} lines of code, more than ${maxLines}: move what is not its own elsewhere.`);
  }
  return lines;
}

function judgePath(file: string, rules: HouseRules): string[] {
  const folders = file.split('/');
  const name = folders.pop() ?? '';
  const stem = name.split('.', 1).join('');
  const lines: string[] = [];
  for (const word of [...folders, stem]) {
    if (rules.emptyNames.includes(word.toLowerCase()))
      lines.push(`${file}: "${word}" says nothing: name it after what it holds.`);
  }
  const ending = rules.emptyEndings.find((end) => stem.endsWith(end) && stem !== end);
  if (ending !== undefined) lines.push(`${file}: "${ending}" says nothing: name the file after what it does.`);
  if (name.endsWith('.svelte') && !pascal.test(stem))
    lines.push(`${file}: a component's file is in PascalCase: rename it.`);
  if (!name.endsWith('.svelte') && stem !== '' && !camel.test(stem) && !numbered.test(file))
    lines.push(`${file}: a file of code is in camelCase: rename it.`);
  return lines;
}

function judgeSize(file: string, text: string, rules: HouseRules): string[] {
  const limits = rules.fileSizes.filter(({ pattern }) => pattern.test(file)).map(({ maxLines }) => maxLines);
  const maxLines = Math.min(...limits);
  const lines = toLineCount(text);
  return lines > maxLines ? [`${file}: has ${lines} lines, more than ${maxLines}: split it by what it does.`] : [];
}

function judgeWords(file: string, text: string, rules: HouseRules): string[] {
  const found: string[] = [];
  text.split('\n').forEach((line, index) => {
    for (const { pattern, name } of rules.phrases) {
      if (pattern.test(line)) found.push(`${file}:${index + 1}: names ${name}: take it out.`);
    }
  });
  return found;
}

function judgeCode(file: string, text: string, rules: HouseRules): string[] {
  const lines: string[] = [];
  const isSvelte = file.endsWith('.svelte');
  const source = isSvelte
    ? ts.createSourceFile(file, readSvelteScript(text), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
    : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const add = (node: ts.Node, sentence: string): void => {
    lines.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}: ${sentence}`);
  };
  const visit = (node: ts.Node): void => {
    const declared = toDeclaredName(node);
    const ending = rules.emptyEndings.find((end) => declared?.text.endsWith(end) === true);
    if (declared !== undefined && ending !== undefined)
      add(node, `"${declared.text}" ends in "${ending}", which says nothing: name what it does.`);
    const left = toLeftover(node);
    if (left !== undefined) add(node, `${left} leaves tests out: run them all, or skip by a condition with a reason.`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (isBarrel(source)) lines.push(`${file}: only passes on what other files export: import from those.`);
  return lines;
}

function toDeclaredName(node: ts.Node): ts.Identifier | undefined {
  const declares =
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node);
  return declares && node.name !== undefined && ts.isIdentifier(node.name) ? node.name : undefined;
}

/** `test.only(...)`, `describe.concurrent.skip.each(...)`: what is left in a test file after looking at one case. */
function toLeftover(node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || !['only', 'skip', 'todo'].includes(node.name.text)) return undefined;
  let root: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) root = root.expression;
  return ts.isIdentifier(root) && ['test', 'it', 'describe', 'suite'].includes(root.text)
    ? `${root.text}.${node.name.text}`
    : undefined;
}

/** A file of nothing but `export ... from`. */
function isBarrel(source: ts.SourceFile): boolean {
  const isPassedOn = (statement: ts.Statement): boolean =>
    ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
  return source.statements.length > 0 && source.statements.every(isPassedOn);
}

function toLineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** The texts of the files under a root, by path; what holds a NUL in its first 8 KB is no text. */
export function readTexts(root: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of listFiles(root)) {
    const bytes = readFileSync(join(root, file));
    if (!bytes.subarray(0, 8192).includes(0)) texts.set(file, bytes.toString('utf8'));
  }
  return texts;
}

if (import.meta.main) {
  const lines = judgeNames(readTexts(process.cwd()), houseRules);
  for (const line of lines) console.log(line);
  process.exitCode = lines.length === 0 ? 0 : 1;
}
