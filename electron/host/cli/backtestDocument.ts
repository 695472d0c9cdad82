import { medianMs, sumScores } from '../../../shared/judge/backtest/curve.ts';
import type { CurvePoint } from '../../../shared/judge/backtest/curve.ts';
import type { ScoredCall } from '../../../shared/judge/backtest/scoreCalls.ts';
import type { FalseAlarm, ScoredTrigger } from '../../../shared/judge/backtest/scoreTriggers.ts';
import type { SweepPoints } from '../../../shared/judge/backtest/sweepPoints.ts';
import type { PlanScore, TestedRecording } from './backtestRun.ts';
import type { LoadedPlan } from './loadPlan.ts';

/** One plan of the document: the numbers that were set in it, and what lint has against it. */
export interface DocumentPoint {
  readonly set: readonly string[];
  /** Of the swept numbers, in their order; undefined where the plan's default stands. */
  readonly values: readonly (string | undefined)[];
  readonly isOwn: boolean;
  readonly refusal: string | undefined;
}

/** `holdpoint/backtest@1`: times in ms, lengths in seconds, one point a line. `says` are sentences for people. */
export function* writeBacktest(
  plan: LoadedPlan,
  sweep: SweepPoints | undefined,
  points: readonly DocumentPoint[],
  tested: readonly TestedRecording[],
  says: readonly string[],
): Generator<string> {
  yield `{"format":"holdpoint/backtest@1"`;
  yield member('plan', { id: plan.plan.launch.id, digest: plan.digest });
  yield member(
    'recordings',
    tested.map(({ path, expected, read }) => ({
      path,
      expects: expected.path,
      lines: read.counters.lines,
      quarantined: read.counters.quarantined,
      ticks: read.ticks ?? { first: null, last: null, count: 0 },
    })),
  );
  yield member('sweep', sweep?.numbers.map(({ key, own }) => ({ number: key, own: own?.text ?? null })) ?? []);
  yield member('triggers', sweep?.triggers ?? Object.keys(plan.plan.triggers));
  yield `,\n"points":[`;
  for (const [place, point] of points.entries()) {
    yield `${place === 0 ? '' : ','}\n${JSON.stringify(pointDocument(point, place, tested))}`;
  }
  yield `]`;
  yield member('says', says);
  yield `}\n`;
}

/** What the document says of a point of a curve. */
export function toDocumentPoint({ point, refusal }: CurvePoint): DocumentPoint {
  return { set: point.set, values: point.values.map((value) => value?.text), isOwn: point.isOwn, refusal };
}

function pointDocument(
  { set, values, isOwn, refusal }: DocumentPoint,
  place: number,
  tested: readonly TestedRecording[],
): object {
  const scores = tested.map((one) => scoreAt(one, place));
  const { expected, found, falseAlarms, falseMs, detectMs } = sumScores(scores.map(({ triggers }) => triggers));
  const median = medianMs(detectMs);
  const longest = detectMs.at(-1);
  return {
    set,
    values: values.map((value) => value ?? null),
    own: isOwn,
    refused: refusal ?? null,
    expected,
    found,
    falseAlarms,
    falseSeconds: falseMs / 1000,
    detect: median === undefined || longest === undefined ? null : { median: median / 1000, longest: longest / 1000 },
    answers: scores.flatMap(({ triggers }, recording) =>
      triggers.answers.map((one) => triggerDocument(one, recording)),
    ),
    alarms: scores.flatMap(({ triggers }, recording) =>
      triggers.falseAlarms.map((one) => alarmDocument(one, recording)),
    ),
    rest: scores.flatMap(({ rest }, recording) => (rest === undefined ? [] : [{ recording, ...rest }])),
    calls: scores.flatMap(({ calls }, recording) => calls.map((one) => callDocument(one, recording))),
  };
}

function scoreAt({ path, scores }: TestedRecording, place: number): PlanScore {
  const score = scores[place];
  if (score === undefined) throw new Error(`${path} was not judged by point ${place}.`);
  return score;
}

function triggerDocument({ answer, outcome, firedMs, detectMs, again }: ScoredTrigger, recording: number): object {
  const { id, cell, incident, beginsMs, byMs } = answer;
  return {
    recording,
    trigger: id,
    cell,
    incident: incident ?? null,
    begins: beginsMs ?? null,
    by: byMs,
    outcome,
    fired: firedMs ?? null,
    detect: toSeconds(detectMs),
    again,
  };
}

function alarmDocument({ firing, lastsMs, during }: FalseAlarm, recording: number): object {
  const { id, cell, fromMs, toMs } = firing;
  return {
    recording,
    trigger: id,
    cell,
    from: fromMs,
    to: toMs ?? null,
    seconds: lastsMs / 1000,
    during: during ?? null,
  };
}

function callDocument({ answer, outcome, word, sinceMs, detectMs }: ScoredCall, recording: number): object {
  const { word: expected, incident, beginsMs, byMs } = answer;
  return {
    recording,
    call: expected,
    incident: incident ?? null,
    begins: beginsMs ?? null,
    by: byMs,
    outcome,
    was: word ?? null,
    since: sinceMs ?? null,
    detect: toSeconds(detectMs),
  };
}

function toSeconds(ms: number | undefined): number | null {
  return ms === undefined ? null : ms / 1000;
}

function member(key: string, value: unknown): string {
  return `,\n${JSON.stringify(key)}:${JSON.stringify(value)}`;
}
