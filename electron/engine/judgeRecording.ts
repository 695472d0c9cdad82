import { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { BadLine } from '../../shared/model/badLine.ts';
import type { IngestCounters } from '../../shared/model/ingestCounters.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { createDecoder } from './ingest/decoder.ts';
import { Ingest } from './ingest/ingest.ts';
import { assertMostlyGood } from './ingest/unfitRecording.ts';
import { SequenceBook } from './ingest/sequenceBook.ts';
import { createSeriesTable } from './ingest/seriesTable.ts';
import { JudgementDigest } from './judgementDigest.ts';
import type { Recording } from './source/recording.ts';

export interface JudgeOptions {
  /** Instants, ms: the state after the tick at or before each is kept. */
  readonly atMs: readonly number[];
  readonly onProgress?: (progress: { lines: number; bytesRead: number; bytesTotal: number }) => void;
  readonly onQuarantine?: (bad: BadLine) => void;
  readonly signal?: AbortSignal;
}

/** What one plan says of a recording. */
export interface Judgement {
  readonly plan: Plan;
  readonly transitions: readonly Transition[];
  readonly at: readonly JudgedAt[];
  readonly unjudged: readonly string[];
  readonly digest: string;
}

export interface JudgedRecording {
  readonly counters: IngestCounters;
  readonly gaps: readonly { source: string; epoch: string; from: number; to: number }[];
  readonly ticks: { first: number; last: number; count: number } | undefined;
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
  const gatherer = new TickGatherer(first.judge.limits);
  const sequences = new SequenceBook();
  let ticks: JudgedRecording['ticks'];
  const ingest = new Ingest(gatherer, sequences, first.judge.longestWindowS, {
    onTick(tick) {
      const input = gatherer.take(tick);
      for (const run of runs) run.tick(input);
      ticks = { first: ticks?.first ?? tick, last: tick, count: (ticks?.count ?? 0) + 1 };
    },
    onQuarantine(bad) {
      options.onQuarantine?.(bad);
    },
  });
  const decoder = createDecoder(createSeriesTable());
  for await (const batch of recording.batches({
    reuse: true,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })) {
    if (batch.bad !== undefined) ingest.takeBad(batch.bad);
    for (let index = 0; index < batch.count; index += 1) {
      const line = batch.lineNumbers[index] ?? 0;
      const decoded = decoder.decodeLine(batch.bytes, batch.starts[index] ?? 0, batch.ends[index] ?? 0, line);
      if (decoded.kind === 'bad') ingest.takeBad(decoded);
      else ingest.take(decoded, line);
    }
    assertMostlyGood(ingest.counters, recording.path, false);
    const { bytesRead, bytesTotal } = batch;
    options.onProgress?.({ lines: ingest.counters.lines, bytesRead, bytesTotal });
  }
  ingest.finish();
  assertMostlyGood(ingest.counters, recording.path, true);
  return {
    counters: ingest.counters,
    gaps: sequences.gaps(),
    ticks,
    judgements: runs.map((run) => run.finish()),
  };
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
