import { Judge } from '../../shared/judge/judge.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { judgeUpTo, readInputs } from './judgeUpTo.ts';
import type { Session } from './store/session.ts';

/** How many ticks are read from the session at a time. */
const readAheadTicks = 64;

/**
 * A second of the session's past, and from there on: the nearest checkpoint, and the rows that were judged since. It says
 * exactly what was said when that second was now.
 */
export class ViewPipeline {
  readonly judge: Judge;
  private readonly session: Session;
  /** Ticks of the head that are not sealed yet. */
  private readonly unsealed: () => readonly TickInput[];
  private ahead: TickInput[] = [];

  /** Stands at `tick`, which must have been judged. */
  constructor(session: Session, plan: Plan, tick: number, unsealed: () => readonly TickInput[]) {
    this.session = session;
    this.unsealed = unsealed;
    this.judge = new Judge(plan);
    judgeUpTo(this.judge, session, tick, unsealed());
  }

  get tick(): number {
    return this.judge.tick ?? 0;
  }

  /** Goes on by one second; false when there is none yet. */
  step(): boolean {
    if (this.ahead.length === 0) {
      this.ahead = [...readInputs(this.session, this.unsealed(), this.tick + 1, this.tick + readAheadTicks)];
    }
    const next = this.ahead.shift();
    if (next !== undefined) this.judge.judge(next);
    return next !== undefined;
  }
}
