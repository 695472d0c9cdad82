import type { Plan } from '../model/plan.ts';
import type { Experiment } from '../model/planExperiments.ts';
import type { Labels } from '../model/series.ts';
import {
  createSampleRatioProcess,
  sampleRatioP,
  type SampleRatioProcess,
  stepSampleRatio,
} from '../stats/sampleRatio.ts';
import type { ArrivalCount, Board } from './board.ts';
import { cellKey, cellsOf, type Selector } from './selector.ts';

/** Arm to the share of the exposures that it should get. Any weights that are not negative: they are scaled to 1. */
export type Shares = Readonly<Record<string, number>>;

/** At a smaller sequential p the arms do not get what they should, and nothing can be read from comparing them. */
export const alarmP = 0.001;

/** With more cells than this only the shares of the launch as a whole are followed. */
const mostCells = 256;

/** Exposures that bear the labels of one cell; without a cell, those that bear none of them. */
interface Stratum {
  readonly key: string;
  readonly counts: readonly ArrivalCount[];
  /** By arm; undefined where the shares of the launch hold. */
  shares: readonly number[] | undefined;
}

export interface SavedSplit {
  readonly process: SampleRatioProcess;
  readonly alarmTick: number | null;
  readonly launchShares: readonly number[];
  readonly cellShares: readonly (readonly [cell: string, shares: readonly number[]])[];
}

/**
 * The shares of the arms when the ramp gives the new path to this share of the traffic (0..1). A holdback is carved out
 * first and is control whatever the ramp does, so that at 100 % there is still a control of that size. Of the rest, the
 * ramp's share goes to the other arms, in the proportion that the plan gives them, and what remains is control.
 */
export function sharesAtRamp(experiment: Experiment, rampRatio: number): Shares {
  const [control = '', ...others] = armsOf(experiment);
  const treated = (1 - (experiment.holdback ?? 0)) * Math.min(1, Math.max(0, rampRatio));
  const total = others.reduce((sum, arm) => sum + (experiment.arms[arm] ?? 0), 0);
  const shares: Record<string, number> = { [control]: 1 - treated };
  for (const arm of others) {
    shares[arm] = treated * (total > 0 ? (experiment.arms[arm] ?? 0) / total : 1 / others.length);
  }
  return shares;
}

/** The experiment's arms, control first: the arm of that name, else the first in the plan. */
export function armsOf(experiment: Experiment): readonly string[] {
  const arms = Object.keys(experiment.arms);
  return arms.includes('control') ? ['control', ...arms.filter((arm) => arm !== 'control')] : arms;
}

/**
 * Whether the arms get the shares that they should. Each tick's exposures are held against the shares in force when they
 * arrived, so a ramp that moves is followed, cell by cell where it moves so; the rule may be looked at every second.
 */
export class ArmSplit {
  process: SampleRatioProcess;
  /** The tick of the alarm, which stays: what was counted unevenly remains so. */
  alarmTick: number | undefined;
  private readonly arms: readonly string[];
  private readonly whole: readonly ArrivalCount[];
  private readonly cells: readonly Stratum[];
  private launchShares: readonly number[];
  private isByCell = false;

  constructor(plan: Plan, experiment: Experiment, board: Board, selectorOf: (arm: string) => Selector) {
    this.arms = armsOf(experiment);
    this.process = createSampleRatioProcess(this.arms.length);
    const countsOf = (cell: Labels): ArrivalCount[] =>
      this.arms.map((arm) => board.arrivalCount(selectorOf(arm), cell));
    this.whole = countsOf({});
    const cells = plan.ramp === undefined ? [] : cellsOf(Object.keys(plan.dimensions), plan.dimensions);
    this.cells =
      cells.length < 2 || cells.length > mostCells
        ? []
        : cells.map((cell) => ({ key: cellKey(cell), counts: countsOf(cell), shares: undefined }));
    this.launchShares = this.arms.map((arm) => experiment.arms[arm] ?? 0);
  }

  /** See `ExperimentBook.setShares`. */
  setShares(shares: Shares, cell: Labels): void {
    const byArm = this.arms.map((arm) => Math.max(0, shares[arm] ?? 0));
    const key = cellKey(cell);
    if (key === '') {
      this.launchShares = byArm;
      for (const stratum of this.cells) stratum.shares = undefined;
    } else {
      const stratum = this.cells.find((one) => one.key === key);
      if (stratum === undefined) throw new Error(`There is no ramp cell ${key} whose exposures could be told apart.`);
      stratum.shares = byArm;
    }
    this.isByCell = this.cells.some((one) => one.shares !== undefined);
  }

  /** The shares in force for the launch, in the order of the arms, scaled to 1. */
  sharesInForce(): number[] {
    const total = this.launchShares.reduce((sum, share) => sum + share, 0);
    return this.launchShares.map((share) => (total > 0 ? share / total : 0));
  }

  /** Takes in the exposures that arrived with this tick. */
  advance(tick: number): void {
    const counts = this.whole.map(({ now }) => now);
    if (counts.every((count) => count === 0)) return;
    if (this.isByCell) this.stepByCell(counts);
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
      launchShares: this.launchShares,
      cellShares: this.cells.flatMap(({ key, shares }) => (shares === undefined ? [] : [[key, shares] as const])),
    };
  }

  load(saved: SavedSplit): void {
    this.process = copyOf(saved.process);
    this.alarmTick = saved.alarmTick ?? undefined;
    this.launchShares = [...saved.launchShares];
    for (const stratum of this.cells) {
      stratum.shares = saved.cellShares.find(([key]) => key === stratum.key)?.[1];
    }
    this.isByCell = saved.cellShares.length > 0;
  }

  /** Cells with the same shares are one batch; what bears no cell's labels follows the launch's shares. */
  private stepByCell(rest: number[]): void {
    const batches = new Map<string, { shares: readonly number[]; counts: number[] }>();
    const left = { shares: this.launchShares, counts: rest };
    batches.set(this.launchShares.join(' '), left);
    for (const { counts, shares } of this.cells) {
      if (shares === undefined) continue;
      const key = shares.join(' ');
      const batch = batches.get(key) ?? { shares, counts: this.arms.map(() => 0) };
      batches.set(key, batch);
      counts.forEach(({ now }, arm) => {
        if (batch === left) return;
        batch.counts[arm] = (batch.counts[arm] ?? 0) + now;
        left.counts[arm] = (left.counts[arm] ?? 0) - now;
      });
    }
    for (const { shares, counts } of batches.values()) stepSampleRatio(this.process, counts, shares);
  }
}

function copyOf(process: SampleRatioProcess): SampleRatioProcess {
  return { ...process, counts: [...process.counts], expected: [...process.expected] };
}
