import { excerptOf } from '../../shared/model/excerpt.ts';
import type { Conversion, Converted, ForeignFormat } from './foreignFormat.ts';
import { lineByLine } from './lineByLine.ts';
import { readTime } from './wire/cloudEvent.ts';
import { StatsdGatherer } from './wire/statsdGatherer.ts';

/** `1774879200.25 orders:1|c`: the stamp may be ms, seconds or an ISO instant, and may be absent. */
const stamped = /^(?:(\d{13}|\d{10}(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT\S{1,30})\s+)?(\S.*)$/;
const measured = /^(?:\S{1,40}\s+)?[^\s:|]{1,200}:[+-]?[\d.]{1,40}\|(?:c|ms|g|s|h|d)(?:$|[|\s])/;

/** What was captured of StatsD, a line each, with a stamp before it as `ts '%.s'` writes one, or without. */
export const statsdFormat: ForeignFormat = {
  name: 'statsd',
  says: 'a capture of StatsD',
  looksLike: (head) => measured.test(head.trimStart().split('\n', 1)[0] ?? ''),
  open,
};

function open(): Conversion {
  const gatherer = new StatsdGatherer();

  function* convert(line: string, row: number, modifiedMs: number): Generator<Converted> {
    const [, stamp, rest = ''] = stamped.exec(line.trim()) ?? [];
    const t = stamp === undefined ? modifiedMs : readStamp(stamp);
    if (t === undefined) {
      yield { kind: 'refused', row, text: 'The stamp of a line is no instant.', excerpt: excerptOf(line) };
      return;
    }
    gatherer.add(rest, t);
    const { samples, refused } = gatherer.take(t);
    for (const sample of samples) yield { kind: 'sample', row, sample };
    for (const [text] of refused.entries()) yield { kind: 'refused', row, text, excerpt: excerptOf(line) };
  }

  return {
    begin: ({ modifiedMs }) => ({
      told: [
        `StatsD; a line without a stamp before it is stamped ${new Date(modifiedMs).toISOString()}, when the file was written`,
      ],
      reader: lineByLine((line, row) => convert(line, row, modifiedMs)),
    }),
  };
}

/** Ms since 1970. */
function readStamp(stamp: string): number | undefined {
  if (stamp.includes('T')) return readTime(stamp);
  return Math.floor(stamp.length === 13 && !stamp.includes('.') ? Number(stamp) : Number(stamp) * 1000);
}
