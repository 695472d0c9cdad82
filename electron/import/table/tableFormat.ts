import { excerptOf } from '../../../shared/model/excerpt.ts';
import {
  type BegunFile,
  type ConversionOptions,
  type ForeignFile,
  ForeignFileError,
  type ForeignFormat,
} from '../foreignFormat.ts';
import { CounterMemory } from '../counterMemory.ts';
import { notUtf8 } from '../lineByLine.ts';
import { detectTable, findDelimiter, firstRows, separatorLine, toColumnNames } from './detectTable.ts';
import { createRowCutter, type Row } from './rowCutter.ts';
import { RowConverter } from './rowConverter.ts';
import { tellTable } from './tellTable.ts';
import { openZone } from './zoneClock.ts';

/** CSV and TSV: what its columns are is found out, told, and remembered in a mapping. */
export const tableFormat: ForeignFormat = {
  name: 'csv',
  says: 'a table (CSV or TSV)',
  looksLike: (head) => !/^\s*[[{<#]/.test(head) && findDelimiter(head) !== undefined,
  open(options) {
    const counters = new CounterMemory();
    return { begin: (file) => beginTable(file, options, counters) };
  },
};

function beginTable(file: ForeignFile, options: ConversionOptions, counters: CounterMemory): BegunFile {
  const found = options.mapping === undefined ? detectTable(file, options.zone) : undefined;
  const mapping = options.mapping ?? found?.mapping;
  if (mapping === undefined) throw new ForeignFileError(`${file.path} could not be understood as a table.`);
  const [first = []] = firstRows(file.head, mapping.delimiter);
  if (file.head.split('\n', 1)[0]?.includes(notUtf8) === true) {
    throw new ForeignFileError(`${file.path}: its first row is not UTF-8: save the table as UTF-8.`);
  }
  const names = toColumnNames(first, mapping.header);
  const zone = openZone(mapping.time.zone ?? options.zone ?? 'UTC');
  const converter = new RowConverter(file.path, names, mapping, zone, counters);
  const cutter = createRowCutter(mapping.delimiter);
  let hasHeader = mapping.header;
  function* convert(rows: Iterable<Row>) {
    for (const row of rows) {
      const { line, cells, text } = row;
      if (text.trim() === '' || (line === 1 && separatorLine.test(text))) continue;
      if (cells === undefined) {
        const says = 'The row is over 1 MiB or 2000 cells, or a quote in it is never closed.';
        yield { kind: 'refused', row: line, text: says, excerpt: excerptOf(text, 80) } as const;
      } else if (text.includes(notUtf8)) {
        yield {
          kind: 'refused',
          row: line,
          text: 'The row is not UTF-8: save it as UTF-8.',
          excerpt: excerptOf(text),
        } as const;
      } else if (hasHeader) hasHeader = false;
      else yield* converter.convert(cells, line, text);
    }
  }
  return {
    told: tellTable(mapping, found, firstRows(file.head, mapping.delimiter).slice(mapping.header ? 1 : 0), names),
    mapping,
    reader: { take: (text: string) => convert(cutter.take(text)), end: () => convert(cutter.end()) },
  };
}
