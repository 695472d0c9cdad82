import { join } from 'node:path';
import { cutDay, type LaunchDay, openDay, planPath, simulateDay, type Simulated } from './launchDay.ts';
import type { Spent } from './partWords.ts';
import { runPart } from './runPart.ts';

export interface JudgeResult extends Spent {
  readonly lines: number;
  readonly ticks: number;
  readonly transitions: number;
  readonly last: readonly CellBurns[];
}

/** Burn of one cell at the last second, over each of `burnWindowsS`; undefined where the plan does not look. */
export interface CellBurns {
  readonly market: string;
  readonly method: string;
  readonly burns: readonly (number | null | undefined)[];
}

export interface ReplayResult extends Spent {
  readonly lines: number;
  readonly bytes: number;
}

/** The same work several times over, each time with the floor before it. */
export interface Rounds<Result extends Spent> {
  readonly floorS: number;
  readonly workS: number;
  /** Median of the rounds' own ratios: a machine that is slow for a while is so for both. */
  readonly ratio: number;
  /** The same by processor time, which other programs on the machine hardly disturb; what waits for the disk is not in it. */
  readonly cpuRatio: number;
  readonly last: Result;
}

/** What the rows of one run share: the recording, the session that was made of it, and what was measured already. */
export class Laboratory {
  readonly folder: string;
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly sessionPath: string;
  private readonly given: string | undefined;
  private simulated: Promise<Simulated> | undefined;
  private whole: Promise<LaunchDay> | undefined;
  private judged: Promise<Rounds<JudgeResult>> | undefined;
  private replayed: Promise<Rounds<ReplayResult>> | undefined;
  private readonly floors: Spent[] = [];

  constructor(options: { readonly folder: string; readonly recording: string | undefined; readonly isQuick: boolean }) {
    this.folder = options.folder;
    this.isQuick = options.isQuick;
    this.rounds = options.isQuick ? 1 : 3;
    this.given = options.recording;
    this.sessionPath = join(options.folder, 'day.holdpoint');
  }

  get hours(): number {
    return this.isQuick ? 4 : 24;
  }

  simulate(): Promise<Simulated> {
    this.simulated ??= simulateDay(join(this.folder, 'simulated.ndjson'), this.hours);
    return this.simulated;
  }

  day(): Promise<LaunchDay> {
    this.whole ??= this.findDay();
    return this.whole;
  }

  /** The first `hours` of the day as a recording of its own. */
  async firstHours(hours: number): Promise<LaunchDay> {
    return cutDay(await this.day(), join(this.folder, `first-${hours}h.ndjson`), hours);
  }

  judge(): Promise<Rounds<JudgeResult>> {
    this.judged ??= this.alternate<JudgeResult>('judgePart', {});
    return this.judged;
  }

  /** Leaves the session at `sessionPath`. */
  replay(): Promise<Rounds<ReplayResult>> {
    this.replayed ??= this.alternate<ReplayResult>('replayPart', { session: this.sessionPath });
    return this.replayed;
  }

  /** Every floor that was measured so far. */
  get floorsS(): readonly number[] {
    return this.floors.map(({ seconds }) => seconds);
  }

  async floor(): Promise<Spent & { readonly lines: number }> {
    const { path } = await this.day();
    const result = await runPart<Spent & { readonly lines: number }>(
      'floorPart',
      { recording: path },
      { pinned: true },
    );
    this.floors.push(result);
    return result;
  }

  private async findDay(): Promise<LaunchDay> {
    if (this.given === undefined) return this.simulate();
    const day = await openDay(this.given);
    return this.isQuick ? cutDay(day, join(this.folder, 'quick.ndjson'), this.hours) : day;
  }

  private async alternate<Result extends Spent>(part: string, words: Record<string, string>): Promise<Rounds<Result>> {
    const { path } = await this.day();
    const floors: Spent[] = [];
    const works: Result[] = [];
    for (let round = 0; round < this.rounds; round += 1) {
      floors.push(await this.floor());
      works.push(await runPart<Result>(part, { recording: path, plan: planPath, ...words }, { pinned: true }));
    }
    const [last] = works;
    if (last === undefined) throw new Error('Nothing was measured.');
    const ratioOf = (time: keyof Spent): number =>
      median(works.map((work, round) => work[time] / (floors[round]?.[time] ?? NaN)));
    return {
      floorS: median(floors.map(({ seconds }) => seconds)),
      workS: median(works.map(({ seconds }) => seconds)),
      ratio: ratioOf('seconds'),
      cpuRatio: ratioOf('cpuSeconds'),
      last,
    };
  }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
