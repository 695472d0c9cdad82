import { cellKey, cellWords } from '../../../shared/judge/selector.ts';
import { numberWords } from '../../../shared/judge/words.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { Transition } from '../../../shared/model/transition.ts';
import type { Judged } from './judge.ts';
import { type Paint, styleOf } from './paint.ts';
import { showComparison } from './showComparison.ts';
import { showState } from './showState.ts';
import { type Cell, type Column, showTable } from './showTable.ts';
import { showCount, showTClock, showUtc } from './showTimes.ts';

const mostGaps = 20;
const longest = 2000;

/** The judgement as an account for people: what was read, what changed and when, the states asked for, the call. */
export function* showJudgement(judged: Judged, atMs: readonly number[], paint: Paint): Generator<string> {
  const { plan, judgement, changed } = judged;
  const t0Ms = plan.plan.launch.t0;
  const { launch } = plan.plan;
  const title = launch.name === undefined ? launch.id : `${printable(launch.name, 80)} (${launch.id})`;
  yield `${paint('bold', title)}, T-0 ${showUtc(t0Ms)}\n`;
  yield `plan ${plan.path} ${plan.digest}\n`;
  yield* showRead(judged, t0Ms);
  if (judgement.unjudged.length > 0) yield `Not judged without a session: ${judgement.unjudged.join(', ')}\n`;
  if (changed !== undefined) yield* showComparison(judged, changed, paint);
  const { transitions } = judgement;
  yield `\n${paint('bold', transitions.length === 0 ? 'No transitions' : showCount(transitions.length, 'transition'))}\n`;
  yield* showTable(transitionRows(transitions, t0Ms), transitionColumns, paint);
  for (const instantMs of atMs) {
    const state = judgement.at.findLast((one) => one.at <= instantMs);
    if (state !== undefined) yield* showState(state, t0Ms, paint);
    else yield `\nAt ${showUtc(instantMs)} (${showTClock(instantMs, t0Ms)}) nothing had been judged yet.\n`;
  }
  const final = judgement.at.at(-1);
  if (final !== undefined) {
    const where = `${showUtc(final.at)} (${showTClock(final.at, t0Ms)})`;
    yield `\nCall at the end, ${where}: ${paint(styleOf(final.call), final.call)} · ${final.scopes.join(', ')}\n`;
    for (const reason of final.reasons) yield `  ${printable(reason, longest)}\n`;
  }
  yield `${judgement.digest}\n`;
}

function* showRead({ recordingPath, recording, bad }: Judged, t0Ms: number): Generator<string> {
  const { counters, gaps, ticks } = recording;
  const { lines, accepted, duplicates, conflicts, late, tooLate, quarantined } = counters;
  const counted = (count: number): string => count.toLocaleString('en-US');
  yield (
    `recording ${recordingPath}: ${showCount(lines, 'line')}, ${counted(accepted)} accepted ` +
    `(${counted(late)} late, ${counted(tooLate)} too late), ${showCount(duplicates, 'duplicate')}, ` +
    `${showCount(conflicts, 'conflict')}, ${counted(quarantined)} set aside\n`
  );
  yield* bad.show();
  const missing = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  yield gaps.length === 0 ? 'No gaps\n' : `${showCount(gaps.length, 'gap')}, ${showCount(missing, 'number')} missing\n`;
  for (const { source, epoch, from, to } of gaps.slice(0, mostGaps)) {
    const stream = printable(epoch === '' ? source : `${source} epoch ${epoch}`, 80);
    yield to - from === 1 ? `  ${stream}: ${from}\n` : `  ${stream}: ${from} to ${to - 1}\n`;
  }
  if (gaps.length > mostGaps) yield `  and ${gaps.length - mostGaps} more\n`;
  if (ticks === undefined) return;
  const [first, last] = [ticks.first * 1000, ticks.last * 1000];
  yield (
    `${showCount(ticks.count, 'second')} judged, ${showUtc(first)} (${showTClock(first, t0Ms)}) ` +
    `to ${showUtc(last)} (${showTClock(last, t0Ms)})\n`
  );
}

const transitionColumns: readonly Column[] = ['left', 'left', 'left', 'left', 'right', 'right', 'free'];

/** Can be gone through more than once. */
function transitionRows(transitions: readonly Transition[], t0Ms: number): Iterable<readonly Cell[]> {
  return {
    *[Symbol.iterator]() {
      for (const { at, kind, id, cell, from, to, value, n, why } of transitions) {
        const rule = kind === 'call' ? 'the call' : id;
        yield [
          showUtc(at),
          showTClock(at, t0Ms),
          cellKey(cell) === '' ? rule : `${rule} ${printable(cellWords(cell), 60)}`,
          { text: `${from} → ${to}`, style: styleOf(to) },
          value === undefined ? '' : numberWords(value),
          n === undefined ? '' : `n ${numberWords(n)}`,
          printable(why, longest),
        ];
      }
    },
  };
}
