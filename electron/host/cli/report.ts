import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { printable } from '../../../shared/model/problem.ts';
import { buildReview } from '../../report/buildReview.ts';
import { csvTimeline } from '../../report/csvTimeline.ts';
import { htmlReview } from '../../report/htmlReview.ts';
import { jsonReview } from '../../report/jsonReview.ts';
import { markdownReview } from '../../report/markdownReview.ts';
import type { ReviewData } from '../../report/reviewData.ts';
import { t0Of } from '../../report/reviewT0.ts';
import { createTimes, type ReviewTimes } from '../../report/reviewTimes.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { gatherReview } from './gatherReview.ts';
import { printPdf } from './printPdf.ts';
import { readCall } from './readCall.ts';

const formats = ['html', 'md', 'json', 'csv', 'pdf'] as const;
type Format = (typeof formats)[number];

/** Standard output, where a format may go without a file. */
const standardOutput = '-';

/**
 * `holdpoint report`: the review of a session in every form that is asked for. Exit codes: 0 written; 1 the session is not
 * whole or its plan cannot be read; 2 the call is wrong; 3 something could not be read, printed or written.
 */
export async function report(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(withTargets(argv), {
    options: { html: 'value', md: 'value', json: 'value', csv: 'value', pdf: 'value', tz: 'value', force: 'flag' },
    words: ['session'],
  });
  const [path = ''] = words;
  const asked = formats.flatMap((format): Target[] => {
    const file = options[format];
    if (file === undefined) return [];
    return [{ format, file: format === 'pdf' && file === standardOutput ? besides(path, 'pdf') : file }];
  });
  const targets: readonly Target[] = asked.length === 0 ? [{ format: 'md', file: standardOutput }] : asked;
  checkTargets(targets, options.force);
  const zone = options.tz ?? 'UTC';
  // A zone that is unknown is told before a long day is read.
  timesIn(0, zone);
  const gathered = await gatherReview(path, io);
  try {
    if (gathered.notice !== undefined) io.err(`${gathered.notice}\n`);
    const times = timesIn(t0Of(gathered.input), zone);
    const data = buildReview(gathered.input, times);
    for (const target of targets) await write(target, data, times, options.force, io);
    if (data.proof.isWhole !== false) return 0;
    io.err(`${path} is not whole, and the review says so: holdpoint verify ${path} names what is wrong.\n`);
    return 1;
  } finally {
    await gathered.close();
  }
}

interface Target {
  readonly format: Format;
  readonly file: string;
}

/** `--json` without a file goes to standard output: it is told apart from the session, which is no target. */
function withTargets(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, place) => {
    if (end >= 0 && place > end) return word;
    if (!formats.some((format) => word === `--${format}`)) return word;
    const next = argv[place + 1];
    const isAlone =
      next === undefined || (next.startsWith('-') && next !== standardOutput) || next.endsWith('.holdpoint');
    return isAlone ? `${word}=${standardOutput}` : word;
  });
}

function checkTargets(targets: readonly Target[], isForced: boolean): void {
  const files = targets.map(({ file }) => file);
  const twice = files.find((file, place) => files.indexOf(file) !== place);
  if (twice === standardOutput)
    throw new CallError('Only one form can go to standard output: name files for the others.');
  if (twice !== undefined)
    throw new CallError(`${printable(twice, 200)} is named for two forms: name a file for each.`);
  if (isForced) return;
  const there = files.find((file) => file !== standardOutput && existsSync(file));
  if (there !== undefined) {
    throw new Refusal(
      3,
      `${printable(there, 200)} is there already: name another file, or add --force to write over it.`,
    );
  }
}

function timesIn(t0At: number, zone: string): ReviewTimes {
  try {
    return createTimes(t0At, zone);
  } catch {
    throw new CallError(`There is no time zone '${printable(zone, 60)}': write one such as UTC or Europe/Berlin.`);
  }
}

async function write(
  { format, file }: Target,
  data: ReviewData,
  times: ReviewTimes,
  isForced: boolean,
  io: CommandIo,
): Promise<void> {
  if (format === 'pdf') {
    await printPdf(htmlReview(data, times), file, process.env, io.signal);
  } else {
    const text = { html: htmlReview, md: markdownReview, json: jsonReview, csv: csvTimeline }[format](data, times);
    if (file === standardOutput) {
      io.out(text);
      await io.drained();
      return;
    }
    writeFileSync(file, text, { flag: isForced ? 'w' : 'wx' });
  }
  io.err(`${printable(file, 200)}: the review of ${printable(data.launch.name, 200)}\n`);
}

/** `day.holdpoint` becomes `day.pdf`, where it is. */
function besides(path: string, ending: string): string {
  return join(dirname(path), `${basename(path).replace(/\.holdpoint$/, '')}.${ending}`);
}
