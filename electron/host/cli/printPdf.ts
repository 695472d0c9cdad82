import { spawn } from 'node:child_process';
import { accessSync, constants, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from './command.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const mostComplaint = 600;

/** Where programs are looked for; the process's own environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Prints a page that opens offline as a PDF at `path`, with the Chromium of this machine: in a folder of its own, without
 * anybody's profile. Throws `Refusal` where there is none, or where it fails.
 */
export async function printPdf(
  html: string,
  path: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<void> {
  const program = findChromium(environment);
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-print-'));
  try {
    const page = join(folder, 'review.html');
    writeFileSync(page, html);
    const target = join(folder, 'review.pdf');
    // As root, and only then, Chromium does not start inside its own sandbox.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const complaint = await run(
      program,
      [
        '--headless',
        '--disable-gpu',
        '--disable-extensions',
        '--disable-background-networking',
        '--no-first-run',
        '--no-pdf-header-footer',
        `--user-data-dir=${join(folder, 'profile')}`,
        ...asRoot,
        `--print-to-pdf=${target}`,
        pathToFileURL(page).href,
      ],
      signal,
    );
    if (signal.aborted) throw new Refusal(3, `Interrupted: ${path} was not printed. Call it again to print it.`);
    if (!isFile(target)) {
      throw new Refusal(
        3,
        `${program} printed nothing${complaint === '' ? '' : ` (${complaint})`}: write --html and print that from a browser.`,
      );
    }
    copyFileSync(target, path);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** The Chromium that the environment names, else the first on the path. */
export function findChromium(environment: Environment): string {
  for (const name of ['HOLDPOINT_CHROMIUM', 'CHROME_PATH']) {
    const asked = environment[name];
    if (asked === undefined || asked === '') continue;
    if (isProgram(asked)) return resolve(asked);
    throw new Refusal(3, `${name} names ${asked}, which is no program: set it to the path of a Chromium or Chrome.`);
  }
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    for (const name of names) if (folder !== '' && isProgram(join(folder, name))) return join(folder, name);
  }
  throw new Refusal(
    3,
    'A PDF is printed by Chromium, and there is none here: install chromium or google-chrome, or set HOLDPOINT_CHROMIUM to its path. --html needs nothing.',
  );
}

/** Runs it to its end; resolves with what it complained of, cut short. */
function run(program: string, argv: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(program, argv, { stdio: ['ignore', 'ignore', 'pipe'], signal });
    let complaint = '';
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (complaint = (complaint + text).slice(-mostComplaint)));
    child.on('error', (error) => {
      if (signal.aborted) done('');
      else
        fail(
          new Refusal(
            3,
            `${program} could not be started (${error.message}): set HOLDPOINT_CHROMIUM to a Chromium that can.`,
          ),
        );
    });
    child.on('close', (code) => done(code === 0 ? '' : complaint.trim().replace(/\s+/g, ' ')));
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return isFile(path);
  } catch {
    // Not there, or not ours to run.
    return false;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
