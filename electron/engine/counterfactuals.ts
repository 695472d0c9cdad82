import { canonicalJson } from '../../shared/base/canonicalJson.ts';
import type { ParsedQueryArgs, QueryAnswer } from '../../shared/contract/contract.ts';
import type { SweepAsked } from '../../shared/contract/sweepQueries.ts';
import type { Engine } from './engineDoor.ts';
import { judgeWhatIf } from './judgeWhatIf.ts';
import { listNumbers } from './listNumbers.ts';
import { LongWork, type Turn, type WorkState } from './longWork.ts';
import { type SweptSession, sweepSession } from './sweepSession.ts';

type WhatIf = QueryAnswer<'plan.whatIf'>;

/** What would have been by other numbers, over what was judged: the launch itself is not touched by it. */
export class Counterfactuals {
  private readonly engine: Engine;
  private readonly work: LongWork;

  constructor(engine: Engine) {
    this.engine = engine;
    this.work = new LongWork((afterMs) => engine.past.breathe(afterMs));
  }

  numbers(): QueryAnswer<'plan.numbers'> {
    return listNumbers(this.engine.plan);
  }

  whatIf(asked: ParsedQueryArgs<'plan.whatIf'>): WhatIf {
    const begin = (turn: Turn): ReturnType<typeof judgeWhatIf> => judgeWhatIf(this.engine, asked, turn);
    return answerOf(this.work.ask(this.keyOf('whatIf', asked), begin));
  }

  sweep(asked: SweepAsked): QueryAnswer<'plan.sweep'> {
    const begin = (turn: Turn): Promise<SweptSession> => sweepSession(this.engine, asked, turn);
    const state = this.work.ask(this.keyOf('sweep', asked), begin);
    return state.state === 'done' ? state.answer.answer : state;
  }

  cancel(asked: SweepAsked): QueryAnswer<'sweep.cancel'> {
    return { wasRunning: this.work.cancel(this.keyOf('sweep', asked)) };
  }

  /** What that sweep found, where it is still at hand. */
  find(asked: SweepAsked): SweptSession | undefined {
    return this.work.find(this.keyOf('sweep', asked)) as SweptSession | undefined;
  }

  /** With another plan, or another mark, it is another question. */
  private keyOf(kind: string, asked: object): string {
    const { session, plans } = this.engine;
    const marks = session.readLedger().filter(({ kind: of }) => of === 'mark.set' || of === 'mark.withdrawn');
    const { digest } = plans.newest;
    return canonicalJson({ kind, digest, marks: marks.length, asked: JSON.stringify(asked) });
  }
}

function answerOf<Answer>(state: WorkState<Answer>): Answer | Extract<WorkState<Answer>, { state: 'working' }> {
  return state.state === 'done' ? state.answer : state;
}
