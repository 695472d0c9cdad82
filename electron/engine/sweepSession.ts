import { ContractError, type QueryAnswer } from '../../shared/contract/contract.ts';
import type { SweepAsked } from '../../shared/contract/sweepQueries.ts';
import { type CurvePoint, curveSteps } from '../../shared/judge/backtest/curve.ts';
import { curveWords } from '../../shared/judge/backtest/curveWords.ts';
import { FiringBook } from '../../shared/judge/backtest/firings.ts';
import type { TriggerAnswer } from '../../shared/judge/backtest/rightAnswers.ts';
import { scoreTriggers } from '../../shared/judge/backtest/scoreTriggers.ts';
import { createSweepSteps, type TellTransition } from '../../shared/judge/backtest/sweep.ts';
import { type SweepPoints, sweepPointsSteps } from '../../shared/judge/backtest/sweepPoints.ts';
import { readSweep } from '../../shared/judge/backtest/sweepRange.ts';
import { latencyLimitsOf } from '../../shared/judge/planWindows.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import type { Engine } from './engineDoor.ts';
import { expectedOf } from './expectedOf.ts';
import { takeTurns, type Turn } from './longWork.ts';
import { passTicks } from './passTicks.ts';
import { setNumbers } from './setNumbers.ts';
import { toWireScore } from './toWireScore.ts';

type Done = Extract<QueryAnswer<'plan.sweep'>, { state: 'done' }>;

/** A curve, and what it was made of. */
export interface SweptSession {
  readonly sweep: SweepPoints;
  readonly curve: readonly CurvePoint[];
  readonly answer: Done;
}

/** As many values as a screen has room for; a command line may ask for more. */
const mostPoints = 200;

/** Judges the seconds of this session by every value of a number. */
export async function sweepSession(engine: Engine, asked: SweepAsked, turn: Turn): Promise<SweptSession> {
  const { plan } = engine;
  const range = readSweep(asked.sweep);
  if (typeof range === 'string') throw new ContractError('bad_args', range);
  if (range.values.length > mostPoints) {
    throw new ContractError('bad_args', `A room is asked for at most ${mostPoints} values: write a larger step.`);
  }
  const base = setNumbers(plan, asked.set);
  const sweep = await takeTurns(sweepPointsSteps(base, [range]), turn);
  if (typeof sweep === 'string') throw new ContractError('bad_args', sweep);
  const { toTick } = asked;
  const { answers, wire } = expectedOf(engine, { plan: base, triggers: sweep.triggers, toTick });
  const deadlines = Map.groupBy(answers, ({ byMs }) => Math.floor(byMs / 1000));
  const points = sweep.points.map(() => ({ book: new FiringBook(), blind: new Set<TriggerAnswer>() }));
  const tell: TellTransition = (point, transition) => points[point]?.book.add(transition);
  const judge = await takeTurns(createSweepSteps(base, sweep, tell, latencyLimitsOf(plan)), turn);
  const visit = (input: TickInput): void => {
    judge.judge(input);
    for (const answer of deadlines.get(input.tick) ?? []) {
      points.forEach(({ blind }, point) => {
        if (judge.isBlind(point, answer.id, answer.cell)) blind.add(answer);
      });
    }
  };
  const plans = sweep.points.map((point) => point.plan);
  const { firstTick, isExact } = await passTicks(engine, { toTick, plans, visit, turn });
  const span = { firstMs: firstTick * 1000, lastMs: toTick * 1000 };
  const scores = points.map(({ book, blind }) => [
    scoreTriggers(
      answers,
      () => true,
      book.firings,
      span,
      (one) => blind.has(one),
    ),
  ]);
  const curve = await takeTurns(curveSteps(base, sweep, scores), turn);
  const answer: Done = {
    state: 'done',
    ...{ fromAt: span.firstMs, toAt: span.lastMs, answers: [...wire], isExact },
    number: range.key,
    triggers: [...sweep.triggers],
    points: curve.map((one) => ({
      value: one.point.values[0]?.text ?? null,
      isOwn: one.point.isOwn,
      refused: one.refusal ?? null,
      score: toWireScore(one),
    })),
    says: curveWords(curve, sweep.numbers, 1),
  };
  return { sweep, curve, answer };
}
