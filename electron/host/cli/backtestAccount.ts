import { formatDuration } from '../../../shared/base/duration.ts';
import { medianMs, sumScores } from '../../../shared/judge/backtest/curve.ts';
import { alarmWords } from '../../../shared/judge/backtest/curveWords.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { PlanScore, RestOfTriggers, TestedRecording } from './backtestRun.ts';
import { alarmCells, answerWords, outcomeCell } from './backtestWords.ts';
import type { ChangedPlan } from './judgeCall.ts';
import type { LoadedPlan } from './loadPlan.ts';
import type { Paint } from './paint.ts';
import { type Cell, type Column, showTable } from './showTable.ts';
import { showCount, showTClock, showUtc } from './showTimes.ts';

/** Whether everything came out as it should. */
export function isRight({ triggers, calls }: PlanScore): boolean {
  return (
    triggers.falseAlarms.length === 0 &&
    triggers.answers.every(({ outcome }) => outcome === 'found') &&
    calls.every(({ outcome }) => outcome === 'found')
  );
}

/** The first lines of every account: the plan, and each recording with what it is held against. */
export function* showTested(plan: LoadedPlan, tested: readonly TestedRecording[], paint: Paint): Generator<string> {
  const { launch } = plan.plan;
  const title = launch.name === undefined ? launch.id : `${printable(launch.name, 80)} (${launch.id})`;
  yield `${paint('bold', title)}, T-0 ${showUtc(launch.t0)}\n`;
  yield `plan ${plan.path} ${plan.digest}\n`;
  for (const { path, expected, read } of tested) {
    const { ticks, counters } = read;
    const last = (ticks?.last ?? 0) * 1000;
    yield `recording ${path}: ${showCount(ticks?.count ?? 0, 'second')} judged, to ${showUtc(last)} (${showTClock(last, launch.t0)})\n`;
    if (counters.quarantined > 0)
      yield `  ${showCount(counters.quarantined, 'line')} set aside: holdpoint judge says why\n`;
    yield `  right answers: ${expected.path}\n`;
  }
}

/** What came of each right answer and what fired beside them, by the plan as it is and, where numbers were set, by the changed one. */
export function* showAccount(
  plan: LoadedPlan,
  changed: ChangedPlan | undefined,
  tested: readonly TestedRecording[],
  paint: Paint,
): Generator<string> {
  yield* showTested(plan, tested, paint);
  const t0Ms = plan.plan.launch.t0;
  const heads = changed === undefined ? [] : ['the plan as it is', `with ${changed.set.map(shown).join(' ')}`];
  if (changed !== undefined) yield `\nWith ${changed.words.join(', ')}\n`;
  for (const { path, scores } of tested) {
    yield `\n${paint('bold', tested.length === 1 ? 'Right answers' : `Right answers of ${path}`)}\n`;
    const [first] = scores;
    const answers = first === undefined ? [] : [...first.triggers.answers, ...first.calls];
    const rows = answers.map(({ answer }, place): Cell[] => [
      answerWords(answer),
      answer.incident ?? '',
      ...scores.map(({ triggers, calls }) => outcomeAt([...triggers.answers, ...calls], place, t0Ms)),
    ]);
    if (heads.length > 0) rows.unshift(['', '', ...heads]);
    for (const line of showTable(rows, columnsFor(scores.length), paint)) yield `  ${line}`;
    if (answers.length === 0) yield '  None: everything that fires is a false alarm\n';
    for (const [place, { triggers }] of scores.entries()) {
      const whose = heads[place] === undefined ? '' : `, ${heads[place]}`;
      if (triggers.falseAlarms.length === 0) continue;
      yield `\n${paint('bold', `False alarms${whose}`)}\n`;
      const alarms = triggers.falseAlarms.map((alarm) => alarmCells(alarm, t0Ms));
      for (const line of showTable(alarms, ['left', 'left', 'left', 'free'], paint)) yield `  ${line}`;
    }
  }
  yield '\n';
  const count = tested[0]?.scores.length ?? 0;
  for (let place = 0; place < count; place += 1) {
    const whose = heads[place] === undefined ? '' : `${place === 0 ? 'As it is' : 'With the changes'}: `;
    yield `${whose}${sumWords(tested.flatMap(({ scores }) => scores[place] ?? []))}\n`;
  }
  for (const { path, scores } of tested) yield* showRest(tested.length === 1 ? '' : `${path}: `, scores.at(-1)?.rest);
}

function shown(assignment: string): string {
  return printable(assignment, 80);
}

function outcomeAt(scored: readonly Parameters<typeof outcomeCell>[0][], place: number, t0Ms: number): Cell {
  const one = scored[place];
  return one === undefined ? '' : outcomeCell(one, t0Ms);
}

function columnsFor(plans: number): Column[] {
  return [
    'left',
    'left',
    ...Array.from({ length: plans }, (_, place): Column => (place === plans - 1 ? 'free' : 'left')),
  ];
}

/** Of the plan that was asked for, with its changes. */
function* showRest(where: string, rest: RestOfTriggers | undefined): Generator<string> {
  const { silent = [], blind = [], unjudged = [] } = rest ?? {};
  if (silent.length > 0) yield `${where}Silent, as no answer asks for them: ${silent.join(', ')}\n`;
  if (blind.length > 0)
    yield `${where}Silent, and at the end nothing was known of what they look at: ${blind.join(', ')}\n`;
  if (unjudged.length > 0) yield `${where}Not judged without a session: ${unjudged.join(', ')}\n`;
}

/** `10 of 12 found, 1 false alarm for 3m; time to detect 2m in the median, 5m at the longest`. */
function sumWords(scores: readonly PlanScore[]): string {
  const { expected, found, falseAlarms, falseMs, detectMs } = sumScores(scores.map(({ triggers }) => triggers));
  const calls = scores.flatMap((score) => score.calls);
  const foundCalls = calls.filter(({ outcome }) => outcome === 'found').length;
  const median = medianMs(detectMs);
  const lasting = falseAlarms === 0 ? '' : ` for ${formatDuration(falseMs)}`;
  const times =
    median === undefined
      ? ''
      : `; triggers take ${formatDuration(median)} in the median and ${formatDuration(detectMs.at(-1) ?? 0)} at the longest`;
  return `${found} of ${showCount(expected, 'firing')} and ${foundCalls} of ${showCount(calls.length, 'call')} found, ${alarmWords(falseAlarms)}${lasting}${times}`;
}
