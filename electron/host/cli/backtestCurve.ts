import { formatDuration } from '../../../shared/base/duration.ts';
import { type CurvePoint, medianMs } from '../../../shared/judge/backtest/curve.ts';
import { curveWords, pointWords } from '../../../shared/judge/backtest/curveWords.ts';
import type { SweepPoints } from '../../../shared/judge/backtest/sweepPoints.ts';
import { showTested } from './backtestAccount.ts';
import type { TestedRecording } from './backtestRun.ts';
import { answerWords, remarkWords } from './backtestWords.ts';
import type { LoadedPlan } from './loadPlan.ts';
import type { Paint, Style } from './paint.ts';
import { type Cell, type Column, showTable } from './showTable.ts';
import { showTClock } from './showTimes.ts';

/** A curve as a table: for each point what was found, what it cost in false alarms, and how long it took. */
export function* showCurve(
  plan: LoadedPlan,
  sweep: SweepPoints,
  curve: readonly CurvePoint[],
  tested: readonly TestedRecording[],
  paint: Paint,
): Generator<string> {
  yield* showTested(plan, tested, paint);
  const t0Ms = plan.plan.launch.t0;
  const keys = sweep.numbers.map(({ key }) => key);
  const judged = `${sweep.triggers.join(' and ')} ${sweep.triggers.length === 1 ? 'is' : 'are'} judged, and no other rule`;
  yield `\n${paint('bold', keys.join(' x '))}: ${judged}\n`;
  const answers = tested.flatMap(({ scores }) => scores[0]?.triggers.answers ?? []).map(({ answer }) => answer);
  const wanted = answers.map((answer) => {
    const begins = answer.beginsMs === undefined ? '' : `after ${showTClock(answer.beginsMs, t0Ms)} and `;
    const incident = answer.incident === undefined ? '' : ` (${answer.incident})`;
    return `  to be found: ${answerWords(answer)} ${begins}by ${showTClock(answer.byMs, t0Ms)}${incident}\n`;
  });
  // Recordings of one scenario have the same answers.
  yield* new Set(wanted);
  if (answers.length === 0) yield '  to be found: nothing, so that every firing is a false alarm\n';
  yield '\n';
  const rows = curve.map((point, place) => {
    return rowOf(point, remarkWords(tested.flatMap(({ scores }) => scores[place]?.triggers ?? [])));
  });
  rows.unshift(headOf(keys));
  yield* showTable(rows, columnsOf(keys.length), paint);
  yield '\n';
  const refused = curve.find(({ refusal }) => refusal !== undefined);
  if (refused !== undefined)
    yield `! lint refuses such a plan, that with ${pointWords(refused, sweep.numbers)} for one: ${refused.refusal ?? ''}\n`;
  for (const sentence of curveWords(curve, sweep.numbers, tested.length)) yield `${sentence}\n`;
}

function headOf(keys: readonly string[]): Cell[] {
  return [
    '',
    ...keys.map((text): Cell => ({ text, style: 'bold' })),
    ...['found', 'false alarms', 'lasting', 'time to detect'].map((text): Cell => ({ text, style: 'bold' })),
  ];
}

function columnsOf(keys: number): Column[] {
  return ['left', ...Array.from({ length: keys }, (): Column => 'right'), 'right', 'right', 'right', 'right', 'free'];
}

function rowOf(
  { point, expected, found, falseAlarms, falseMs, detectMs, refusal }: CurvePoint,
  remark: string,
): Cell[] {
  const median = medianMs(detectMs);
  const longest = detectMs.at(-1);
  const spread = detectMs.length > 1 && longest !== undefined ? `, at the longest ${formatDuration(longest)}` : '';
  const isDoubtful = falseAlarms > 0 || refusal !== undefined;
  const style: Style = found < expected ? 'red' : isDoubtful ? 'yellow' : 'green';
  return [
    point.isOwn ? { text: '>', style: 'bold' } : '',
    ...point.values.map((value) => value?.text ?? 'default'),
    { text: expected === 0 ? '-' : `${found} of ${expected}`, style },
    String(falseAlarms),
    falseAlarms === 0 ? '' : formatDuration(falseMs),
    median === undefined ? '-' : `${formatDuration(median)}${spread}`,
    [refusal === undefined ? '' : '!', point.isOwn ? 'the plan' : '', remark].filter((word) => word !== '').join(' '),
  ];
}
