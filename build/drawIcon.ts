import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// The icon is drawn in icon.svg; packages want it as pixels. Run by hand when the drawing changes, where there is a Chromium.
const { error, status } = spawnSync(
  'chromium',
  [
    ...['--headless', '--no-sandbox', '--no-first-run', '--disable-background-networking', '--hide-scrollbars'],
    ...['--default-background-color=00000000', '--window-size=512,512'],
    `--screenshot=${join(import.meta.dirname, 'icon.png')}`,
    pathToFileURL(join(import.meta.dirname, 'icon.svg')).href,
  ],
  { stdio: 'ignore' },
);
if (error !== undefined || status !== 0) {
  console.error('The icon was not drawn: it takes a chromium on the path.');
  process.exitCode = 3;
}
