import { formatDuration } from '../../../shared/base/duration.ts';
import { compareTransitions, type StateCompared } from '../../../shared/judge/compareTransitions.ts';
import { cellKey, cellWords } from '../../../shared/judge/selector.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { Judged } from './judge.ts';
import { type Paint, styleOf } from './paint.ts';
import { type Cell, showTable } from './showTable.ts';
import { showCount, showTClock, showUtc } from './showTimes.ts';

/** The plan as it is and the changed plan side by side: what came earlier, later, never. */
export function* showComparison(
  { plan, judgement }: Judged,
  { by, original }: NonNullable<Judged['changed']>,
  paint: Paint,
): Generator<string> {
  const t0Ms = plan.plan.launch.t0;
  yield `\n${paint('bold', `With ${by.words.join(', ')}`)}\n`;
  const compared = compareTransitions(original.transitions, judgement.transitions);
  const different = compared.filter((one) => !one.isSame);
  const rows: Cell[][] = different.map((one) => [
    { text: stateWords(one), style: styleOf(one.to) },
    timesWords(one.originalAt, t0Ms),
    timesWords(one.changedAt, t0Ms),
    differenceWords(one),
  ]);
  if (rows.length > 0)
    rows.unshift(['', 'the plan as it is', `with ${by.set.map((one) => printable(one, 80)).join(' ')}`, '']);
  for (const line of showTable(rows, ['left', 'left', 'left', 'free'], paint)) yield `  ${line}`;
  const same = compared.length - different.length;
  if (different.length === 0) yield '  Every rule and the call come to the same states at the same seconds.\n';
  else if (same > 0)
    yield `  ${same === 1 ? 'One other state comes' : `${showCount(same, 'other state')} come`} at the same seconds by both.\n`;
  const finals = [original.at.at(-1)?.call, judgement.at.at(-1)?.call];
  if (finals[0] !== finals[1]) yield `  The call at the end is ${finals[1] ?? '-'} instead of ${finals[0] ?? '-'}.\n`;
}

function stateWords({ kind, id, cell, to }: StateCompared): string {
  if (kind === 'call') return `the call is ${to}`;
  const rule = cellKey(cell) === '' ? id : `${id} ${printable(cellWords(cell), 60)}`;
  if (kind === 'trigger') return `${rule} fires`;
  return `${rule} ${to === 'pass' ? 'passes' : 'fails'}`;
}

function timesWords(at: readonly number[], t0Ms: number): string {
  const [first] = at;
  if (first === undefined) return 'never';
  const shown = `${showUtc(first)} ${showTClock(first, t0Ms)}`;
  return at.length === 1 ? shown : `${shown}, ${at.length} times`;
}

/** By the first time of each. */
function differenceWords({ originalAt, changedAt }: StateCompared): string {
  const [original] = originalAt;
  const [changed] = changedAt;
  if (changed === undefined) return 'no more';
  if (original === undefined) return 'new';
  if (changed !== original)
    return `${formatDuration(Math.abs(changed - original))} ${changed < original ? 'earlier' : 'later'}`;
  const more = changedAt.length - originalAt.length;
  if (more === 0) return 'the same at first, then at other times';
  return more > 0 ? `${showCount(more, 'time')} more` : `${showCount(-more, 'time')} fewer`;
}
