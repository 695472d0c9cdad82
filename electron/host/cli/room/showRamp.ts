import { formatDuration } from '../../../../shared/base/duration.ts';
import { cellWords } from '../../../../shared/judge/selector.ts';
import { percentWords } from '../../../../shared/judge/words.ts';
import { printable } from '../../../../shared/model/problem.ts';
import { type Paint, type Style, styleOf } from '../paint.ts';
import { type Cell, showTable } from '../showTable.ts';
import { showTClock } from '../showTimes.ts';
import type { RoomLine } from './roomLine.ts';
import { scopeWords } from './roomWords.ts';
import { wrap } from './wrap.ts';

type Ramp = RoomLine['room']['ramp'];
type RampCell = Ramp['cells'][number];

const verdictStyles: Readonly<Record<RampCell['verdict'], Style | undefined>> = {
  ok: 'green',
  holding: 'yellow',
  blocked: 'yellow',
  firing: 'red',
  unknown: 'yellow',
};
const mostSentences = 6;

/** The cells as a table, what is in their way, and what waits for somebody. */
export function* showRamp(ramp: Ramp, t0Ms: number, paint: Paint): Generator<string> {
  const used = [...new Set(ramp.cells.flatMap(({ next }) => next?.blockedBy ?? []))].sort((a, b) => a - b);
  const rows = ramp.cells.map((one) => toRow(one, stateOf(ramp, one), used, t0Ms));
  const columns = ['left', 'left', 'right', 'right', 'left', 'left'] as const;
  if (rows.length > 0) {
    const head = ['cell', 'wave', 'share', 'seen', 'stands', 'next'];
    for (const text of showTable([head, ...rows], columns, paint)) yield `  ${text}`;
  }
  if (ramp.unlisted > 0) yield `  and ${ramp.unlisted} more cells\n`;
  for (const [index, place] of used.slice(0, mostSentences).entries()) {
    yield* wrap(ramp.sentences[place] ?? '', 2, `[${index + 1}] `);
  }
  if (used.length > mostSentences) yield `  and ${used.length - mostSentences} more: --json has all\n`;
  for (const { hold, says, scope, by } of ramp.holds) {
    yield* wrap(`${says} (${by.name})`, 2, `held in row ${hold}, ${scopeWords(scope)}: `);
  }
  for (const { proposal, says, by } of ramp.proposals) {
    yield* wrap(`${says} (${by.name})`, 2, `row ${proposal} waits for approval: `);
  }
  for (const order of ramp.orders) yield* showOrder(order, paint);
}

/** What is ordered is not done. */
function stateOf({ orders }: Ramp, { order }: RampCell): string {
  const found = order === null ? undefined : orders.find((one) => one.order === order);
  if (found === undefined || found.does === 'narrow') return '';
  return found.state === 'failed' ? ' failed' : ' ordered';
}

/** The reasons stand under the table, by their numbers. */
function toRow(
  { cell, wave, commanded, observed, verdict, drift, next }: RampCell,
  state: string,
  used: readonly number[],
  t0Ms: number,
): Cell[] {
  const blocked = (next?.blockedBy ?? []).map((place) => `[${used.indexOf(place) + 1}]`).join('');
  const when = next?.allowedAt === null || next?.allowedAt === undefined ? '' : ` ${showTClock(next.allowedAt, t0Ms)}`;
  const ahead = next === null ? 'at the top' : `${percentWords(next.to)} ${blocked === '' ? 'free' : blocked}`;
  return [
    printable(cellWords(cell), 20),
    printable(wave, 12),
    `${percentWords(commanded)}${state}`,
    observed === null ? '-' : `${percentWords(observed)}${drift === null ? '' : '!'}`,
    { text: verdict, style: verdictStyles[verdict] },
    `${ahead}${blocked === '' ? '' : when}`,
  ];
}

function* showOrder(order: Ramp['orders'][number], paint: Paint): Generator<string> {
  const { state, says, by, waitingS, isOverdue, text } = order;
  const waits = waitingS === null ? '' : `, waiting ${formatDuration(waitingS * 1000)}${isOverdue ? ', overdue' : ''}`;
  yield `  ${printable(order.order, 60)}  ${paint(styleOf(state), state)}${waits}\n`;
  yield* wrap(`${says} (${by.name})${text === null ? '' : `. ${text}`}`, 4);
}
