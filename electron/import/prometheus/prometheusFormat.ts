import type { ConversionOptions, Conversion, ForeignFile, ForeignFormat, ForeignReader } from '../foreignFormat.ts';
import { HistogramMemory } from './histogramMemory.ts';
import { CounterMemory } from '../counterMemory.ts';
import { readExposition, sampleLine } from './exposition.ts';
import { PointBook } from './pointBook.ts';
import { readAnswer } from './readAnswer.ts';

const rules =
  'counters (_total, _count, _sum, # TYPE counter) become what was added since, histograms of seconds latency in ms';

/** What Prometheus answers to a query (a matrix or a vector), and the text that it scrapes, classic or OpenMetrics. */
export const prometheusFormat: ForeignFormat = {
  name: 'prometheus',
  says: 'a Prometheus answer or exposition',
  looksLike: (head) => isAnswer(head) || isExposition(head),
  open,
};

function open(_options: ConversionOptions): Conversion {
  const memory = { counters: new CounterMemory(), histograms: new HistogramMemory() };
  return {
    begin(file) {
      const book = new PointBook(file.source, memory);
      if (/^\s*[{[]/.test(file.head) && !sampleLine.test(firstLine(file.head))) {
        return { told: [`an answer to a query; ${rules}`], reader: readAnswer(file, book) };
      }
      return { told: [`text exposition; ${rules}`, tellStamps(file)], reader: readText(file, book) };
    },
  };
}

function readText(file: ForeignFile, book: PointBook): ForeignReader {
  return readExposition(file.modifiedMs, book);
}

function tellStamps(file: ForeignFile): string {
  return `what has no stamp is stamped ${new Date(file.modifiedMs).toISOString()}, when the file was written`;
}

function isAnswer(head: string): boolean {
  return /^\s*\{\s*"(?:status|data|resultType|result)"\s*:/.test(head);
}

function isExposition(head: string): boolean {
  const lines = head.split('\n', 20).filter((line) => line.trim() !== '');
  if (lines.some((line) => /^# (?:TYPE|HELP|UNIT) [a-zA-Z_:"]/.test(line))) return true;
  return (
    lines.length > 0 &&
    lines
      .slice(0, -1)
      .concat(lines.slice(0, 1))
      .every((line) => line.startsWith('#') || sampleLine.test(line))
  );
}

function firstLine(head: string): string {
  return head.split('\n', 1)[0] ?? '';
}
