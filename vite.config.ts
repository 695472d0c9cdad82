import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: 'node_modules/.vite',
  test: {
    environment: 'node',
    include: ['test/{unit,property,oracle,store,engine,contract,golden,house,chaos}/**/*.test.ts'],
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
