import { MAPPING_FORMAT, type TableMapping } from '../../../shared/model/tableMapping.ts';
import { ForeignFileError, type ForeignFile } from '../foreignFormat.ts';
import { detectColumns } from './detectColumns.ts';
import { detectTime, type FoundTime } from './detectTime.ts';
import { findDecimal, readNumber } from './readNumber.ts';
import { createRowCutter } from './rowCutter.ts';

type Delimiter = TableMapping['delimiter'];

export interface FoundTable {
  readonly mapping: TableMapping;
  readonly time: FoundTime;
  readonly leftOut: readonly string[];
}

const delimiters: readonly Delimiter[] = ['\t', ';', '|', ','];
const mostRows = 200;

/** The line with which spreadsheets say what parts cells. */
export const separatorLine = /^sep=(.)\r?$/;

/** The first rows of a text that may be cut off in the middle of one. */
export function firstRows(head: string, delimiter: Delimiter): (readonly string[])[] {
  const cutter = createRowCutter(delimiter);
  const rows: (readonly string[])[] = [];
  for (const { cells, text } of cutter.take(head.endsWith('\n') || head.length >= 60_000 ? head : `${head}\n`)) {
    if (cells !== undefined && text.trim() !== '' && !separatorLine.test(text)) rows.push(cells);
    if (rows.length >= mostRows) break;
  }
  return rows;
}

/** What parts the cells of a table; undefined for a text that is none. */
export function findDelimiter(head: string): Delimiter | undefined {
  const said = separatorLine.exec(head.slice(0, Math.max(0, head.indexOf('\n'))))?.[1];
  const known = delimiters.find((one) => one === said);
  if (known !== undefined) return known;
  return delimiters.find((delimiter) => {
    const counts = firstRows(head, delimiter).map((cells) => cells.length);
    const usual = counts[0] ?? 0;
    return usual > 1 && counts.length > 1 && counts.filter((count) => count === usual).length >= counts.length * 0.8;
  });
}

/** Names of columns: what the header says, made different from each other; `column 3` where it says nothing. */
export function toColumnNames(cells: readonly string[], hasHeader: boolean): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, place) => {
    const name = hasHeader && cell.trim() !== '' ? cell.trim() : `column ${place + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/** Looks at the first rows of a table and says how it would be read. Throws `ForeignFileError` where nobody can tell. */
export function detectTable(file: ForeignFile, zone: string | undefined): FoundTable {
  const delimiter = findDelimiter(file.head);
  if (delimiter === undefined) {
    throw new ForeignFileError(
      `${file.path} is no table: its rows have no delimiter in common (comma, semicolon, tab or |).`,
    );
  }
  const rows = firstRows(file.head, delimiter);
  const [first = []] = rows;
  const header =
    first.every((cell) => readNumber(cell, '.') === undefined) &&
    detectTime(
      first,
      first.map((cell) => [cell]),
    ) === undefined;
  const names = toColumnNames(first, header);
  const body = header ? rows.slice(1) : rows;
  const columns = names.map((_, place) => body.map((cells) => cells[place] ?? ''));
  const time = detectTime(names, columns);
  if (time === undefined) {
    const shown = names.slice(0, 8).join(', ').slice(0, 200);
    throw new ForeignFileError(
      `${file.path}: no column says when (${shown}): name one in a mapping (--map), or add one.`,
    );
  }
  const decimal = findDecimal(columns.filter((_, place) => place !== time.place).flat());
  const { leftOut, ...found } = detectColumns(names, columns, time.place, decimal, file.source);
  if (found.values === undefined && found.long === undefined) {
    throw new ForeignFileError(
      `${file.path}: no column holds numbers: check its delimiter and its decimal sign, or name them in a mapping (--map).`,
    );
  }
  const said = time.hasZone ? {} : { zone: zone ?? 'UTC' };
  const stamp = { column: names[time.place] ?? '', as: time.as, ...said };
  return { mapping: { format: MAPPING_FORMAT, delimiter, decimal, header, time: stamp, ...found }, time, leftOut };
}
