import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

export default defineConfig({
  root: 'renderer',
  // Pages are served from wherever the host or the desktop app puts them.
  base: './',
  cacheDir: `${root}/node_modules/.vite`,
  plugins: [svelte({ configFile: false })],
  server: { host: '127.0.0.1', fs: { allow: [root] } },
  build: {
    outDir: `${root}/dist/renderer`,
    emptyOutDir: true,
    target: 'es2024',
    // The page's policy lets nothing in that is written into the page itself.
    assetsInlineLimit: 0,
    // It comes from this machine, so it need not come in pieces.
    chunkSizeWarningLimit: 2000,
  },
  test: {
    root,
    environment: 'node',
    include: ['test/{unit,property,oracle,store,engine,contract,golden,house,chaos,view,e2e}/**/*.test.ts'],
    // A process a file: the database driver is native and some tests kill what they start.
    pool: 'forks',
    maxWorkers: 2,
    // Files share what they import, which is half of their time; no test leaves anything behind in a module.
    isolate: false,
    // What is fast is proved as a ratio by the bench; here this only ends a test that hangs.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
