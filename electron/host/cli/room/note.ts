import type { CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';
import { readInstant, readRow, requireReason } from './roomWords.ts';

/** `holdpoint note`: a sentence in the ledger, about now or about the instant of `--at`. */
export async function note(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, at: 'value', corrects: 'value' },
    short: actShort,
    words: ['note, in quotes'],
  });
  const toAboutAt = options.at === undefined ? undefined : readInstant('--at', options.at);
  const corrects = options.corrects === undefined ? undefined : readRow('the note that is corrected', options.corrects);
  const text = words[0] ?? '';
  return actInRoom(options, io, ({ plan }) => ({
    command: { kind: 'note.write', args: { text, aboutAt: toAboutAt?.(plan), corrects } },
    says: 'the note is in the ledger.',
  }));
}

/** `holdpoint cut`: nothing more comes over a link of a live session until it is joined. */
export async function cut(argv: string[], io: CommandIo): Promise<number> {
  const { link, reason, options } = readLink(argv);
  return actInRoom(options, io, () => ({
    command: { kind: 'link.cut', args: { link, reason } },
    question: `Take nothing more over ${link}?`,
    isGrave: true,
    says: `the link ${link} is cut.`,
  }));
}

/** `holdpoint join`: a link that was cut goes on from where it was read. */
export async function join(argv: string[], io: CommandIo): Promise<number> {
  const { link, reason, options } = readLink(argv);
  return actInRoom(options, io, () => ({
    command: { kind: 'link.join', args: { link, reason } },
    says: `the link ${link} is joined.`,
  }));
}

function readLink(argv: string[]) {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, reason: 'value' },
    short: actShort,
    words: ['link'],
  });
  return { options, link: words[0] ?? '', reason: requireReason(options.reason) };
}

/** `holdpoint retire`: a source that will not come back no longer makes values stale. */
export async function retire(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, reason: 'value' },
    short: actShort,
    words: ['source'],
  });
  const reason = requireReason(options.reason);
  const source = words[0] ?? '';
  return actInRoom(options, io, () => ({
    command: { kind: 'source.retire', args: { source, reason } },
    question: `Judge from here without the source ${source}?`,
    isGrave: true,
    says: `the source ${source} is retired.`,
  }));
}
