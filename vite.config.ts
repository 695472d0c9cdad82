import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium } from './electron/host/cli/printPdf.ts';

const root = import.meta.dirname;

/** Undefined on a machine that has none: what needs one is left out there. */
const browserPath = ((): string | undefined => {
  try {
    return findChromium(process.env);
  } catch {
    return undefined;
  }
})();

/** What is fast is proved as a ratio by the bench; this only ends a test that hangs. */
const patienceMs = 900_000;

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
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          root,
          environment: 'node',
          include: ['test/{unit,property,oracle,store,engine,contract,golden,house,chaos,view,e2e}/**/*.test.ts'],
          // A process a file: the database driver is native and some tests kill what they start.
          pool: 'forks',
          maxWorkers: 2,
          // Files share what they import, which is half of their time; no test leaves anything behind in a module.
          isolate: false,
          testTimeout: patienceMs,
          hookTimeout: patienceMs,
          expect: { poll: { timeout: patienceMs } },
        },
      },
      // Components are shown as they are, in a browser; test/view says so where there is none.
      ...(browserPath === undefined
        ? []
        : [
            {
              extends: true as const,
              test: {
                name: 'components',
                root,
                include: ['test/components/**/*.test.ts'],
                testTimeout: patienceMs,
                hookTimeout: patienceMs,
                expect: { poll: { timeout: patienceMs } },
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  instances: [{ browser: 'chromium' as const }],
                  provider: playwright({
                    // As root Chromium does not start inside its own sandbox.
                    launchOptions: { executablePath: browserPath, args: ['--no-sandbox', '--no-first-run'] },
                  }),
                },
              },
            },
          ]),
    ],
  },
});
