import type { Plan } from '../model/plan.ts';
import type { Experiment } from '../model/planExperiments.ts';
import type { Labels } from '../model/series.ts';
import {
  createSampleRatioProcess,
  sampleRatioP,
  type SampleRatioProcess,
  stepSampleRatio,
} from '../stats/sampleRatio.ts';
import { armsOf, type Shares } from './armShares.ts';
import type { Board } from './board.ts';
import type { RunningSum } from './runningSum.ts';
import { cellKey, cellsOf, type Selector } from './selector.ts';

/** At a smaller sequential p the arms do not get what they should, and nothing can be read from comparing them. */
const alarmP = 0.001;

/** With more cells than this only the shares of the launch as a whole are followed. */
const mostCells = 256;

/** A second is held against the shares once it is so old: by then every arm's count of it has come. */
const settleS = 10;

/** Exposures that bear the labels of one cell. */
interface Stratum {
  readonly key: string;
  readonly counts: readonly SettledCount[];
  /** By arm; undefined where the shares of the launch hold. */
  shares: readonly number[] | undefined;
}

/** From this second on (epoch seconds, of the exposure) these shares hold in the cell; in the launch where it is empty. */
type Change = readonly [fromBucket: number, cell: string, shares: readonly number[]];

export interface SavedSplit {
  readonly process: SampleRatioProcess;
  readonly alarmTick: number | null;
  readonly lastTick: number;
  readonly launchShares: readonly number[];
  readonly cellShares: readonly (readonly [cell: string, shares: readonly number[]])[];
  readonly changes: readonly Change[];
}

/**
 * Whether the arms get the shares that they should. Every second's exposures are held against the shares that were in
 * force in it, so a ramp that moves is followed, cell by cell where it moves so; the rule may be looked at every second.
 *
 * A second counts when it is ten seconds old, and what comes later still counts when it comes. Were seconds not let to
 * settle, the line of one arm that arrives just before a tick, and that of the other just after it, would look like a
 * split of all to none.
 */
export class ArmSplit {
  process: SampleRatioProcess;
  /** The tick of the alarm, which stays: what was counted unevenly remains so. */
  alarmTick: number | undefined;
  private readonly arms: readonly string[];
  private readonly whole: readonly SettledCount[];
  private readonly cells: readonly Stratum[];
  private launchShares: readonly number[];
  private isByCell = false;
  /** Ascending by second. */
  private changes: Change[] = [];
  private lastTick = -Infinity;

  constructor(plan: Plan, experiment: Experiment, board: Board, selectorOf: (arm: string) => Selector) {
    this.arms = armsOf(experiment);
    this.process = createSampleRatioProcess(this.arms.length);
    const countsOf = (cell: Labels): SettledCount[] =>
      this.arms.map((arm) => new SettledCount(board, selectorOf(arm), cell));
    this.whole = countsOf({});
    const cells = plan.ramp === undefined ? [] : cellsOf(Object.keys(plan.dimensions), plan.dimensions);
    this.cells =
      cells.length < 2 || cells.length > mostCells
        ? []
        : cells.map((cell) => ({ key: cellKey(cell), counts: countsOf(cell), shares: undefined }));
    this.launchShares = this.arms.map((arm) => experiment.arms[arm] ?? 0);
  }

  get tellsCellsApart(): boolean {
    return this.cells.length > 0;
  }

  /** See `ExperimentBook.setShares`. */
  setShares(shares: Shares, cell: Labels): void {
    const key = cellKey(cell);
    if (key !== '' && !this.cells.some((one) => one.key === key)) {
      throw new Error(`There is no ramp cell ${key} whose exposures could be told apart.`);
    }
    const byArm = this.arms.map((arm) => Math.max(0, shares[arm] ?? 0));
    if (!this.countsCells) this.takeCells();
    this.changes.push([this.lastTick, key, byArm]);
    // Before the first second there is nothing that older shares could hold for.
    if (this.lastTick === -Infinity) this.applyChanges(-Infinity);
  }

  /** See `ExperimentBook.doubtUnsettled`. */
  doubtUnsettled(): void {
    if (this.lastTick === -Infinity) return;
    if (!this.countsCells) this.takeCells();
    this.changes = [[this.lastTick - settleS, '', this.arms.map(() => 0)]];
  }

  /** The newest shares of the launch, in the order of the arms, scaled to 1. */
  sharesInForce(): number[] {
    const newest = this.changes.findLast(([, cell]) => cell === '')?.[2] ?? this.launchShares;
    const total = newest.reduce((sum, share) => sum + share, 0);
    return newest.map((share) => (total > 0 ? share / total : 0));
  }

  /** Takes in the exposures of the second that has settled, and older ones that arrived since. */
  advance(tick: number): void {
    this.lastTick = tick;
    this.applyChanges(tick - 1 - settleS);
    const counts = this.whole.map((count) => count.take());
    const byCell = this.countsCells ? this.takeCells() : [];
    if (counts.every((count) => count === 0)) return;
    if (this.isByCell) this.stepByCell(counts, byCell);
    else stepSampleRatio(this.process, counts, this.launchShares);
    if (this.process.p < alarmP) this.alarmTick ??= tick;
  }

  /** The p of the chi-square test, for display. */
  displayP(): number {
    return sampleRatioP(this.process.counts, this.process.expected);
  }

  save(): SavedSplit {
    return {
      process: copyOf(this.process),
      alarmTick: this.alarmTick ?? null,
      lastTick: this.lastTick,
      launchShares: this.launchShares,
      cellShares: this.cells.flatMap(({ key, shares }) => (shares === undefined ? [] : [[key, shares] as const])),
      changes: [...this.changes],
    };
  }

  /** The board's sums must be there already. */
  load(saved: SavedSplit): void {
    this.process = copyOf(saved.process);
    this.alarmTick = saved.alarmTick ?? undefined;
    this.lastTick = saved.lastTick;
    this.launchShares = [...saved.launchShares];
    this.changes = [...saved.changes];
    for (const stratum of this.cells) {
      stratum.shares = saved.cellShares.find(([key]) => key === stratum.key)?.[1];
    }
    this.isByCell = saved.cellShares.length > 0;
    for (const count of this.whole) count.take();
    this.takeCells();
  }

  /** Cells are counted from the first change on until the launch's shares hold everywhere again. */
  private get countsCells(): boolean {
    return this.isByCell || this.changes.length > 0;
  }

  private takeCells(): number[][] {
    return this.cells.map(({ counts }) => counts.map((count) => count.take()));
  }

  private applyChanges(bucket: number): void {
    while (this.changes[0] !== undefined && this.changes[0][0] <= bucket) {
      const [, key, shares] = this.changes[0];
      this.changes.shift();
      if (key === '') this.launchShares = shares;
      for (const stratum of this.cells) {
        if (key === '') stratum.shares = undefined;
        else if (stratum.key === key) stratum.shares = shares;
      }
      this.isByCell = this.cells.some((one) => one.shares !== undefined);
    }
  }

  /** Cells with the same shares are one batch; what bears no cell's labels follows the launch's shares. */
  private stepByCell(rest: number[], byCell: readonly (readonly number[])[]): void {
    const left = { shares: this.launchShares, counts: rest };
    const batches = new Map([[left.shares.join(' '), left]]);
    this.cells.forEach(({ shares }, index) => {
      if (shares === undefined) return;
      const key = shares.join(' ');
      const batch = batches.get(key) ?? { shares, counts: this.arms.map(() => 0) };
      batches.set(key, batch);
      if (batch === left) return;
      byCell[index]?.forEach((count, arm) => {
        batch.counts[arm] = (batch.counts[arm] ?? 0) + count;
        left.counts[arm] = (left.counts[arm] ?? 0) - count;
      });
    });
    for (const { shares, counts } of batches.values()) stepSampleRatio(this.process, counts, shares);
  }
}

/** Counts of seconds that have settled, each taken once. */
class SettledCount {
  private readonly sum: RunningSum;
  private taken = 0;

  constructor(board: Board, selector: Selector, cell: Labels) {
    const span = { windowS: Infinity, delayS: settleS, fromBucket: -Infinity };
    this.sum = board.sum('count', selector, cell, { kind: 'sum' }, span);
  }

  /** What has been counted since the last take. */
  take(): number {
    const sum = this.sum.now;
    const fresh = sum - this.taken;
    this.taken = sum;
    return fresh;
  }
}

function copyOf(process: SampleRatioProcess): SampleRatioProcess {
  return { ...process, counts: [...process.counts], expected: [...process.expected] };
}
