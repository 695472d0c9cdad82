import { formatDuration } from '../../../../shared/base/duration.ts';
import { cellKey, cellWords } from '../../../../shared/judge/selector.ts';
import { printable } from '../../../../shared/model/problem.ts';
import { type Paint, styleOf } from '../paint.ts';
import { showTClock } from '../showTimes.ts';
import type { RoomLine } from './roomLine.ts';
import { wrap } from './wrap.ts';

type Attention = RoomLine['room']['attention'];

/** Triggers that are on, with what is asked of whom; those that need somebody most come first. */
export function* showAttention(attention: Attention, t0Ms: number, paint: Paint): Generator<string> {
  for (const { trigger, firing, pending, unacknowledged, sinceAt } of attention.groups) {
    const counts = `${firing} firing, ${pending} pending, ${unacknowledged} not acknowledged`;
    yield* wrap(`${counts}, since ${showTClock(sinceAt, t0Ms)}`, 2, `${printable(trigger, 60)}: `);
  }
  for (const entry of attention.entries) yield* showEntry(entry, t0Ms, paint);
  if (attention.unlisted > 0) yield `  and ${attention.unlisted} more\n`;
}

function* showEntry(entry: Attention['entries'][number], t0Ms: number, paint: Paint): Generator<string> {
  const { trigger, cell, state, sinceAt, frozenS, acknowledged, shelved, countdown, escalated, asks } = entry;
  const name = cellKey(cell) === '' ? trigger : `${trigger} ${cellWords(cell)}`;
  const facts = [
    ...(sinceAt === null ? [] : [`since ${showTClock(sinceAt, t0Ms)}`]),
    ...(frozenS === null ? [] : [`blind for ${formatDuration(frozenS * 1000)}`]),
    ...(acknowledged === null ? [] : [`acknowledged by ${acknowledged.by.name}`]),
    ...(shelved === null ? [] : [`shelved until ${showTClock(shelved.untilAt, t0Ms)}: ${shelved.reason}`]),
    ...(escalated === null ? [] : [`told ${escalated.to.join(', ')}`]),
  ];
  yield* wrap(facts.join(', '), 2, `${printable(name, 60)}  ${paint(styleOf(state), state)}  `);
  if (countdown !== null) {
    const { vetoed, secondsLeft } = countdown;
    yield* wrap(
      vetoed === null ? `rolls back in ${secondsLeft} s` : `vetoed by ${vetoed.by.name}: ${vetoed.reason}`,
      4,
    );
  }
  if (asks !== null) yield* wrap(asks, 4);
}
