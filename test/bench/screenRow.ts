import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright';
import { findChromium } from '../../electron/host/cli/printPdf.ts';
import type { Figure } from './benchRow.ts';
import { type BusyRecording, makeBusyRecording } from './busyRecording.ts';
import type { Laboratory } from './laboratory.ts';
import { planPath } from './launchDay.ts';
import { memoryOfTreeMb } from './processMemory.ts';
import { type PageFigures, probePage } from './screenProbe.ts';

const samplesPerSecond = 10_000;
/** Of the launch's numbers, so that each draws a chart of its own. */
const twelveBoards = `
boards:
  - { kind: burn, of: [one-click] }
  - { kind: latency, of: [hsm-p50, hsm-p99, hsm-fast] }
  - { kind: latency, of: [hsm-p99] }
  - { kind: latency, of: [hsm-p50] }
  - { kind: latency, of: [detokenize-mean] }
  - { kind: levels, of: [one-click-speed] }
  - { kind: levels, of: [hsm-fallback] }
  - { kind: levels, of: [ramp-percent] }
  - { kind: levels, of: [auth-latency] }
  - { kind: levels, of: [one-click-errors] }
  - { kind: levels, of: [one-click-speed, hsm-fallback] }
  - { kind: ramp, of: [] }
`;
const assets = join(import.meta.dirname, '../../dist/renderer');
const ms = (value: number): Figure['measured'] => ({ value, unit: 'ms' });

/** The room as people have it, in a real browser: at 10,000 samples a second, and with a day behind it. */
export async function screenRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const busy = await busyRecording(lab);
  const { pid, browser, close } = await startBrowser();
  try {
    return [...(await watchBusy(lab, busy, { pid, browser })), ...(await openDay(lab, browser))];
  } finally {
    await close();
  }
}

async function busyRecording(lab: Laboratory): Promise<BusyRecording> {
  const { path } = await lab.day();
  const seconds = (lab.isQuick ? 1 : 10) * 60 + 30;
  return makeBusyRecording(path, join(lab.folder, 'busy.ndjson.zst'), { fromS: 3 * 3600, seconds, samplesPerSecond });
}

interface RunningBrowser {
  /** Of the first of its processes. */
  readonly pid: number;
  readonly browser: Browser;
  /** Ends the browser too, not only the line to it. */
  readonly close: () => Promise<void>;
}

async function startBrowser(): Promise<RunningBrowser> {
  const server = await chromium.launchServer({
    executablePath: findChromium(process.env),
    args: ['--no-sandbox', '--no-first-run'],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  return { pid: server.process().pid ?? 0, browser, close: () => server.close() };
}

async function watchBusy(
  lab: Laboratory,
  busy: BusyRecording,
  { pid, browser }: Pick<RunningBrowser, 'pid' | 'browser'>,
): Promise<Omit<Figure, 'row'>[]> {
  const plan = join(lab.folder, 'boards.yaml');
  writeFileSync(plan, readFileSync(planPath, 'utf8') + twelveBoards);
  const host = await Host.start({ recording: busy.path, plan, session: join(lab.folder, 'busy.holdpoint') });
  await host.ask(`seek ${busy.firstSecond + 20}`);
  const emptyMb = await emptyBrowserMb(browser, pid);
  const page = await openRoom(browser, host.url);
  await page.waitForTimeout(5_000);
  const opened = await probed(page);
  const memory = (): Memory => ({ hostMb: memoryOfTreeMb(host.pid) ?? NaN, browserMb: memoryOfTreeMb(pid) ?? NaN });
  const idle = memory();
  const { tick, atMs } = await host.ask<{ tick: number; atMs: number }>('play');
  // What begins is not what goes on.
  await page.waitForTimeout(10_000);
  await page.evaluate(() => {
    const { probed } = window as unknown as { probed: { frameMs: number[]; longTaskMs: number[]; draws: number } };
    Object.assign(probed, { frameMs: [], longTaskMs: [], draws: 0 });
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const scriptBefore = await scriptSeconds(devtools);
  const memories: Memory[] = [];
  for (let left = busy.seconds - 60; left > 0; left -= 10) {
    await page.waitForTimeout(10_000);
    memories.push(memory());
  }
  const figures = await probed(page);
  const scriptMs = ((await scriptSeconds(devtools)) - scriptBefore) * 1000;
  const charts = await page.locator('canvas').count();
  const boards = await page.locator('.boards > *').count();
  const { judged } = await host.ask<{ judged: [number, number][] }>('judged');
  await page.context().close();
  await host.end();

  /** A second is over when the session's time has come to its end. */
  const overMs = (second: number): number => atMs + (second - tick) * 1000;
  const verdicts = judged.map(([second, judgedMs]) => judgedMs - overMs(second));
  const midnight = Math.floor(tick / 86_400) * 86_400;
  const pixels = figures.shown.map(([secondOfDay, shownMs]) => shownMs - overMs(midnight + secondOfDay));
  const perSecond = `${Math.round(busy.samplesPerSecond).toLocaleString('en-US')} samples/s`;
  return [
    { work: `${perSecond}: end of a second to its verdict, p50`, measured: ms(at(verdicts, 0.5)) },
    { work: 'the same, p99', measured: ms(at(verdicts, 0.99)), goal: { most: 250 } },
    { work: 'end of a second to its pixels, p50', measured: ms(at(pixels, 0.5)) },
    { work: 'the same, p99', measured: ms(at(pixels, 0.99)), goal: { most: 1000 } },
    {
      work: "tasks over 50 ms on the window's thread",
      measured: { value: figures.longTaskMs.length, unit: 'tasks' },
      goal: { most: 0 },
      note: `The longest ${Math.max(0, ...figures.longTaskMs).toFixed(0)} ms, in ${busy.seconds - 60} s.`,
    },
    { work: `frame, ${boards} boards with ${charts} charts, p50`, measured: ms(at(figures.frameMs, 0.5)) },
    {
      work: 'the same, p95',
      measured: ms(at(figures.frameMs, 0.95)),
      goal: { most: 17 },
      note: 'A screen of 60 Hz shows one every 16.7 ms.',
    },
    { work: 'the same, p99', measured: ms(at(figures.frameMs, 0.99)) },
    {
      work: 'all script of the page for each chart that is drawn',
      measured: ms(scriptMs / Math.max(1, figures.draws)),
      goal: { most: 4 },
      note: `${figures.draws} drawn.`,
    },
    {
      work: 'memory of all processes, at rest',
      measured: { value: totalMb(idle), unit: 'MB' },
      goal: { most: 350 },
      note: `${memoryWords(idle)}; a browser with an empty page has ${emptyMb.toFixed(0)} MB.`,
    },
    {
      work: 'of it ours: the host, and what the room adds to a browser',
      measured: { value: totalMb(idle) - emptyMb, unit: 'MB' },
    },
    {
      work: `the same at ${perSecond}, the most`,
      measured: { value: Math.max(...memories.map(totalMb)), unit: 'MB' },
      goal: { most: 500 },
      note: `At the beginning ${memoryWords(memories[0])}; at the end ${memoryWords(memories.at(-1))}.`,
    },
    {
      work: 'from the address to a room that tells the time',
      measured: ms(opened.usefulMs ?? NaN),
      goal: { most: 2000 },
    },
  ];
}

interface Memory {
  readonly hostMb: number;
  readonly browserMb: number;
}

const totalMb = ({ hostMb, browserMb }: Memory): number => hostMb + browserMb;

function memoryWords(memory: Memory | undefined): string {
  return memory === undefined
    ? 'unknown'
    : `host ${memory.hostMb.toFixed(0)} MB, browser ${memory.browserMb.toFixed(0)} MB`;
}

async function openDay(lab: Laboratory, browser: Browser): Promise<Omit<Figure, 'row'>[]> {
  await lab.replay();
  const session = join(lab.folder, 'opened.holdpoint');
  copyFileSync(lab.sessionPath, session);
  const host = await Host.start({ recording: '', plan: planPath, session });
  const page = await openRoom(browser, host.url);
  const { usefulMs } = await probed(page);
  await page.context().close();
  await host.end();
  const work = `open a session of ${lab.hours} h`;
  return [
    { work: `${work}: file to picture`, measured: ms(host.openMs), goal: { most: 1000 } },
    {
      work: `${work}: from the address to a room that tells the time`,
      measured: ms(usefulMs ?? NaN),
      goal: { most: 2000 },
    },
  ];
}

async function emptyBrowserMb(browser: Browser, pid: number): Promise<number> {
  const page = await browser.newPage();
  await page.waitForTimeout(3_000);
  const emptyMb = memoryOfTreeMb(pid) ?? NaN;
  await page.close();
  return emptyMb;
}

async function openRoom(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem('holdpoint.preferences', JSON.stringify({ hasSeenHint: true })));
  await page.addInitScript(probePage);
  await page.goto(url);
  await page.waitForFunction(
    () => (window as unknown as { probed: { usefulMs?: number } }).probed.usefulMs !== undefined,
  );
  return page;
}

const probed = (page: Page): Promise<PageFigures> =>
  page.evaluate(() => (window as unknown as { probed: PageFigures }).probed);

async function scriptSeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN;
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** The host in a process of its own, as people run it. */
class Host {
  readonly url: string;
  readonly openMs: number;
  readonly pid: number;
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly answers: AsyncIterator<string>;

  private constructor(child: Host['child'], answers: Host['answers'], told: { url: string; openMs: number }) {
    this.child = child;
    this.answers = answers;
    this.pid = child.pid ?? 0;
    this.url = told.url;
    this.openMs = told.openMs;
  }

  static async start(from: { recording: string; plan: string; session: string }): Promise<Host> {
    const { recording, plan, session } = from;
    const words = ['--recording', recording, '--plan', plan, '--session', session, '--assets', assets];
    const argv = [join(import.meta.dirname, 'screenHost.ts'), ...words];
    const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value } = (await answers.next()) as { value: string };
    return new Host(child, answers, JSON.parse(value) as { url: string; openMs: number });
  }

  async ask<Answer>(words: string): Promise<Answer> {
    this.child.stdin.write(`${words}\n`);
    const { value } = (await this.answers.next()) as { value: string };
    return JSON.parse(value) as Answer;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.child.on('close', resolve));
    this.child.stdin.end('end\n');
    await ended;
  }
}
