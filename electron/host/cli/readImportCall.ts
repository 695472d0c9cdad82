import { nearestWord } from '../../../shared/base/nearestWord.ts';
import { parseDurationMs } from '../../../shared/base/duration.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { ForeignFormat } from '../../import/foreignFormat.ts';
import { foreignFormats } from '../../import/foreignFormats.ts';
import { CallError } from './command.ts';
import type { GivenFile } from './convertFiles.ts';
import { readCall } from './readCall.ts';

/** What `holdpoint import` was called with. */
export interface ImportCall {
  readonly files: readonly GivenFile[];
  /** Undefined to find it out. */
  readonly format: ForeignFormat | undefined;
  readonly mapPath: string | undefined;
  readonly zone: string | undefined;
  /** Undefined for a summary alone. */
  readonly output: string | undefined;
  readonly yes: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

export function readImportCall(argv: string[]): ImportCall {
  const { options, words } = readCall(argv, {
    options: {
      as: 'value',
      map: 'value',
      zone: 'value',
      offset: 'values',
      output: 'value',
      'dry-run': 'flag',
      yes: 'flag',
      force: 'flag',
      json: 'flag',
    },
    short: { o: 'output', y: 'yes', f: 'force' },
    words: ['file to import', 'other files...'],
  });
  const format = options.as === undefined ? undefined : findFormat(options.as);
  if (options.map !== undefined && format !== undefined && format.name !== 'csv') {
    throw new CallError('--map is for tables (csv): leave it out.');
  }
  if (options.output === undefined && !options['dry-run']) {
    throw new CallError('Say with -o where the recording goes, or ask with --dry-run for the summary alone.');
  }
  const { yes, force, json, zone } = options;
  const offsets = readOffsets(options.offset, words);
  const files = words.map((path) => ({ path, offsetMs: offsets.get(path) ?? 0 }));
  const output = options['dry-run'] ? undefined : options.output;
  return { files, format, mapPath: options.map, zone, output, yes, force, json };
}

function findFormat(name: string): ForeignFormat {
  const found = foreignFormats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const names = foreignFormats.map((format) => format.name);
  const nearest = nearestWord(name, names);
  const advice = nearest === undefined ? `the formats are ${names.join(', ')}.` : `did you mean ${nearest}?`;
  throw new CallError(`There is no format '${printable(name, 60)}': ${advice}`);
}

/** `gw.csv=+1h`: what is added to every time in a file, whose clock is behind by so much. */
function readOffsets(given: readonly string[], paths: readonly string[]): Map<string, number> {
  const offsets = new Map<string, number>();
  for (const text of given) {
    const sign = text.lastIndexOf('=');
    const path = text.slice(0, Math.max(0, sign));
    const match = /^([+-])(.+)$/.exec(text.slice(sign + 1));
    const ms = parseDurationMs(match?.[2] ?? '');
    if (sign < 1 || match === null || ms === undefined) {
      throw new CallError(
        `--offset ${printable(text, 60)} cannot be read: write a file and what to add, such as gw.csv=+1h.`,
      );
    }
    if (!paths.includes(path)) {
      throw new CallError(
        `--offset speaks of ${printable(path, 60)}, which is not imported: write the file as it stands in the call.`,
      );
    }
    if (offsets.has(path)) throw new CallError(`--offset is given twice for ${printable(path, 60)}: give it once.`);
    offsets.set(path, match[1] === '-' ? -ms : ms);
  }
  return offsets;
}
