import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { showLedger } from '../showLedger.ts';
import { lookOptions } from './roomCall.ts';
import { lookAtRoom } from './roomLine.ts';
import { readRow } from './roomWords.ts';

const mostRows = 500;

/** `holdpoint ledger`: the last rows, or those from a row on. */
export async function ledger(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: { ...lookOptions, from: 'value', last: 'value' }, words: [] });
  const { from, last } = options;
  const limit = last === undefined ? (from === undefined ? 20 : mostRows) : Number(last);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostRows) {
    throw new CallError(`--last is how many rows, from 1 to ${mostRows}.`);
  }
  if (from !== undefined && last !== undefined) throw new CallError('Give --from or --last, not both.');
  const fromSeq = from === undefined ? undefined : readRow('where it begins', from);
  return lookAtRoom(options, io, async ({ client }) => {
    const page = await client.query('ledger.read', { fromSeq, limit });
    if (options.json) {
      io.out(`${JSON.stringify(page)}\n`);
      return 0;
    }
    for (const text of showLedger(page.rows, io.paint)) io.out(text);
    const end = page.rows.at(-1)?.seq ?? page.lastSeq;
    if (end < page.lastSeq) io.out(`It goes on to row ${page.lastSeq}: holdpoint ledger --from ${end + 1}\n`);
    return 0;
  });
}
