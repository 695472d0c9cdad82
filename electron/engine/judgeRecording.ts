import { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { JudgementDigest } from './judgementDigest.ts';
import { type ReadOptions, type ReadRecording, readRecordingTicks } from './readRecordingTicks.ts';
import type { Recording } from './source/recording.ts';

export interface JudgeOptions extends ReadOptions {
  /** Instants, ms: the state after the tick at or before each is kept. */
  readonly atMs: readonly number[];
}

/** What one plan says of a recording. */
export interface Judgement {
  readonly plan: Plan;
  readonly transitions: readonly Transition[];
  readonly at: readonly JudgedAt[];
  readonly unjudged: readonly string[];
  readonly digest: string;
}

export interface JudgedRecording extends ReadRecording {
  readonly judgements: readonly Judgement[];
}

/**
 * Reads a recording once and judges every second of it by each of the plans, which may differ in numbers only: what is
 * asked of latencies and how far back any rule looks is settled by the first.
 */
export async function judgeRecording(
  recording: Recording,
  plans: readonly [Plan, ...Plan[]],
  options: JudgeOptions,
): Promise<JudgedRecording> {
  const runs = plans.map((plan) => new Run(plan, options.atMs));
  const [first] = runs;
  if (first === undefined) throw new Error('There is no plan to judge by.');
  const read = await readRecordingTicks(
    recording,
    new TickGatherer(first.judge.limits, { reuse: true }),
    first.judge.longestWindowS,
    (input) => {
      for (const run of runs) run.tick(input);
    },
    options,
  );
  return { ...read, judgements: runs.map((run) => run.finish()) };
}

class Run {
  readonly judge: Judge;
  private readonly transitions: Transition[] = [];
  private readonly digest = new JudgementDigest();
  /** Instants still to come, ascending. */
  private readonly wanted: number[];
  private readonly at: JudgedAt[] = [];

  constructor(plan: Plan, atMs: readonly number[]) {
    this.judge = new Judge(plan);
    this.wanted = [...new Set(atMs)].sort((a, b) => a - b);
  }

  tick(input: Parameters<Judge['judge']>[0]): void {
    while ((this.wanted[0] ?? Infinity) < input.tick * 1000) this.keep();
    for (const transition of this.judge.judge(input)) {
      this.transitions.push(transition);
      this.digest.add(transition);
    }
  }

  finish(): Judgement {
    while (this.wanted.length > 0) this.keep();
    const { plan, rules } = this.judge;
    return {
      plan,
      transitions: this.transitions,
      at: this.at,
      unjudged: rules.unjudged,
      digest: this.digest.text(),
    };
  }

  private keep(): void {
    this.wanted.shift();
    const snapshot = this.judge.snapshot();
    if (snapshot !== undefined && this.at.at(-1)?.at !== snapshot.at) this.at.push(snapshot);
  }
}
