import { excerptOf, excerptReach } from '../../shared/model/excerpt.ts';
import { sampleLimits } from '../../shared/model/sample.ts';
import type { Converted, ForeignReader } from './foreignFormat.ts';

/** What stands for bytes that are no text, once they were read as text. */
export const notUtf8 = '\ufffd';

/** Reads a file whose lines each stand for themselves. Empty lines count as rows and say nothing; one over 1 MiB is refused. */
export function lineByLine(convert: (line: string, row: number) => Iterable<Converted>): ForeignReader {
  let rest = '';
  let row = 0;
  let isTooLong = false;

  function* give(line: string): Generator<Converted> {
    row += 1;
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (isTooLong || text.length > sampleLimits.lineBytes) {
      yield { kind: 'refused', row, text: 'The line is over 1 MiB.', excerpt: excerptOf(text, 80) };
    } else if (text.includes(notUtf8)) {
      yield { kind: 'refused', row, text: 'The line is not UTF-8: write it as UTF-8.', excerpt: excerptOf(text) };
    } else if (text.trim() !== '') yield* convert(text, row);
    isTooLong = false;
  }

  return {
    *take(text) {
      let from = 0;
      for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', from)) {
        yield* give(rest + text.slice(from, feed));
        rest = '';
        from = feed + 1;
      }
      rest += text.slice(from);
      if (rest.length <= sampleLimits.lineBytes) return;
      isTooLong = true;
      rest = rest.slice(0, excerptReach);
    },
    *end() {
      if (rest !== '' || isTooLong) yield* give(rest);
    },
  };
}
