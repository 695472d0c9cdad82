import { formatDuration } from '../../../shared/base/duration.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { FileAccount, Reason } from '../../import/fileAccount.ts';
import type { Pauses } from '../../import/pauses.ts';
import type { ConvertedFiles } from './convertFiles.ts';
import { showCount, showUtc } from './showTimes.ts';

const mostPauses = 3;

/** What became of each file of other people, its clock included, before the summary of them all. */
export function* showConverted({ accounts, pauses }: ConvertedFiles): Generator<string> {
  for (const account of accounts) yield* showAccount(account);
  yield* showPauses(pauses);
}

function* showAccount(account: FileAccount): Generator<string> {
  const { path, says, told, samples, refused, firstMs, lastMs, offsetMs } = account;
  yield `${path}: ${says}, ${showCount(samples, 'sample')}, ${refused.toLocaleString('en-US')} refused\n`;
  for (const row of told) yield `  ${row}\n`;
  if (samples > 0) {
    const sign = offsetMs < 0 ? '-' : '+';
    const moved = offsetMs === 0 ? '' : `, after ${sign}${formatDuration(offsetMs)}`;
    yield `  clock    ${showUtc(firstMs)} to ${showUtc(lastMs)}${moved}\n`;
  }
  for (const reason of account.refusals()) yield `  refused  ${showReason(reason)}\n`;
  for (const reason of account.counted()) yield `  counted  ${showReason(reason)}\n`;
}

function showReason({ text, count, rows, excerpt }: Reason): string {
  const more = count > rows.length ? ', …' : '';
  const where = `${rows.length === 1 && count === 1 ? 'row' : 'rows'} ${rows.join(', ')}${more}`;
  const shown = excerpt === '' ? '' : ` [${printable(excerpt, 120)}]`;
  return `${count.toLocaleString('en-US')} x ${printable(text, 300)} (${where})${shown}`;
}

function* showPauses(pauses: Pauses): Generator<string> {
  const usualMs = pauses.usualMs();
  if (usualMs === undefined) return;
  const found = pauses.pauses();
  const longest = found
    .slice(0, mostPauses)
    .map(({ fromMs, toMs }) => `${formatDuration(toMs - fromMs)} from ${showUtc(fromMs)}`);
  const words =
    found.length === 0 ? 'never silent for long' : `silent ${showCount(found.length, 'time')}: ${longest.join(', ')}`;
  yield `every ${formatDuration(usualMs)}, ${words}${found.length > mostPauses ? ', …' : ''}\n`;
}
