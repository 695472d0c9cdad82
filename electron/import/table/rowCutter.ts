import { sampleLimits } from '../../../shared/model/sample.ts';

/** A row as it is written: its cells, and the line on which it began. */
export interface Row {
  readonly line: number;
  /** Undefined where the row is longer than a row may be, or has a quote that is never closed. */
  readonly cells: readonly string[] | undefined;
  readonly text: string;
}

const mostCells = 2000;

/**
 * Cuts text into rows and cells by RFC 4180: a cell in quotes may hold delimiters, line ends and quotes twice over. Holds
 * one unfinished row of 1 MiB; a longer one is passed over to the end of its line and comes without cells.
 */
export function createRowCutter(delimiter: string): { take(text: string): Iterable<Row>; end(): Iterable<Row> } {
  let rest = '';
  /** How far `rest` has been looked at, and whether that place is inside quotes. */
  let seen = 0;
  let isQuoted = false;
  let line = 1;
  let isLong = false;

  function toRow(text: string): Row {
    const row = { line, cells: isLong ? undefined : cutCells(text, delimiter), text };
    line += countLines(text) + 1;
    isLong = false;
    return row;
  }

  return {
    *take(text) {
      rest += text;
      let from = 0;
      while (seen < rest.length) {
        const code = rest.charCodeAt(seen);
        if (code === 34) isQuoted = !isQuoted;
        else if (code === 10 && !isQuoted) {
          const end = seen > from && rest.charCodeAt(seen - 1) === 13 ? seen - 1 : seen;
          yield toRow(rest.slice(from, end));
          from = seen + 1;
        }
        seen += 1;
      }
      rest = rest.slice(from);
      seen -= from;
      if (rest.length <= sampleLimits.lineBytes) return;
      // A quote that nobody closed would swallow the file: the row ends where its first line does.
      const feed = isLong ? -1 : rest.indexOf('\n');
      if (feed < 0) {
        isLong = true;
        isQuoted = false;
        rest = rest.slice(0, 1024);
        seen = rest.length;
        return;
      }
      isLong = true;
      const after = rest.slice(feed + 1);
      yield toRow(rest.slice(0, feed));
      rest = '';
      seen = 0;
      isQuoted = false;
      yield* this.take(after);
    },
    *end() {
      if (rest === '' && !isLong) return;
      isLong ||= isQuoted;
      yield toRow(rest.endsWith('\r') ? rest.slice(0, -1) : rest);
    },
  };
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function cutCells(text: string, delimiter: string): string[] | undefined {
  if (!text.includes('"')) {
    const cells = text.split(delimiter, mostCells + 1);
    return cells.length > mostCells ? undefined : cells;
  }
  const cells: string[] = [];
  for (let at = 0; at <= text.length && cells.length <= mostCells;) {
    if (text.charCodeAt(at) !== 34) {
      const next = text.indexOf(delimiter, at);
      const end = next < 0 ? text.length : next;
      cells.push(text.slice(at, end));
      at = end + 1;
      continue;
    }
    let close = text.indexOf('"', at + 1);
    while (close >= 0 && text.charCodeAt(close + 1) === 34) close = text.indexOf('"', close + 2);
    if (close < 0) return undefined;
    const next = text.indexOf(delimiter, close);
    const end = next < 0 ? text.length : next;
    cells.push(text.slice(at + 1, close).replaceAll('""', '"') + text.slice(close + 1, end));
    at = end + 1;
  }
  return cells.length > mostCells ? undefined : cells;
}
