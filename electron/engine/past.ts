import type { HeadPipeline } from './headPipeline.ts';
import type { OpenChunk } from './openChunk.ts';
import type { PlanHistory } from './planHistory.ts';
import { ReadingHistory } from './readingHistory.ts';
import type { Session } from './store/session.ts';
import { ViewPipeline } from './viewPipeline.ts';

interface Inside {
  readonly session: Session;
  readonly plans: PlanHistory;
  /** The head as it stands: it is made anew when the session is opened again. */
  readonly head: () => HeadPipeline;
  /** Lets everything else that is due happen first. */
  rest(): Promise<void>;
}

/** Everything that was judged, up to the newest second: whatever is asked of it, what is shown does not move. */
export class Past {
  /** What the judge said of its numbers, second by second. */
  readonly readings: ReadingHistory;
  private readonly inside: Inside;

  constructor(inside: Inside) {
    this.inside = inside;
    this.readings = new ReadingHistory({
      headJudge: () => inside.head().judge,
      viewAt: (tick) => this.viewAt(tick),
      rest: () => inside.rest(),
    });
  }

  /** The first judged second; undefined before it. */
  get firstTick(): number | undefined {
    return this.inside.head().firstTick;
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
