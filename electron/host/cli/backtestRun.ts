import { type Firing, FiringBook, firingsOf } from '../../../shared/judge/backtest/firings.ts';
import type { RightAnswer, TriggerAnswer } from '../../../shared/judge/backtest/rightAnswers.ts';
import { type ScoredCall, scoreCalls } from '../../../shared/judge/backtest/scoreCalls.ts';
import { type JudgedSpan, scoreTriggers, type TriggerScore } from '../../../shared/judge/backtest/scoreTriggers.ts';
import type { SweepPoints } from '../../../shared/judge/backtest/sweepPoints.ts';
import { longestWindowS } from '../../../shared/judge/planWindows.ts';
import { cellKey } from '../../../shared/judge/selector.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { type Judgement, judgeRecording } from '../../engine/judgeRecording.ts';
import type { ReadOptions, ReadRecording } from '../../engine/readRecordingTicks.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { sweepRecording } from '../../engine/sweepRecording.ts';
import { systemClock } from '../systemClock.ts';
import { assertOfScenario, type LoadedAnswers } from './backtestAnswers.ts';
import { type CommandIo, Refusal } from './command.ts';
import { openProgressLine } from './progressLine.ts';

/** What one plan made of a recording. */
export interface PlanScore {
  readonly triggers: TriggerScore;
  /** None where only some triggers were judged. */
  readonly calls: readonly ScoredCall[];
  /** Undefined where only some triggers were judged. */
  readonly rest: RestOfTriggers | undefined;
}

/** Ids of triggers that no right answer speaks of and that did not fire. */
export interface RestOfTriggers {
  /** They could see at the end. */
  readonly silent: readonly string[];
  /** At the end nothing was known of what they look at. */
  readonly blind: readonly string[];
  /** Only a session can judge them. */
  readonly unjudged: readonly string[];
}

/** One recording, held against its right answers by every plan. */
export interface TestedRecording {
  readonly path: string;
  readonly expected: LoadedAnswers;
  readonly read: ReadRecording;
  /** In the order of the plans, or of a sweep's points. */
  readonly scores: readonly PlanScore[];
}

/** What there is to test, and what must come out: the answers of each recording at its place. */
export interface TestCase {
  readonly recordings: readonly Recording[];
  readonly expected: readonly LoadedAnswers[];
}

/** Judges every recording by all rules of each plan. */
export function testPlans(plans: readonly Plan[], given: TestCase, io: CommandIo): Promise<TestedRecording[]> {
  return testEach(given, io, async (recording, { answers }, options) => {
    const atMs = [...answers.map(({ byMs }) => byMs), Number.MAX_SAFE_INTEGER];
    const judged = await judgeByAll(recording, plans, { ...options, atMs });
    const span = spanOf(judged.read);
    const scores = judged.judgements.map((judgement): PlanScore => {
      const firings = firingsOf(judgement.transitions);
      return {
        triggers: scoreTriggers(
          answers,
          () => true,
          firings,
          span,
          (one) => isBlind(judgement, one),
        ),
        calls: scoreCalls(answers, judgement.transitions, span),
        rest: restOf(judgement, firings, answers),
      };
    });
    return { read: judged.read, scores };
  });
}

/** Judges every recording by the swept triggers alone, at every point. */
export function testSweep(plan: Plan, sweep: SweepPoints, given: TestCase, io: CommandIo): Promise<TestedRecording[]> {
  const isSwept = (id: string): boolean => sweep.triggers.includes(id);
  return testEach(given, io, async (recording, { answers }, options) => {
    const swept = await sweepRecording(recording, plan, sweep, {
      ...options,
      answers: answers.filter((answer) => answer.kind === 'trigger').filter(({ id }) => isSwept(id)),
      createBook: () => new FiringBook(),
    });
    const span = spanOf(swept);
    const scores = swept.points.map(({ book, blind }) => ({
      triggers: scoreTriggers(answers, isSwept, book.firings, span, (one) => blind.has(one)),
      calls: [],
      rest: undefined,
    }));
    return { read: swept, scores };
  });
}

type Testing = (
  recording: Recording,
  expected: LoadedAnswers,
  options: ReadOptions,
) => Promise<Pick<TestedRecording, 'read' | 'scores'>>;

async function testEach(
  { recordings, expected }: TestCase,
  io: CommandIo,
  testOne: Testing,
): Promise<TestedRecording[]> {
  const { signal } = io;
  const progress = openProgressLine(io, 'lines', systemClock.steadyMs);
  const tested: TestedRecording[] = [];
  let linesBefore = 0;
  try {
    for (const [place, recording] of recordings.entries()) {
      const answers = expected[place];
      if (answers === undefined) throw new Error(`${recording.path} has no right answers.`);
      const { read, scores } = await testOne(recording, answers, {
        signal,
        onProgress: ({ lines, bytesRead, bytesTotal }) =>
          progress.show((place + bytesRead / Math.max(1, bytesTotal)) / recordings.length, linesBefore + lines),
      });
      if (signal.aborted) throw interrupted();
      assertOfScenario(recording.path, spanOf(read), answers);
      linesBefore += read.counters.lines;
      tested.push({ path: recording.path, expected: answers, read, scores });
    }
  } catch (error) {
    throw signal.aborted ? interrupted() : error;
  } finally {
    progress.end();
  }
  return tested;
}

function interrupted(): Refusal {
  return new Refusal(3, 'Interrupted: nothing was tested to its end. Call it again to test it.');
}

interface JudgedByAll {
  readonly read: ReadRecording;
  readonly judgements: readonly Judgement[];
}

/** How late a sample may be is settled by a plan's longest window: plans that differ there read a recording differently. */
async function judgeByAll(
  recording: Recording,
  plans: readonly Plan[],
  options: Parameters<typeof judgeRecording>[2],
): Promise<JudgedByAll> {
  const judged = new Map<Plan, JudgedByAll>();
  for (const [first, ...others] of Map.groupBy(plans, longestWindowS).values()) {
    if (first === undefined) continue;
    const both = await judgeRecording(recording, [first, ...others], options);
    for (const judgement of both.judgements) judged.set(judgement.plan, { read: both, judgements: [judgement] });
  }
  const found = plans.flatMap((plan) => judged.get(plan) ?? []);
  const [first] = found;
  if (first === undefined) throw new Error('There is no plan to judge by.');
  return { read: first.read, judgements: found.flatMap(({ judgements }) => judgements) };
}

function spanOf({ ticks }: ReadRecording): JudgedSpan | undefined {
  return ticks === undefined ? undefined : { firstMs: ticks.first * 1000, lastMs: ticks.last * 1000 };
}

function isBlind({ at }: Judgement, { id, cell, byMs }: TriggerAnswer): boolean {
  const state = at.findLast((one) => one.at <= byMs);
  return state?.triggers.some((one) => one.id === id && cellKey(one.cell) === cellKey(cell) && one.frozen) === true;
}

function restOf(
  { plan, at, unjudged }: Judgement,
  firings: readonly Firing[],
  answers: readonly RightAnswer[],
): RestOfTriggers {
  const told = new Set([...firings, ...answers].flatMap((one) => ('id' in one ? [one.id] : [])));
  const quiet = Object.keys(plan.triggers).filter((id) => !told.has(id));
  const states = at.at(-1)?.triggers ?? [];
  const isBlindAtEnd = (id: string): boolean => states.filter((one) => one.id === id).every(({ frozen }) => frozen);
  const judged = quiet.filter((id) => !unjudged.includes(id));
  return {
    silent: judged.filter((id) => !isBlindAtEnd(id)),
    blind: judged.filter(isBlindAtEnd),
    unjudged: quiet.filter((id) => unjudged.includes(id)),
  };
}
