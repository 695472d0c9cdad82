import type { RightAnswer } from '../../shared/judge/backtest/rightAnswers.ts';
import type { Judge } from '../../shared/judge/judge.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import type { HeadPipeline } from './headPipeline.ts';
import { readInputs } from './judgeUpTo.ts';
import type { OpenChunk } from './openChunk.ts';
import type { Pace } from './pace.ts';
import type { PlanHistory } from './planHistory.ts';
import { ReadingHistory } from './readingHistory.ts';
import type { Session } from './store/session.ts';
import { ViewPipeline } from './viewPipeline.ts';

interface Inside {
  readonly session: Session;
  readonly plans: PlanHistory;
  /** The head as it stands: it is made anew when the session is opened again. */
  readonly head: () => HeadPipeline;
  readonly pace: Pick<Pace, 'rest' | 'breathe'>;
  readonly expected: readonly RightAnswer[];
}

/** Everything that was judged, up to the newest second: whatever is asked of it, what is shown does not move. */
export class Past {
  /** What the judge said of its numbers, second by second. */
  readonly readings: ReadingHistory;
  private readonly inside: Inside;

  constructor(inside: Inside) {
    this.inside = inside;
    this.readings = new ReadingHistory({
      headJudge: () => this.newestJudge,
      viewAt: (tick) => this.viewAt(tick),
      rest: () => this.rest(),
    });
  }

  /** The first judged second; undefined before it. */
  get firstTick(): number | undefined {
    return this.inside.head().firstTick;
  }

  /** What should be found by the scenario, also what lies ahead: that is nobody's to know yet. */
  get expected(): readonly RightAnswer[] {
    return this.inside.expected;
  }

  /** The judge of the newest second; it goes on. */
  get newestJudge(): Judge {
    return this.inside.head().judge;
  }

  /** What was judged from one second to another, both included. */
  inputs(fromTick: number, toTick: number): Iterable<TickInput> {
    return readInputs(this.inside.session, this.inside.head().unsealed, fromTick, toTick);
  }

  /** First line of the sealed chunk in which this number of a stream came first; undefined where none has it. */
  chunkOf(source: string, epoch: string, seq: number): number | undefined {
    return this.inside.head().recall.chunkOf(source, epoch, seq);
  }

  /** Lets everything else that is due happen first. */
  rest(): Promise<void> {
    return this.inside.pace.rest();
  }

  /** The same, where nothing else has happened for so long, ms. */
  breathe(afterMs: number): Promise<void> {
    return this.inside.pace.breathe(afterMs);
  }

  /** What came since the last seal, which the session does not hold yet. */
  openChunk(): OpenChunk {
    return this.inside.head().openChunk();
  }

  /** A judge of its own at that judged second, which nobody else looks at; rows of the ledger after `toSeq` left out. */
  viewAt(tick: number, toSeq?: number): ViewPipeline {
    const { session, plans, head } = this.inside;
    return new ViewPipeline(session, plans, tick, () => head().unsealed, toSeq);
  }
}
