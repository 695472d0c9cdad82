import { excerptOf } from '../../../shared/model/excerpt.ts';
import { printable } from '../../../shared/model/problem.ts';
import { type Converted, type ForeignFile, ForeignFileError, type ForeignReader } from '../foreignFormat.ts';
import { notUtf8 } from '../lineByLine.ts';
import { listAt, member, textAt, toTree, type Tree } from '../wire/jsonTree.ts';
import { readValue } from './exposition.ts';
import type { PointBook } from './pointBook.ts';

/** JSON is read whole, so it may not be large. */
const mostChars = 64 * 1024 * 1024;

/** What Prometheus answers to `query` and `query_range`; several answers may stand in one file, one a line. */
export function readAnswer(file: ForeignFile, book: PointBook): ForeignReader {
  const parts: string[] = [];
  let chars = 0;
  return {
    take(text) {
      chars += text.length;
      if (chars > mostChars) {
        throw new ForeignFileError(
          `${file.path} is over 64 MiB of JSON: ask for less time at once, and import the answers together.`,
        );
      }
      parts.push(text);
      return [];
    },
    *end() {
      const text = parts.join('');
      parts.length = 0;
      if (text.includes(notUtf8)) throw new ForeignFileError(`${file.path} is not UTF-8: save it as UTF-8.`);
      let row = 0;
      for (const answer of parseAnswers(text, file.path)) {
        for (const series of resultOf(answer, file.path)) {
          row += 1;
          yield* addSeries(toTree(series), row, book);
        }
      }
      yield* book.samples();
    },
  };
}

function parseAnswers(text: string, path: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line, place) => parseLine(line, path, place + 1));
  }
}

function parseLine(line: string, path: string, row: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new ForeignFileError(
      `${path}: line ${row} is not JSON to its end (${excerptOf(line, 60)}): save the answer again.`,
    );
  }
}

function resultOf(answer: unknown, path: string): readonly unknown[] {
  const tree = toTree(answer);
  if (textAt(tree, 'status') === 'error') {
    throw new ForeignFileError(`${path} is an error of Prometheus: ${printable(textAt(tree, 'error'), 200)}`);
  }
  const data = Object.hasOwn(tree, 'data') ? toTree(member(tree, 'data')) : tree;
  const type = textAt(data, 'resultType');
  if (type !== 'matrix' && type !== 'vector') {
    const found = type === '' ? 'says no resultType' : `is a ${printable(type, 20)}`;
    throw new ForeignFileError(`${path} ${found}: save what query_range (a matrix) or query (a vector) answers.`);
  }
  return listAt(data, 'result');
}

function* addSeries(series: Tree, row: number, book: PointBook): Generator<Converted> {
  const labels = new Map<string, string>();
  for (const [name, value] of Object.entries(toTree(member(series, 'metric')))) {
    if (typeof value === 'string') labels.set(name, value);
  }
  const name = labels.get('__name__') ?? 'value';
  labels.delete('__name__');
  const refuse = (text: string): Converted => ({ kind: 'refused', row, text, excerpt: excerptOf(name) });
  const natives = [...listAt(series, 'histograms'), ...(Object.hasOwn(series, 'histogram') ? [0] : [])];
  for (const _ of natives) yield refuse('A native histogram is not read: ask for its quantiles (histogram_quantile).');
  const values = Object.hasOwn(series, 'value') ? [member(series, 'value')] : listAt(series, 'values');
  for (const pair of values) {
    const [stamp, text] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    const value = typeof text === 'string' ? readValue(text) : undefined;
    if (typeof stamp !== 'number' || value === undefined)
      yield refuse('A value is not written as [seconds, "number"].');
    else {
      const trouble = book.add(name, labels, Math.round(stamp * 1000), value, row);
      if (trouble !== undefined) yield trouble;
    }
  }
}
