import type { Plan } from '../../model/plan.ts';
import type { Wave } from '../../model/planRamp.ts';
import type { Labels } from '../../model/series.ts';
import { cellKey, cellsOf, matchesLabels } from '../selector.ts';

/** Which users are still eligible, as labels with their values. */
export type Eligible = Readonly<Record<string, readonly string[]>>;

/** What a cell is commanded to, and since when; what a cancelled order gives back. */
export interface CellCommand {
  readonly share: number;
  /** The share before this one. */
  readonly before: number;
  /** Ms; absent while it was never ordered. */
  readonly sinceAt?: number;
  /** When the order that took it there was confirmed, ms; absent while none was. */
  readonly reachedAt?: number;
  readonly order?: string;
  /** Absent while everybody is eligible. */
  readonly eligible?: Eligible;
}

/** One combination of labels that the ramp reaches. */
export interface RampCell {
  readonly cell: Labels;
  readonly key: string;
  /** The first wave that reaches it. */
  readonly wave: Wave;
  command: CellCommand;
  /** The last second at which it was commanded up, ms; 0 when never. */
  advancedAt: number;
  /** When a rollback of it was last confirmed, ms; 0 when never. */
  lowered: number;
  /** The share to which a cancelled advance may have taken it all the same; 0 when nothing is left of one. */
  mayBeAt: number;
  /** Since when telemetry has observed another share than the one commanded, ms. */
  differsSince: number | undefined;
}

/** Every combination of the plan's dimensions that some wave reaches, wave by wave. */
export function rampCellsOf({ ramp, dimensions }: Plan): RampCell[] {
  if (ramp === undefined) return [];
  const all = cellsOf(Object.keys(dimensions), dimensions);
  const taken = new Set<string>();
  const share = ramp.stages[0] ?? 0;
  return ramp.waves.flatMap((wave) =>
    all.flatMap((cell) => {
      const key = cellKey(cell);
      if (taken.has(key) || !matchesLabels(cell, wave.cells)) return [];
      taken.add(key);
      const command = { share, before: share };
      return [{ cell, key, wave, command, advancedAt: 0, lowered: 0, mayBeAt: 0, differsSince: undefined }];
    }),
  );
}

/** The least stage above the share; undefined at the top. */
export function stageAbove(stages: readonly number[], share: number): number | undefined {
  return stages.find((stage) => stage > share);
}

/** The greatest stage below the share; undefined at the bottom. */
export function stageBelow(stages: readonly number[], share: number): number | undefined {
  return stages.findLast((stage) => stage < share);
}
