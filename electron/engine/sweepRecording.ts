import type { TriggerAnswer } from '../../shared/judge/backtest/rightAnswers.ts';
import { createSweep } from '../../shared/judge/backtest/sweep.ts';
import type { SweepPoints } from '../../shared/judge/backtest/sweepPoints.ts';
import { longestWindowS } from '../../shared/judge/planWindows.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { type ReadOptions, type ReadRecording, readRecordingTicks } from './readRecordingTicks.ts';
import type { Recording } from './source/recording.ts';

/** Whoever keeps what a point came to. */
export interface TransitionBook {
  add(transition: Transition): void;
}

export interface SweepOptions<Book extends TransitionBook> extends ReadOptions {
  /** One for each point; only those of the end are handed back. */
  readonly createBook: () => Book;
  /** At their deadlines it is kept whether their triggers knew anything. */
  readonly answers: readonly TriggerAnswer[];
}

/** What the swept triggers did by one point. */
export interface SweptPoint<Book> {
  readonly book: Book;
  /** Answers whose trigger knew nothing at the deadline. */
  readonly blind: ReadonlySet<TriggerAnswer>;
}

export interface SweptRecording<Book> extends ReadRecording {
  /** In the order of the sweep's points. */
  readonly points: readonly SweptPoint<Book>[];
}

/** Reads a recording and judges every second of it by each point of a sweep: the swept triggers, and no other rules. */
export async function sweepRecording<Book extends TransitionBook>(
  recording: Recording,
  plan: Plan,
  sweep: SweepPoints,
  options: SweepOptions<Book>,
): Promise<SweptRecording<Book>> {
  const groups = Map.groupBy(sweep.points, (point) => longestWindowS(point.plan));
  const reachesS = [...groups.keys()];
  const together = await sweepTogether(recording, plan, sweep, reachesS, options);
  if (!together.hasStray) return together;
  // Some sample is too late by the plans of some points and not by those of others: each kind by itself.
  const points = new Map<SweepPoints['points'][number], SweptPoint<Book>>();
  let read: ReadRecording = together;
  for (const [reachS, own] of groups) {
    const swept = await sweepTogether(recording, plan, { ...sweep, points: own }, [reachS], options);
    own.forEach((point, place) => points.set(point, swept.points[place] ?? unswept()));
    if (own.some(({ isOwn }) => isOwn)) read = swept;
  }
  return { ...read, points: sweep.points.map((point) => points.get(point) ?? unswept()) };
}

/** `reachesS`: the longest windows of the points' plans; `hasStray` where a sample lay between two of them. */
async function sweepTogether<Book extends TransitionBook>(
  recording: Recording,
  plan: Plan,
  sweep: SweepPoints,
  reachesS: readonly number[],
  { createBook, answers, ...options }: SweepOptions<Book>,
): Promise<SweptRecording<Book> & { readonly hasStray: boolean }> {
  const points = sweep.points.map(() => ({ book: createBook(), blind: new Set<TriggerAnswer>() }));
  const judge = createSweep(plan, sweep, (point, transition) => points[point]?.book.add(transition));
  const deadlines = Map.groupBy(answers, ({ byMs }) => Math.floor(byMs / 1000));
  const [longestS, shortestS] = [Math.max(...reachesS), Math.min(...reachesS)];
  let hasStray = false;
  const onTick = (input: TickInput): void => {
    judge.judge(input);
    hasStray ||= longestS > shortestS && holdsOlder(input, input.tick - 1 - shortestS);
    for (const answer of deadlines.get(input.tick) ?? []) {
      points.forEach(({ blind }, point) => {
        if (judge.isBlind(point, answer.id, answer.cell)) blind.add(answer);
      });
    }
  };
  const read = await readRecordingTicks(
    recording,
    new TickGatherer(judge.limits, { reuse: true }),
    longestS,
    onTick,
    options,
  );
  return { ...read, points, hasStray };
}

function holdsOlder({ rows, events }: TickInput, bucket: number): boolean {
  return rows.some((row) => row.bucket < bucket) || events.some(({ t }) => Math.floor(t / 1000) < bucket);
}

function unswept(): never {
  throw new Error('A point of the sweep was left out.');
}
