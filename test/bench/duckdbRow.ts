import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './benchRow.ts';
import { burnPlan } from './burnPlan.ts';
import { burnWindowsS, type BurnWay } from './burnSql.ts';
import { type CellBurns, type JudgeResult, type Laboratory, median } from './laboratory.ts';
import type { Spent } from './partWords.ts';
import { runPart } from './runPart.ts';

interface DuckDbResult extends Spent {
  readonly steps: Readonly<Record<string, number>>;
  readonly version: string;
  readonly rows: number;
  readonly last: readonly CellBurns[];
}

const ways: readonly { readonly way: BurnWay; readonly work: string }[] = [
  { way: 'frames', work: 'DuckDB: burn by window functions' },
  { way: 'totals', work: 'DuckDB: burn by running totals, the fastest SQL we found' },
];

/**
 * DuckDB on one thread, fetched for this run, against the judge with a plan that asks the same and no more. The launch's
 * whole plan, which asks far more of the same lines, is set beside it.
 */
export async function duckdbRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const folder = join(lab.folder, 'duckdb');
  const trouble = fetchDuckDb(folder);
  if (trouble !== undefined) {
    const note = `DuckDB could not be fetched, so this is not known: ${trouble}`;
    return ways.map(({ work }) => ({ work, goal: { least: 2 }, note }));
  }
  const { path } = await lab.day();
  const whole = await lab.judge();
  const plan = join(lab.folder, 'burn-plan.yaml');
  writeFileSync(plan, burnPlan());
  const figures: Omit<Figure, 'row'>[] = [];
  for (const { way, work } of ways) {
    const theirs: DuckDbResult[] = [];
    const ours: JudgeResult[] = [];
    for (let round = 0; round < lab.rounds; round += 1) {
      ours.push(await runPart<JudgeResult>('judgePart', { recording: path, plan }, { pinned: true }));
      theirs.push(await runPart<DuckDbResult>('duckdbPart', { recording: path, folder, way }, { pinned: true }));
    }
    const [result] = theirs;
    const [judged] = ours;
    if (result === undefined || judged === undefined) throw new Error('Nothing was measured.');
    assertSameBurns(result, judged.last);
    assertSameBurns(result, whole.last.last);
    const theirsS = median(theirs.map(({ seconds }) => seconds));
    const oursS = median(ours.map(({ seconds }) => seconds));
    const steps = Object.entries(result.steps).map(([step, seconds]) => `${step} ${seconds.toFixed(2)} s`);
    figures.push({
      work,
      measured: { value: theirsS, unit: 's' },
      against: { what: 'judge', value: oursS, unit: 's' },
      ratio: median(theirs.map(({ seconds }, round) => seconds / (ours[round]?.seconds ?? NaN))),
      goal: { least: 2 },
      note: `DuckDB ${result.version}, one thread: ${steps.join(', ')}; ${result.rows.toLocaleString('en-US')} rows. Against the launch's whole plan ${(theirsS / whole.workS).toFixed(2)}x.`,
    });
  }
  return figures;
}

/** Returns what went wrong. */
function fetchDuckDb(folder: string): string | undefined {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const argv = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '@duckdb/node-api'];
  const { status, stderr, error } = spawnSync('npm', argv, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 300_000,
    shell: process.platform === 'win32',
  });
  if (status === 0) return undefined;
  const reason = stderr.split('\n').find((line) => /^npm error (?!code)/.test(line));
  return error?.message ?? reason ?? `npm ended with ${status}`;
}

/** A comparison of times means nothing where the answers differ. */
function assertSameBurns({ last }: DuckDbResult, judged: JudgeResult['last']): void {
  for (const cell of judged) {
    const own = last.find(({ market, method }) => market === cell.market && method === cell.method);
    cell.burns.forEach((burn, index) => {
      const theirs = own?.burns[index];
      if (burn === undefined) return;
      const isSame =
        burn === null || theirs === null || theirs === undefined
          ? burn === (theirs ?? null)
          : Math.abs(burn - theirs) <= 1e-9 * Math.max(1, burn);
      if (!isSame) {
        const which = `${cell.market} ${cell.method} over ${burnWindowsS[index]} s`;
        throw new Error(`DuckDB and the judge differ on the burn of ${which}: ${theirs} and ${burn}.`);
      }
    });
  }
}
