import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { expect, test } from 'vitest';
import { findElectron, type FoundElectron, withoutElectron } from '../../build/findElectron.ts';

const root = join(import.meta.dirname, '../..');

interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly electron: FoundElectron;
  /** How it was called. */
  readonly args: readonly string[];
}

/** What people and strangers meet in the desktop app. Each story has an app of its own, with nothing remembered. */
const stories: Readonly<Record<string, (desktop: Desktop) => Promise<void>>> = {
  'the room opens on a scheme of its own, and its engine answers': async ({ page }) => {
    expect(page.url()).toMatch(/^holdpoint:\/\/room\/[\w-]{43}\/index\.html/);
    await page.getByRole('main').waitFor();
    expect(await page.title()).toContain('Holdpoint');
  },
  'the page has no Node, and no object of the shell': async ({ page }) => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'electron'].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
  },
  'no window is opened, nothing is navigated to, nothing comes from the network': async ({ app, page }) => {
    const opened = await page.evaluate(() => window.open('https://example.com/') === null);
    expect(opened).toBe(true);
    await page.evaluate(() => (location.href = 'https://example.com/'));
    expect(page.url()).toContain('holdpoint://room/');
    expect(await page.evaluate(() => fetch('https://example.com/').then(String, () => 'refused'))).toBe('refused');
    expect(app.windows()).toHaveLength(1);
  },
  'a file is handed over to the engine, whole': async ({ page }) => {
    await page.getByRole('main').waitFor();
    const answers = await page.evaluate(async () => {
      const hand = (url: string, name: string): Promise<Response> =>
        fetch(url, { method: 'POST', headers: { 'X-File-Name': name }, body: new File(['drilled'], name) });
      return [
        await (await hand('evidence', 'drill.txt')).text(),
        (await hand('evidence', '..')).status,
        (await hand('/another/evidence', 'drill.txt')).status,
      ];
    });
    const file = createHash('sha256').update('drilled').digest('hex');
    expect(answers).toEqual([JSON.stringify({ file, bytes: 7 }), 400, 404]);
  },
  'a permission is denied': async ({ page }) => {
    const state = await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state);
    expect(state).toBe('denied');
  },
  'an engine that is killed is said to be lost, and comes back': async ({ app, page }) => {
    await page.getByRole('main').waitFor();
    await app.evaluate(({ app: running }) => {
      const engine = running.getAppMetrics().find(({ name }) => name === 'Holdpoint engine');
      if (engine !== undefined) process.kill(engine.pid, 'SIGKILL');
    });
    await page
      .getByText(/lost|engine/i)
      .first()
      .waitFor();
    await page.getByRole('main').waitFor();
  },
  'the menu has the page run a command': async ({ app, page }) => {
    await page.getByRole('main').waitFor();
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('cheatSheet')?.click());
    await page.getByRole('dialog').waitFor();
  },
  'a second call of the app ends at once, and the first one stays': async ({ app, electron, args }) => {
    const [exitCode] = await once(spawn(electron.binary, args), 'exit');
    expect(exitCode).toBe(0);
    expect(app.windows()).toHaveLength(1);
  },
};

test.for(Object.entries(stories))('%s', async ([, tell], { skip }) => {
  const electron = findElectron(process.env);
  if (electron === undefined) return skip(withoutElectron);
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-desktop-'));
  // Chromium refuses its sandbox to root; nobody else leaves it out.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [root, `--user-data-dir=${folder}`, ...asRoot];
  const app = await _electron.launch({ executablePath: electron.binary, args });
  try {
    await tell({ app, page: await app.firstWindow(), electron, args });
  } finally {
    await app.close();
  }
  return undefined;
});
