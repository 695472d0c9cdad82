/** One file more in the tree in order, what it does that the table refuses, and what the checker says of it. */
export interface LayerCase {
  readonly breach: string;
  readonly file: string;
  readonly text: string;
  readonly says: readonly string[];
}

// A small tree in order, to which each case adds what it is about.
export const treeInOrder = {
  'shared/base/a.ts': 'export const a = 1;',
  'shared/model/m.ts':
    "import { a } from '../base/a.ts';\nimport { z } from 'zod';\nimport { parseDocument } from 'yaml';",
  'shared/stats/s.ts': "import type { M } from '../model/m.ts';",
  'shared/judge/j.ts': "import { s } from '../stats/s.ts';\nimport { a } from '../base/a.ts';",
  'shared/contract/c.ts': "export * from '../judge/j.ts';\nimport * as z from 'zod';",
  'electron/engine/source/simulator/sim.ts':
    "import { createReadStream } from 'node:fs';\nimport { open } from 'node:fs/promises';",
  'electron/engine/store/open.ts': "import Database from 'better-sqlite3';\nexport const sql = `SELECT 1`;",
  'electron/engine/engine.ts': "import { sql } from './store/open.ts';\nimport { s } from './source/simulator/sim.ts';",
  'electron/import/csv.ts': "import type { M } from '../../shared/model/m.ts';",
  'electron/report/html.ts': "import { a } from '../../shared/base/a.ts';",
  'electron/host/systemClock.ts': 'export const now = () => Date.now();\nsetTimeout(now, 1);',
  'electron/host/cli/main.ts':
    "import { e } from '../../engine/engine.ts';\nimport { h } from '../../report/html.ts';\nconsole.log(e, h);",
  'electron/shell/main.ts': "import { app } from 'electron';",
  'renderer/state/room.svelte.ts': "import { c } from '../../shared/contract/c.ts';\n$effect(() => undefined);",
  'renderer/charts/Line.svelte': '<script lang="ts">\n  import { Chart } from \'chart.js/auto\';\n</script>',
  'renderer/burn/Burn.svelte': '<script>\n  import Line from "../charts/Line.svelte";\n</script>\n<Line />',
  'test/unit/a.test.ts':
    "import { test } from 'vitest';\nimport { a } from '../../shared/base/a.ts';\nsetTimeout(a, 1);",
};

export const layerCases: readonly LayerCase[] = [
  {
    breach: 'an import that goes up',
    file: 'shared/base/b.ts',
    text: "\nimport { m } from '../model/m.ts';",
    says: ['shared/base/b.ts:2: may not import shared/model/m.ts: shared/base imports no other room.'],
  },
  {
    breach: 'an import that goes sideways',
    file: 'shared/stats/t.ts',
    text: "import { j } from '../judge/j.ts';",
    says: ['shared/stats/t.ts:1: may not import shared/judge/j.ts: shared/stats imports shared/base, shared/model.'],
  },
  {
    breach: 'an engine room that imports another',
    file: 'electron/engine/ingest/i.ts',
    text: "import { sql } from '../store/open.ts';",
    says: [
      'electron/engine/ingest/i.ts:1: may not import electron/engine/store/open.ts: electron/engine/ingest imports shared/base, shared/model, shared/stats, shared/judge, shared/contract.',
    ],
  },
  {
    breach: 'an engine room that imports the engine',
    file: 'electron/engine/ingest/i.ts',
    text: "import { e } from '../engine.ts';",
    says: [
      'electron/engine/ingest/i.ts:1: may not import electron/engine/engine.ts: electron/engine/ingest imports shared/base, shared/model, shared/stats, shared/judge, shared/contract.',
    ],
  },
  {
    breach: 'a type from above',
    file: 'shared/model/n.ts',
    text: "import type { J } from '../judge/j.ts';",
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'a re-export of names',
    file: 'shared/model/n.ts',
    text: "export { j } from '../judge/j.ts';",
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'a re-export of everything',
    file: 'shared/model/n.ts',
    text: "export * as judge from '../judge/j.ts';",
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'a dynamic import',
    file: 'shared/model/n.ts',
    text: "export const load = async () => {\n  return await import('../judge/j.ts');\n};",
    says: ['shared/model/n.ts:2: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'a dynamic import of a template without holes',
    file: 'shared/model/n.ts',
    text: 'export const load = () => import(`../judge/j.ts`);',
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'a type by import()',
    file: 'shared/model/n.ts',
    text: "export type J = import('../judge/j.ts').J;",
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'import = require',
    file: 'shared/model/n.ts',
    text: "import judge = require('../judge/j.ts');",
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'require',
    file: 'shared/model/n.ts',
    text: "const judge = require('../judge/j.ts');",
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'import.meta.resolve',
    file: 'shared/model/n.ts',
    text: "const where = import.meta.resolve('../judge/j.ts');",
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'a worker by URL',
    file: 'shared/model/n.ts',
    text: "new Worker(new URL('../judge/j.ts', import.meta.url));",
    says: ['shared/model/n.ts:1: may not import shared/judge/j.ts: shared/model imports shared/base.'],
  },
  {
    breach: 'a built-in module by process.getBuiltinModule',
    file: 'shared/model/n.ts',
    text: "process.getBuiltinModule('node:fs');",
    says: ['shared/model/n.ts:1: may not import node:fs: the table gives shared/model no Node module.'],
  },
  {
    breach: 'a dynamic import of a computed name',
    file: 'electron/host/cli/run.ts',
    text: 'export const run = (name: string) => import(`./${name}.ts`);',
    says: ['electron/host/cli/run.ts:1: import() takes a name known only at run time: write it as a literal.'],
  },
  {
    breach: 'require of a computed name',
    file: 'electron/host/cli/run.ts',
    text: 'const a = require(name);\nconst b = import.meta.resolve(name);',
    says: [
      'electron/host/cli/run.ts:1: require takes a name known only at run time: write it as a literal.',
      'electron/host/cli/run.ts:2: import.meta.resolve takes a name known only at run time: write it as a literal.',
    ],
  },
  {
    breach: 'a reference by comment',
    file: 'shared/base/b.ts',
    text: '/// <reference types="node" />\nexport const b = 1;',
    says: ['shared/base/b.ts:1: refers to "node" by a /// comment: write an import.'],
  },
  {
    breach: 'a package that nobody placed',
    file: 'electron/import/x.ts',
    text: "import { parse } from '@fast/csv/sync';",
    says: [
      'electron/import/x.ts:1: imports the package @fast/csv, which the table does not place: add it to a room in build/layers.ts or do without.',
    ],
  },
  {
    breach: 'a package in the wrong room',
    file: 'shared/judge/k.ts',
    text: "import { z } from 'zod/mini';",
    says: [
      'shared/judge/k.ts:1: may not import the package zod: the table places it in shared/model, shared/contract, electron/engine/ingest, renderer/*, test.',
    ],
  },
  {
    breach: 'a Node module in a pure room',
    file: 'shared/judge/k.ts',
    text: "import { hash } from 'node:crypto';",
    says: ['shared/judge/k.ts:1: may not import node:crypto: the table gives shared/judge no Node module.'],
  },
  {
    breach: 'a Node module that the room was not given',
    file: 'electron/engine/snapshot/s.ts',
    text: "import { readFile } from 'node:fs/promises';",
    says: [
      'electron/engine/snapshot/s.ts:1: may not import node:fs/promises: the table gives electron/engine/snapshot node:buffer.',
    ],
  },
  {
    breach: 'a Node module by its old name',
    file: 'electron/engine/store/b.ts',
    text: "import { readFileSync } from 'fs';",
    says: ['electron/engine/store/b.ts:1: imports fs by its old name: write node:fs.'],
  },
  {
    breach: 'an alias',
    file: 'electron/engine/store/b.ts',
    text: "import { a } from '#base/a.ts';",
    says: ['electron/engine/store/b.ts:1: imports "#base/a.ts": write a relative path, a package or a node: module.'],
  },
  {
    breach: 'a URL',
    file: 'electron/engine/store/b.ts',
    text: "await import('https://example.org/a.js');",
    says: [
      'electron/engine/store/b.ts:1: imports "https://example.org/a.js": write a relative path, a package or a node: module.',
    ],
  },
  {
    breach: 'a path out of the repository',
    file: 'electron/engine/store/b.ts',
    text: "import a from '../../../../elsewhere/a.ts';\nimport b from '../../../node_modules/zod/index.js';",
    says: [
      'electron/engine/store/b.ts:1: imports "../../../../elsewhere/a.ts", which is outside the repository: name a package instead.',
      'electron/engine/store/b.ts:2: imports "../../../node_modules/zod/index.js", which is outside the repository: name a package instead.',
    ],
  },
  {
    breach: 'an import of a folder',
    file: 'electron/engine/recorder.ts',
    text: "import { sql } from './store';",
    says: ['electron/engine/recorder.ts:1: imports "./store": write the file\'s whole name, with its extension.'],
  },
  {
    breach: 'an import of what is not there',
    file: 'electron/engine/recorder.ts',
    text: "import { sql } from './store/close.ts';",
    says: ['electron/engine/recorder.ts:1: imports electron/engine/store/close.ts, which is not there: mend the path.'],
  },
  {
    breach: 'an import of a file in no room',
    file: 'electron/host/cli/version.ts',
    text: "import meta from '../../../package.json' with { type: 'json' };",
    says: [
      'electron/host/cli/version.ts:1: imports package.json, which is in no room of the table: read it as a file or place it.',
    ],
  },
  {
    breach: 'a product file that imports a test',
    file: 'electron/host/cli/version.ts',
    text: "import { t } from '../../../test/unit/a.test.ts';",
    says: [
      'electron/host/cli/version.ts:1: may not import test/unit/a.test.ts: electron/host imports shared/base, shared/model, shared/stats, shared/judge, shared/contract, electron/engine/source, electron/engine/ingest, electron/engine/store, electron/engine/command, electron/engine/snapshot, electron/engine/desks/ledgerDoor.ts, electron/engine/desks/*, electron/engine/desks/nats, electron/engine/*, electron/import, electron/report, electron/host/launchesFolder.ts, electron/host/serve/reply.ts, electron/host/serve/readAsset.ts, electron/host/serve/readPicture.ts, electron/host/serve/readBody.ts, electron/host/serve/fileDoor.ts, electron/host/serve/port.ts, electron/host/engineProcessMessages.ts, electron/host/engineProcessKeeper.ts, electron/host/engineProcessFiles.ts, electron/host/systemClock.ts.',
    ],
  },
  {
    breach: 'a file in no room',
    file: 'electron/engine/cache/c.ts',
    text: 'export const c = 1;',
    says: [
      'electron/engine/cache/c.ts:1: is in no room of the table: move it into one, or place its folder in build/layers.ts.',
    ],
  },
  {
    breach: 'code in data',
    file: 'data/shopnow/plan.js',
    text: 'export default {};',
    says: [
      'data/shopnow/plan.js:1: is in no room of the table: move it into one, or place its folder in build/layers.ts.',
    ],
  },
  {
    breach: 'a script of a component that computes a verdict',
    file: 'renderer/hsm/Hsm.svelte',
    text: '<!-- import x from "../../shared/judge/j.ts" -->\n<p>Don\'t {"{"} panic</p>\n<script lang="ts" generics="T extends \'>\'">\n  import { j } from \'../../shared/judge/j.ts\';\n</script>',
    says: [
      'renderer/hsm/Hsm.svelte:4: may not import shared/judge/j.ts: renderer/hsm imports shared/base, shared/model, shared/contract, renderer/state, renderer/present, renderer/charts, renderer/ui.',
    ],
  },
  {
    breach: 'a dynamic import in the markup of a component',
    file: 'renderer/ui/Later.svelte',
    text: "<script>let a = 1;</script>\n{#await import('../burn/Burn.svelte') then burn}\n  <burn.default on={() => import(`./${a}.ts`)} />\n{/await}",
    says: [
      'renderer/ui/Later.svelte:2: may not import renderer/burn/Burn.svelte: renderer/ui imports shared/base, shared/model, shared/contract, renderer/state, renderer/present.',
      'renderer/ui/Later.svelte:3: import() takes a name known only at run time: write it as a literal.',
    ],
  },
  {
    breach: 'one noun that imports another',
    file: 'renderer/fraud/f.ts',
    text: "import B from '../burn/Burn.svelte';",
    says: [
      'renderer/fraud/f.ts:1: may not import renderer/burn/Burn.svelte: renderer/fraud imports shared/base, shared/model, shared/contract, renderer/state, renderer/present, renderer/charts, renderer/ui.',
    ],
  },
];
