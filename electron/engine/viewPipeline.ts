import type { Judge } from '../../shared/judge/judge.ts';
import type { RoomRow } from '../../shared/model/room/roomFact.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { judgeUpTo, readInputs } from './judgeUpTo.ts';
import type { Pace } from './pace.ts';
import type { PlanHistory, PlanVersion } from './planHistory.ts';
import { UntoldRows } from './roomLedger.ts';
import type { Session } from './store/session.ts';

/** How many ticks are read from the session at a time. */
const readAheadTicks = 64;

/** A view that plays as fast as it can lets others run after so many seconds. */
const restEveryTicks = 256;

/** Who looks at a view that plays. */
interface Viewer {
  readonly isWanted: () => boolean;
  readonly headTick: () => number | undefined;
  readonly onStep: () => void;
}

/**
 * A second of the session's past, and from there on: the nearest checkpoint, and the rows that were judged since. It says
 * exactly what was said when that second was now.
 */
export class ViewPipeline {
  judge: Judge;
  private readonly session: Session;
  /** Ticks of the head that are not sealed yet. */
  private readonly unsealed: () => readonly TickInput[];
  private ahead: TickInput[] = [];
  /** What was done in the seconds ahead. */
  private rows: UntoldRows | undefined;
  private readonly plans: PlanHistory;
  private version: PlanVersion;

  /** Stands at `tick`, which must have been judged; rows of the ledger after `toSeq` are not known there yet. */
  constructor(
    session: Session,
    plans: PlanHistory,
    tick: number,
    unsealed: () => readonly TickInput[],
    toSeq = Infinity,
  ) {
    this.session = session;
    this.unsealed = unsealed;
    this.plans = plans;
    this.version = plans.at(tick, toSeq);
    this.judge = judgeUpTo(plans, this.version, session, { tick, unsealed: unsealed(), toSeq });
    if (this.judge.tick !== tick) throw new RangeError(`The second ${tick} has not been judged in this session.`);
  }

  get tick(): number {
    return this.judge.tick ?? 0;
  }

  /** Plays on from here, until it has caught up with the head or is looked at no more. */
  async play(pace: Pace, { isWanted, headTick, onStep }: Viewer): Promise<void> {
    while (isWanted()) {
      const nextMs = (this.tick + 1) * 1000;
      if (nextMs > pace.reachedMs()) await pace.wait(nextMs);
      else if (!this.step() || this.tick === headTick()) return;
      else if (this.tick % restEveryTicks === 0) await pace.rest();
      onStep();
    }
  }

  /** Goes on by one second; false when there is none yet. Whoever goes far reads further ahead. */
  step(aheadTicks = readAheadTicks): boolean {
    return this.go(
      aheadTicks,
      (input) => this.judge.judge(input),
      (row) => this.judge.apply(row),
    );
  }

  /** The same without judging: from then on only indicators and objectives may be asked of the judge. */
  follow(aheadTicks = readAheadTicks): boolean {
    return this.go(
      aheadTicks,
      (input) => this.judge.follow(input),
      // A source that will not come back ages no more, which is all that people do to numbers.
      (row) => {
        if (row.kind === 'source.retired') this.judge.apply(row);
      },
    );
  }

  private go(aheadTicks: number, take: (input: TickInput) => unknown, apply: (row: RoomRow) => void): boolean {
    if (this.ahead.length === 0) {
      // Taken from its end.
      this.ahead = [...readInputs(this.session, this.unsealed(), this.tick + 1, this.tick + aheadTicks)].reverse();
      this.readRows(this.tick + aheadTicks);
    }
    const next = this.ahead.pop();
    if (next !== undefined) {
      take(next);
      // In the last of what was read ahead people may have acted since.
      if (this.ahead.length === 0) this.readRows(next.tick);
      this.rows?.tell({ apply }, next.tick);
      this.followPlan(next.tick);
    }
    return next !== undefined;
  }

  private readRows(toTick: number): void {
    this.rows = new UntoldRows(this.session, { fromSeq: (this.judge.room?.seq ?? 0) + 1, toAt: toTick * 1000 });
  }

  /** A second in which the plan was changed ends with the judge of the new one. */
  private followPlan(tick: number): void {
    const version = this.plans.at(tick);
    if (version.row === this.version.row) return;
    this.version = version;
    this.judge = judgeUpTo(this.plans, version, this.session, { tick, unsealed: this.unsealed() });
  }
}
