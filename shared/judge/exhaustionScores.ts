import type { Plan } from '../model/plan.ts';
import type { ForecastScore } from './conversionForecast.ts';
import { RunOutScore, type SavedRunOutScore } from './runOutScore.ts';
import type { LiveBudget, SloBook } from './sloBook.ts';

/** How the forecasts of when an event budget is gone did, by objective. */
export class ExhaustionScores {
  private readonly budgets: readonly { readonly live: LiveBudget; readonly score: RunOutScore }[];

  constructor(plan: Plan, slos: SloBook) {
    this.budgets = Object.entries(plan.slos)
      .filter(([, { expected }]) => expected !== undefined)
      .map(([id]) => ({ live: slos.budget(id), score: new RunOutScore() }));
  }

  advance(tick: number): void {
    for (const { live, score } of this.budgets) {
      if (tick % 60 !== 0 && !score.hasOpen) continue;
      const budget = live.readAt(tick);
      if (budget === undefined || live.sinceStart.status(0) !== 'known') continue;
      if (budget.left <= 0) score.reach(tick);
      else if (tick % 60 === 0) {
        score.pass(tick);
        const range = live.exhaustionAt(tick);
        if (range !== undefined) score.keep(tick, range);
      }
    }
  }

  score(slo: string): ForecastScore | undefined {
    return this.budgets.find(({ live }) => live.id === slo)?.score.score;
  }

  save(): SavedRunOutScore[] {
    return this.budgets.map(({ score }) => score.save());
  }

  load(saved: readonly SavedRunOutScore[]): void {
    this.budgets.forEach(({ score }, index) => {
      const one = saved[index];
      if (one !== undefined) score.load(one);
    });
  }
}
