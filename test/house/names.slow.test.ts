import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeNames, readTexts } from '../../build/checkNames.ts';
import { houseRules } from '../../build/houseRules.ts';

function judge(files: Record<string, string>): string[] {
  return judgeNames(new Map(Object.entries(files)), houseRules);
}

const lines = (count: number): string => 'export const a = 1;\n'.repeat(count);

test('a tree in order has no breach', () => {
  const files = {
    'package.json': '{}',
    '.npmrc': '',
    '.ci/run': '',
    LICENSE: '',
    'README.md': 'See https://example.org/work/a and ./work/b.',
    'shared/judge/judge.ts': lines(250),
    'renderer/state/room.svelte.ts': lines(400),
    'renderer/burn/Burn.svelte': '<p>burn</p>\n'.repeat(250),
    'electron/engine/store/migrations/001.ts': 'export const first = 1;',
    'data/shopnow/plan.yaml': 'a: 1\n'.repeat(5000),
    'vite.config.ts': 'export default {};',
    'test/unit/a.test.ts':
      "test.skipIf(!hasCompiler)('a', (context) => { context.skip('no compiler'); });\nstart.skip();",
  };
  expect(judge(files)).toEqual([]);
});

const cases: { breach: string; file: string; text?: string; says: string[] }[] = [
  {
    breach: 'a file at the top',
    file: 'notes.md',
    says: ['notes.md: has no place at the top level: move it into a folder of the house.'],
  },
  {
    breach: 'a folder at the top',
    file: 'src/a.md',
    says: ['src: has no place at the top level: move it into a folder of the house.'],
  },
  {
    breach: 'a barrel by name',
    file: 'shared/model/index.ts',
    text: 'export const a = 1;',
    says: ['shared/model/index.ts: "index" says nothing: name it after what it holds.'],
  },
  {
    breach: 'a barrel by content',
    file: 'shared/model/model.ts',
    text: "export * from './a.ts';\nexport type { B } from './b.ts';\n",
    says: ['shared/model/model.ts: only passes on what other files export: import from those.'],
  },
  ...['utils', 'helpers', 'common', 'types', 'misc'].map((word) => ({
    breach: `a file named ${word}`,
    file: `shared/base/${word}.ts`,
    says: [`shared/base/${word}.ts: "${word}" says nothing: name it after what it holds.`],
  })),
  {
    breach: 'a folder named helpers',
    file: 'test/helpers/a.ts',
    says: ['test/helpers/a.ts: "helpers" says nothing: name it after what it holds.'],
  },
  ...['Manager', 'Service', 'Impl'].map((ending) => ({
    breach: `a file that ends in ${ending}`,
    file: `electron/engine/session${ending}.ts`,
    says: [`electron/engine/session${ending}.ts: "${ending}" says nothing: name the file after what it does.`],
  })),
  {
    breach: 'declarations with empty endings',
    file: 'electron/engine/a.ts',
    text: 'export class SessionManager {}\ninterface PollService {}\ntype StoreImpl = 1;\nfunction openHelper() {}\n',
    says: [
      'electron/engine/a.ts:1: "SessionManager" ends in "Manager", which says nothing: name what it does.',
      'electron/engine/a.ts:2: "PollService" ends in "Service", which says nothing: name what it does.',
      'electron/engine/a.ts:3: "StoreImpl" ends in "Impl", which says nothing: name what it does.',
      'electron/engine/a.ts:4: "openHelper" ends in "Helper", which says nothing: name what it does.',
    ],
  },
  {
    breach: 'a file in PascalCase',
    file: 'shared/model/Plan.ts',
    says: ['shared/model/Plan.ts: a file of code is in camelCase: rename it.'],
  },
  {
    breach: 'a file with dashes',
    file: 'shared/model/plan-launch.ts',
    says: ['shared/model/plan-launch.ts: a file of code is in camelCase: rename it.'],
  },
  {
    breach: 'a component in camelCase',
    file: 'renderer/burn/burn.svelte',
    says: ["renderer/burn/burn.svelte: a component's file is in PascalCase: rename it."],
  },
  ...[
    ['test/unit/long.test.ts', 401, 400],
    ['electron/engine/engine.ts', 251, 250],
    ['shared/judge/judge.ts', 251, 250],
    ['renderer/burn/Burn.svelte', 251, 250],
    ['electron/shell/preload.ts', 41, 40],
  ].map(([file, count, most]) => ({
    breach: `${count} lines in ${file}`,
    file: String(file),
    text: lines(Number(count)),
    says: [`${file}: has ${count} lines, more than ${most}: split it by what it does.`],
  })),
  ...['test.only', 'test.skip', 'describe.only', 'it.todo', 'describe.concurrent.skip'].map((call) => ({
    breach: `a leftover ${call}`,
    file: 'test/unit/a.test.ts',
    text: `\n${call}('a', () => undefined);`,
    says: [
      `test/unit/a.test.ts:2: ${call.replace('.concurrent', '')} leaves tests out: run them all, or skip by a condition with a reason.`,
    ],
  })),
  {
    breach: 'a leftover with each',
    file: 'test/unit/a.test.ts',
    text: "test.only.each([1])('a', () => undefined);",
    says: ['test/unit/a.test.ts:1: test.only leaves tests out: run them all, or skip by a condition with a reason.'],
  },
  {
    breach: 'a path of one machine',
    file: 'README.md',
    text: `one\n(${['', 'work', 'main'].join('/')})\n${['', 'home', 'ann'].join('/')}`,
    says: [
      'README.md:2: names a path of one machine: take it out.',
      'README.md:3: names a path of one machine: take it out.',
    ],
  },
  {
    breach: 'a registry host',
    file: 'package-lock.json',
    text: `"resolved": "https://${['registry', 'npmjs', 'org'].join('.')}/a.tgz"`,
    says: ['package-lock.json:1: names the host of a package registry: take it out.'],
  },
];

test.each(cases)('refuses $breach', ({ file, text = '', says }) => {
  expect(judge({ [file]: text })).toEqual(says);
});

test('refuses a shell that grows in many files', () => {
  expect(judge({ 'electron/shell/main.ts': lines(300), 'electron/shell/menu.ts': lines(301) })).toEqual([
    'electron/shell/: has 601 lines of code, more than 600: move what is not its own elsewhere.',
  ]);
});

test('the repository keeps its own rules', () => {
  const files = readTexts(join(import.meta.dirname, '../..'));
  expect(files.has('build/houseRules.ts')).toBe(true);
  expect(judgeNames(files, houseRules)).toEqual([]);
});
