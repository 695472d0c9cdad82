import type { Door, LayerException, LayerTable, Room } from './layerTable.ts';

// Who may import whom. Never up, never sideways: what is not written here is refused, npm packages included.

const pure = ['shared/base/**', 'shared/model/**', 'shared/stats/**', 'shared/judge/**', 'shared/contract/**'];
const engineRooms = [
  'electron/engine/source/**',
  'electron/engine/ingest/**',
  'electron/engine/store/**',
  'electron/engine/command/**',
  'electron/engine/snapshot/**',
];
/** Where several desks decide together; the network to the others is a room of its own. */
const deskRooms = ['electron/engine/desks/ledgerDoor.ts', 'electron/engine/desks/*'];
const acrossTheGlass = ['shared/base/**', 'shared/model/**', 'shared/contract/**'];
/** What of the host the shell may have: how a page is answered and hands files over, how an engine's process is kept, the clock. */
const shellDoors = [
  'electron/host/serve/reply.ts',
  'electron/host/serve/readAsset.ts',
  'electron/host/serve/readPicture.ts',
  'electron/host/serve/readBody.ts',
  'electron/host/serve/fileDoor.ts',
  'electron/host/serve/port.ts',
  'electron/host/engineProcessMessages.ts',
  'electron/host/engineProcessKeeper.ts',
  'electron/host/engineProcessFiles.ts',
  'electron/host/systemClock.ts',
];
const files = ['fs', 'path', 'stream', 'zlib', 'buffer', 'events', 'util', 'url'];
const network = ['net', 'tls', 'dgram', 'http', 'https', 'http2', 'dns'];

const shared: Room[] = [
  { path: 'shared/base/**', rooms: [], packages: [], builtins: [] },
  { path: 'shared/model/**', rooms: ['shared/base/**'], packages: ['zod', 'yaml'], builtins: [] },
  { path: 'shared/stats/**', rooms: ['shared/base/**', 'shared/model/**'], packages: [], builtins: [] },
  {
    path: 'shared/judge/**',
    rooms: ['shared/base/**', 'shared/model/**', 'shared/stats/**'],
    packages: [],
    builtins: [],
  },
  { path: 'shared/contract/**', rooms: pure.slice(0, 4), packages: ['zod'], builtins: [] },
];

const electron: Room[] = [
  // The rooms of the engine know the nouns and not each other; the files directly in engine/ introduce them.
  {
    // What others send is read by the same hands as what others have written down.
    path: 'electron/engine/source/**',
    rooms: [...pure, 'electron/import/wire/**'],
    packages: ['ws', '@nats-io/jetstream', '@nats-io/transport-node'],
    builtins: [...files, ...network, 'crypto', 'string_decoder'],
  },
  {
    // zod to compile the sample's schema: generated code may run here and not behind the renderer's CSP, so not in shared/.
    path: 'electron/engine/ingest/**',
    rooms: pure,
    packages: ['zod'],
    builtins: ['buffer', 'crypto', 'string_decoder', 'util'],
  },
  { path: 'electron/engine/store/**', rooms: pure, packages: ['better-sqlite3'], builtins: [...files, 'crypto', 'os'] },
  { path: 'electron/engine/command/**', rooms: pure, packages: [], builtins: ['buffer', 'crypto'] },
  { path: 'electron/engine/snapshot/**', rooms: pure, packages: [], builtins: ['buffer'] },
  { path: 'electron/engine/desks/ledgerDoor.ts', rooms: [], packages: [], builtins: [] },
  {
    path: 'electron/engine/desks/*',
    rooms: [...pure, ...engineRooms, 'electron/engine/desks/ledgerDoor.ts'],
    packages: [],
    builtins: ['buffer', 'fs'],
  },
  {
    path: 'electron/engine/desks/nats/**',
    rooms: ['electron/engine/desks/ledgerDoor.ts', 'electron/engine/source/**'],
    packages: ['@nats-io/jetstream', '@nats-io/transport-node'],
    builtins: [],
  },
  {
    path: 'electron/engine/*',
    rooms: [...pure, ...engineRooms, ...deskRooms],
    packages: [],
    builtins: ['buffer', 'crypto', 'events', 'fs', 'path', 'util'],
  },
  { path: 'electron/import/wire/**', rooms: pure, packages: [], builtins: ['buffer', 'crypto'] },
  {
    path: 'electron/import/**',
    rooms: [...pure, 'electron/import/wire/**'],
    packages: [],
    builtins: [...files, 'string_decoder'],
  },
  { path: 'electron/report/**', rooms: pure, packages: [], builtins: [...files, 'crypto'] },
  { path: 'electron/host/serve/reply.ts', rooms: [], packages: [], builtins: ['http'] },
  {
    path: 'electron/host/serve/readAsset.ts',
    rooms: ['electron/host/serve/reply.ts'],
    packages: [],
    builtins: ['fs', 'path'],
  },
  { path: 'electron/host/launchesFolder.ts', rooms: [], packages: [], builtins: ['path'] },
  {
    path: 'electron/host/serve/readPicture.ts',
    rooms: ['electron/host/launchesFolder.ts', 'electron/host/serve/reply.ts'],
    packages: [],
    builtins: ['fs'],
  },
  { path: 'electron/host/serve/readBody.ts', rooms: [], packages: [], builtins: ['http'] },
  {
    path: 'electron/host/serve/fileDoor.ts',
    rooms: ['shared/contract/**', 'electron/host/serve/reply.ts'],
    packages: [],
    builtins: [],
  },
  { path: 'electron/host/serve/port.ts', rooms: [], packages: [], builtins: [] },
  { path: 'electron/host/engineProcessMessages.ts', rooms: [], packages: [], builtins: [] },
  { path: 'electron/host/systemClock.ts', rooms: ['electron/engine/*'], packages: [], builtins: ['crypto'] },
  {
    path: 'electron/host/engineProcessKeeper.ts',
    rooms: ['electron/host/engineProcessMessages.ts', 'electron/host/systemClock.ts'],
    packages: [],
    builtins: [],
  },
  {
    path: 'electron/host/engineProcessFiles.ts',
    rooms: ['electron/host/engineProcessKeeper.ts', 'electron/host/serve/fileDoor.ts', 'electron/host/serve/port.ts'],
    packages: [],
    builtins: [],
  },
  {
    path: 'electron/host/**',
    rooms: [
      ...pure,
      ...engineRooms,
      ...deskRooms,
      'electron/engine/desks/nats/**',
      'electron/engine/*',
      'electron/import/**',
      'electron/report/**',
      'electron/host/launchesFolder.ts',
      ...shellDoors,
    ],
    packages: ['ws'],
    builtins: [
      ...files,
      ...network,
      'child_process',
      'crypto',
      'os',
      'perf_hooks',
      'process',
      'readline',
      'timers',
      'tty',
      'v8',
      'worker_threads',
    ],
  },
  {
    path: 'electron/shell/**',
    rooms: [...acrossTheGlass, ...shellDoors],
    packages: ['electron'],
    builtins: ['fs', 'path', 'process', 'url'],
  },
];

// transport <- state <- present <- charts, ui <- the nouns <- views <- what stands directly in renderer/.
const nouns = [
  ...[
    'burn',
    'hsm',
    'fraud',
    'ramp',
    'trigger',
    'runbook',
    'poll',
    'clock',
    'replay',
    'log',
    'call',
    'board',
    'why',
    'forecast',
    'experiment',
  ],
  ...['person', 'deed', 'review', 'source', 'plan', 'readiness', 'rehearse', 'wall', 'sound', 'palette', 'desk'],
].map((noun) => `renderer/${noun}/**`);
const wall = ['renderer/state/**', 'renderer/present/**', 'renderer/charts/**', 'renderer/ui/**'];
const renderer: Room[] = [
  { path: 'renderer/transport/**', rooms: acrossTheGlass, packages: [], builtins: [] },
  {
    path: 'renderer/state/**',
    rooms: [...acrossTheGlass, 'renderer/transport/**'],
    packages: ['svelte'],
    builtins: [],
  },
  { path: 'renderer/present/**', rooms: [...acrossTheGlass, 'renderer/state/**'], packages: ['svelte'], builtins: [] },
  {
    path: 'renderer/charts/**',
    rooms: [...acrossTheGlass, 'renderer/state/**', 'renderer/present/**'],
    packages: ['svelte', 'chart.js', 'chartjs-plugin-annotation'],
    builtins: [],
  },
  {
    path: 'renderer/ui/**',
    rooms: [...acrossTheGlass, 'renderer/state/**', 'renderer/present/**'],
    packages: ['svelte', 'bits-ui'],
    builtins: [],
  },
  ...nouns.map((path): Room => ({ path, rooms: [...acrossTheGlass, ...wall], packages: ['svelte'], builtins: [] })),
  { path: 'renderer/views/**', rooms: [...acrossTheGlass, ...wall, ...nouns], packages: ['svelte'], builtins: [] },
  {
    path: 'renderer/*',
    rooms: [...acrossTheGlass, 'renderer/transport/**', ...wall, ...nouns, 'renderer/views/**'],
    // zod to be told that the page's policy lets no code be generated.
    packages: ['svelte', 'zod'],
    builtins: [],
  },
];

const tools: Room[] = [
  {
    path: 'build/**',
    rooms: [],
    packages: [
      'typescript',
      'eslint',
      '@eslint/js',
      'typescript-eslint',
      'eslint-plugin-regexp',
      'eslint-plugin-svelte',
      'svelte',
      'electron-builder',
    ],
    builtins: 'any',
  },
  {
    path: 'vite.config.ts',
    // Tests are shown in the browser that also prints.
    rooms: ['build/**', 'electron/host/**'],
    packages: ['vite', 'vitest', '@sveltejs/vite-plugin-svelte', '@vitest/browser-playwright'],
    builtins: 'any',
  },
  {
    path: 'test/**',
    rooms: [
      ...pure,
      ...electron.map((room) => room.path),
      ...renderer.map((room) => room.path),
      'build/**',
      'vite.config.ts',
    ],
    packages: [
      'chart.js',
      'vitest',
      'fast-check',
      'better-sqlite3',
      'zod',
      'yaml',
      'ws',
      '@nats-io/jetstream',
      '@nats-io/transport-node',
      '@opentelemetry/api',
      '@opentelemetry/exporter-metrics-otlp-http',
      '@opentelemetry/exporter-metrics-otlp-proto',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-metrics',
      'svelte',
      'playwright',
      '@playwright/test',
      '@axe-core/playwright',
      '@vitest/browser',
      '@vitest/browser-playwright',
      'vitest-browser-svelte',
    ],
    builtins: 'any',
  },
];

const outside = ['build/**', 'test/**', 'vite.config.ts'];
const doors: Door[] = [
  { name: 'better-sqlite3', only: ['electron/engine/store/open.ts', ...outside], modules: ['better-sqlite3'] },
  {
    name: 'SQL',
    only: ['electron/engine/store/**', ...outside],
    textBeginsWith: [
      'SELECT ',
      'INSERT INTO ',
      'INSERT OR ',
      'REPLACE INTO ',
      'UPDATE ',
      'DELETE FROM ',
      'CREATE TABLE ',
      'CREATE INDEX ',
      'CREATE TRIGGER ',
      'CREATE VIEW ',
      'ALTER TABLE ',
      'DROP TABLE ',
      'PRAGMA ',
      'BEGIN IMMEDIATE',
      'VACUUM',
      'ATTACH DATABASE ',
    ],
  },
  { name: 'electron', only: ['electron/shell/**', ...outside], modules: ['electron'] },
  { name: 'chart.js', only: ['renderer/charts/**', ...outside], modules: ['chart.js', 'chartjs-plugin-annotation'] },
  {
    name: 'the network',
    only: [
      'electron/engine/source/**',
      'electron/engine/desks/nats/**',
      'electron/host/**',
      'renderer/transport/**',
      ...outside,
    ],
    modules: ['ws', '@nats-io/jetstream', '@nats-io/transport-node', ...network.map((module) => `node:${module}`)],
    globals: ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'],
  },
  {
    name: 'clock, timers and randomness',
    only: ['electron/host/systemClock.ts', 'renderer/state/**', ...outside],
    modules: ['node:timers', 'node:perf_hooks'],
    imported: [
      ...['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync', 'getRandomValues', 'webcrypto'].map(
        (name) => `node:crypto#${name}`,
      ),
      'node:process#hrtime',
    ],
    globals: [
      'Date.now',
      'new Date()',
      'Math.random',
      'performance.now',
      'performance.timeOrigin',
      'process.hrtime',
      'process.uptime',
      'crypto.randomUUID',
      'crypto.getRandomValues',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'requestAnimationFrame',
      'requestIdleCallback',
    ],
  },
  { name: '$effect', only: ['renderer/state/**', 'renderer/charts/**', ...outside], globals: ['$effect'] },
  { name: 'console', only: ['electron/host/**', ...outside], globals: ['console'] },
];

const exceptions: LayerException[] = [];

/** The table that the checker enforces on this repository. */
export const layers: LayerTable = { rooms: [...shared, ...electron, ...renderer, ...tools], doors, exceptions };
