import { findElectron, withoutElectron } from './findElectron.ts';
import { runSteps } from './runStep.ts';

// `npm run dist`: the page, and the desktop app around it as a folder in out/. The rest of it needs no build: Electron's Node
// strips types as the command line's does.
const electron = findElectron(process.env);
if (electron === undefined) {
  console.error(withoutElectron);
  process.exitCode = 3;
} else {
  const builder = ['node_modules/electron-builder/cli.js', '--dir', '--config', 'electron-builder.yml'];
  const results = await runSteps(
    [
      { name: 'page', args: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'] },
      { name: 'desktop', args: [...builder, `-c.electronDist=${electron.folder}`] },
    ],
    1,
  );
  process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
}
