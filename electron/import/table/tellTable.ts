import { printable } from '../../../shared/model/problem.ts';
import type { StampKind, TableMapping } from '../../../shared/model/tableMapping.ts';
import type { FoundTable } from './detectTable.ts';

const delimiterWords = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars (|)' } as const;
const stampWords: Readonly<Record<StampKind, string>> = {
  iso: 'ISO 8601',
  s: 'seconds since 1970',
  ms: 'milliseconds since 1970',
  us: 'microseconds since 1970',
  ns: 'nanoseconds since 1970',
  ymd: 'year, month, day',
  dmy: 'day, month, year',
  mdy: 'month, day, year',
  excel: 'days since 1900, as spreadsheets count them',
};
const mostColumns = 30;

/** How a table is understood, with the first cell of each column, before anything of it is kept. */
export function tellTable(
  mapping: TableMapping,
  found: FoundTable | undefined,
  rows: readonly (readonly string[])[],
  names: readonly string[],
): string[] {
  const { delimiter, decimal, header, time, source, labels, values, long } = mapping;
  const shape = long === undefined ? 'wide: each column of values is a metric' : 'long: each row names its metric';
  const sample = (column: string): string => {
    const place = names.indexOf(column);
    const cell = rows.map((cells) => cells[place] ?? '').find((one) => one.trim() !== '') ?? '';
    return `"${printable(column, 40)}" (${printable(cell, 30)})`;
  };
  const zone = time.zone === undefined ? '' : `, ${time.zone}`;
  const assumed =
    found === undefined || found.time.hasZone ? '' : ' - no zone is written in it: --zone Europe/Berlin says another';
  const doubt =
    found === undefined || found.time.doubt === '' ? '' : ` - ${found.time.doubt}: a mapping (--map) says it`;
  const told = [
    `${shape}; cells parted by ${delimiterWords[delimiter]}, decimal ${decimal === ',' ? 'commas' : 'points'}, ${header ? 'a header' : 'no header'}`,
    `time     ${sample(time.column)}: ${stampWords[time.as]}${zone}${assumed}${doubt}`,
    `source   ${typeof source === 'string' ? source : sample(source.column)}`,
  ];
  for (const [label, column] of Object.entries(labels)) told.push(`label    ${sample(column)}: ${label}`);
  for (const { column, metric, kind, unit } of values ?? []) {
    told.push(`${kind.padEnd(8)} ${sample(column)}: ${metric}${unit === undefined ? '' : `, in ${unit}`}`);
  }
  if (long !== undefined) {
    const kind = typeof long.kind === 'string' ? long.kind : sample(long.kind.column);
    told.push(
      `metric   ${sample(long.metric)}`,
      `value    ${sample(long.value)}: ${kind}${long.unit === undefined ? '' : `, in ${long.unit}`}`,
    );
  }
  for (const one of found?.leftOut ?? []) told.push(`left out ${printable(one, 90)}`);
  if (told.length <= mostColumns) return told;
  return [...told.slice(0, mostColumns), `and ${told.length - mostColumns} more`];
}
