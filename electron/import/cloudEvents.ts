import { excerptOf } from '../../shared/model/excerpt.ts';
import {
  type Conversion,
  type Converted,
  type ForeignFile,
  ForeignFileError,
  type ForeignFormat,
  type ForeignReader,
} from './foreignFormat.ts';
import { lineByLine } from './lineByLine.ts';
import { JsonError, parseBounded } from './wire/boundedJson.ts';
import { readCloudEvent } from './wire/cloudEvent.ts';
import { RecentKeys } from './wire/recentKeys.ts';

/** A list is read as a whole. */
const longestList = 32 * 2 ** 20;
const mostRemembered = 100_000;

/** CloudEvents in JSON: one a line, a list of them, or a single one. */
export const cloudEventsFormat: ForeignFormat = {
  name: 'cloudevents',
  says: 'CloudEvents',
  looksLike: (head) => /^[\s[]*\{[^{}]{0,4000}"specversion"\s*:/.test(head),
  open,
};

function open(): Conversion {
  const recent = new RecentKeys(mostRemembered);

  function* convert(text: string, row: number, modifiedMs: number): Generator<Converted> {
    const excerpt = excerptOf(text.slice(0, 1000));
    const value = parse(text);
    if (value instanceof JsonError) {
      yield { kind: 'refused', row, text: value.message, excerpt };
      return;
    }
    for (const [place, one] of (Array.isArray(value) ? (value as unknown[]) : [value]).entries()) {
      const told = readCloudEvent(one, modifiedMs);
      if (typeof told === 'string') yield { kind: 'refused', row: row + place, text: told, excerpt };
      else if (recent.add(told.key)) yield { kind: 'sample', row: row + place, sample: told.sample };
      else yield { kind: 'counted', row: row + place, text: 'The event came before.' };
    }
  }

  return {
    begin: (file) => {
      const read = (text: string, row: number): Iterable<Converted> => convert(text, row, file.modifiedMs);
      const isWhole = /^\s*(?:\[|\{\s*\n)/.test(file.head);
      const stamp = new Date(file.modifiedMs).toISOString();
      return {
        told: [`CloudEvents become events; one without a time is stamped ${stamp}, when the file was written`],
        reader: isWhole ? asWhole(file, (text) => read(text, 1)) : lineByLine(read),
      };
    },
  };
}

/** The events of a list are counted as rows. */
function asWhole({ path }: ForeignFile, convert: (text: string) => Iterable<Converted>): ForeignReader {
  const pieces: string[] = [];
  let length = 0;
  return {
    take(text) {
      length += text.length;
      if (length > longestList) throw new ForeignFileError(`${path} is a list of over 32 MiB: write one event a line.`);
      pieces.push(text);
      return [];
    },
    end: () => convert(pieces.join('')),
  };
}

function parse(text: string): unknown {
  try {
    return parseBounded(Buffer.from(text));
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
}
