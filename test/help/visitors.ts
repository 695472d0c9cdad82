import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, expect } from 'vitest';
import { findChromium } from '../../electron/host/cli/printPdf.ts';
import type { RunningHost } from '../../electron/host/serve/startHost.ts';

/** The screens as they are built. */
export const screens = join(import.meta.dirname, '../../dist/renderer');

/** Undefined on a machine that has none: what needs one is skipped there. */
export const browserPath = ((): string | undefined => {
  try {
    return findChromium(process.env);
  } catch {
    return undefined;
  }
})();

const patienceMs = 120_000;

export interface Visit {
  readonly theme?: 'dark' | 'light';
  readonly size?: readonly [width: number, height: number];
  /** Pixels of a picture for each of the screen's. */
  readonly scale?: number;
  /** The link that was sent to whoever sits there; an invitation for any role when absent. */
  readonly link?: string;
  /** Whose seat the browser keeps. */
  readonly who?: { readonly role: string; readonly name: string };
  /** What stands before the #, such as `?locale=pseudo`. */
  readonly search?: string;
  /** What the engine tells the page is put here. */
  readonly heard?: string[];
}

/** Asks until it is so. A page has as long as a busy machine needs. */
export function eventually<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: patienceMs });
}

/** Browsers that are let in by an invitation each, as people are. Whatever goes wrong in one of them is kept. */
export class Visitors {
  /** Errors and warnings of every page: its own, and what its policy kept out. */
  readonly troubles: string[] = [];
  private browser: Promise<Browser> | undefined;

  constructor() {
    afterAll(async () => {
      await (await this.browser)?.close();
    });
  }

  /** Opens the room in a browser of its own, and waits until there is a picture. */
  async open(host: RunningHost, visit: Visit = {}): Promise<Page> {
    if (!existsSync(join(screens, 'index.html'))) throw new Error('The screens are not built: npm run build');
    const [width, height] = visit.size ?? [1440, 900];
    // As root Chromium does not start inside its own sandbox.
    this.browser ??= chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox', '--no-first-run'] });
    const context = await (
      await this.browser
    ).newContext({
      viewport: { width, height },
      deviceScaleFactor: visit.scale ?? 1,
    });
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.troubles.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.troubles.push(message.text());
    });
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => visit.heard?.push(payload.toString())),
    );
    await keep(context, visit);
    const token = visit.link === undefined ? await invite(host) : new URL(visit.link).hash.slice(1);
    await page.goto(`http://127.0.0.1:${host.port}/${visit.search ?? ''}#${token}`);
    await page.locator('main#view').waitFor();
    return page;
  }
}

/** What a browser has kept from the last time; what it keeps from now on stays. */
function keep(context: BrowserContext, { theme = 'dark', who }: Visit): Promise<unknown> {
  const kept = JSON.stringify({ theme, hasSeenHint: true, ...who });
  return context.addInitScript((text) => {
    if (localStorage.length === 0) localStorage.setItem('holdpoint.preferences', text);
  }, kept);
}

export async function invite({ port, key }: RunningHost): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/invitation`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}` },
  });
  const { token } = (await answer.json()) as { readonly token: string };
  return token;
}

/** What a browser says by itself while nobody answers it, or nobody knows it. */
export function isOfSilence(trouble: string): boolean {
  const words = ['WebSocket connection to', 'net::ERR_CONNECTION', 'the server responded with a status of 401'];
  return words.some((one) => trouble.includes(one));
}
