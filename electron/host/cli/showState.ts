import { cellKey, cellWords } from '../../../shared/judge/selector.ts';
import type { JudgedAt } from '../../../shared/judge/snapshot.ts';
import { numberWords, secondsWords } from '../../../shared/judge/words.ts';
import { formatPercent } from '../../../shared/base/percent.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { Labels } from '../../../shared/model/series.ts';
import { type Paint, styleOf } from './paint.ts';
import { type Cell, showTable } from './showTable.ts';
import { showTClock, showUtc } from './showTimes.ts';

const longest = 2000;

/** Everything that was known after one tick, for people. */
export function* showState(state: JudgedAt, t0Ms: number, paint: Paint): Generator<string> {
  const heading = `At ${showUtc(state.at)} (${showTClock(state.at, t0Ms)})`;
  yield `\n${paint('bold', heading)}: ${paint(styleOf(state.call), state.call)} · ${state.scopes.join(', ')}\n`;
  for (const reason of state.reasons) yield `  ${printable(reason, longest)}\n`;
  yield* indented(showTable(ruleRows(state), ['left', 'left', 'left', 'free'], paint));
  yield* indented(showTable(sloRows(state), ['left', 'left', 'left', 'free'], paint));
  // Cells speak through their rules; the document of --json has their every number.
  yield* indented(showTable(indicatorRows(state), ['left', 'right', 'right', 'left', 'right', 'left', 'free'], paint));
}

function* indented(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `  ${line}`;
}

function isWhole({ cell }: { readonly cell: Labels }): boolean {
  return cellKey(cell) === '';
}

function named(id: string, cell: Labels): string {
  return isWhole({ cell }) ? id : `${id} ${printable(cellWords(cell), 60)}`;
}

function ruleRows({ triggers, criteria }: JudgedAt): Cell[][] {
  const row = (
    one: { id: string; cell: Labels; state: string; since: number | null; why: string },
    isFrozen: boolean,
  ): Cell[] => [
    named(one.id, one.cell),
    { text: isFrozen ? `${one.state}, frozen` : one.state, style: styleOf(one.state) },
    one.since === null ? '' : `since ${showUtc(one.since)}`,
    printable(one.why, longest),
  ];
  return [...triggers.map((one) => row(one, one.frozen)), ...criteria.map((one) => row(one, false))];
}

function sloRows({ slos }: JudgedAt): Cell[][] {
  const burn = (value: number | null): string => (value === null ? '-' : numberWords(value));
  return Object.entries(slos).flatMap(([id, readings]) =>
    readings.flatMap(({ cell, left, exhaustion, alerts }) => [
      ...(left === undefined
        ? []
        : [
            [
              named(id, cell),
              `${formatPercent(left, 3)} left`,
              '',
              exhaustion
                ? `gone in ${secondsWords(exhaustion.seconds)} (${secondsWords(exhaustion.low)} to ${secondsWords(exhaustion.high)})`
                : '',
            ],
          ]),
      ...(isWhole({ cell }) ? alerts : alerts.filter(({ state }) => state !== 'ok')).map((alert): Cell[] => [
        named(`${id}.${alert.id}`, cell),
        { text: alert.state, style: styleOf(alert.state) },
        `burn ${burn(alert.long)} and ${burn(alert.short)}`,
        `against ${numberWords(alert.factor)}`,
      ]),
    ]),
  );
}

function indicatorRows({ indicators }: JudgedAt): Cell[][] {
  return Object.entries(indicators).flatMap(([id, readings]) =>
    readings
      .filter(isWhole)
      .map(({ window, cell, value, n, age, status, low, high }): Cell[] => [
        named(id, cell),
        window,
        value === null ? '-' : numberWords(value),
        low === undefined || high === undefined ? '' : `${numberWords(low)} to ${numberWords(high)}`,
        `n ${numberWords(n)}`,
        { text: status, style: styleOf(status) },
        age === null ? '' : `heard ${secondsWords(age / 1000)} ago`,
      ]),
  );
}
