import type { LedgerCheckpoint } from '../../../shared/model/ledgerRow.ts';
import { damageAdvice } from '../../engine/store/damageAdvice.ts';
import type { SessionCounts, VerifyReport } from '../../engine/store/verifyReport.ts';
import { type CommandIo, Refusal } from './command.ts';
import { readCall } from './readCall.ts';
import { readTextFile } from './readTextFile.ts';
import { refuseTaken, salvage, type Salvage, showSalvage } from './salvage.ts';
import { showCount } from './showTimes.ts';
import { verifyWatched } from './verifyWatched.ts';

const mostBytes = 1_048_576;

/**
 * `holdpoint verify`: proves a session whole, or names the first bad row of each part and what there is to go on with.
 * With `--salvage`, what people decided is saved from it as far as it is whole.
 */
export async function verify(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { checkpoint: 'value', salvage: 'value', json: 'flag' },
    words: ['session'],
  });
  const path = words[0] ?? '';
  const checkpoint = options.checkpoint === undefined ? undefined : await readCheckpoint(options.checkpoint);
  if (options.salvage !== undefined) await refuseTaken(options.salvage);
  const report = await verifyWatched(path, checkpoint === undefined ? {} : { checkpoint }, io);
  const [first] = report.faults;
  if (!options.json) io.out([...showReport(path, report, checkpoint === undefined)].join(''));
  if (first !== undefined) io.err(`${path} is not whole: ${first.text} Keep the file; ${damageAdvice(path)}.\n`);
  let salvaged: Salvage | undefined;
  try {
    if (options.salvage !== undefined) salvaged = await salvage(path, options.salvage);
  } finally {
    // What was found is told even where nothing can be saved.
    if (options.json) io.out(`${JSON.stringify(salvaged === undefined ? report : { ...report, salvaged })}\n`);
  }
  if (salvaged !== undefined && !options.json) io.out(showSalvage(salvaged));
  return report.ok ? 0 : 1;
}

function* showReport(
  path: string,
  { ok, faults, counts, proven, unproven }: VerifyReport,
  isByItself: boolean,
): Generator<string> {
  yield `${path}: ${ok ? 'whole' : 'NOT WHOLE'}\n`;
  yield counts === undefined ? '  too damaged to count what is in it\n' : showCounts(counts);
  for (const { part, text } of faults) yield `  ${part}: ${text}\n`;
  if (proven !== undefined) yield `  proven: ${proven}\n`;
  for (const sentence of unproven) yield `  not proven: ${sentence}\n`;
  if (proven === undefined || !isByItself) return;
  yield `  holdpoint verify ${path} --json > kept.json keeps that checkpoint; --checkpoint kept.json holds the session against it.\n`;
}

function showCounts({ chunks, lines, tailLines, transitions, ledgerRows }: SessionCounts): string {
  return (
    `  ${showCount(chunks, 'chunk')} of ${showCount(lines, 'line')}, ${showCount(tailLines, 'line')} not in a chunk yet, ` +
    `${showCount(transitions, 'transition')}, ${showCount(ledgerRows, 'ledger row')}\n`
  );
}

/** A checkpoint that somebody kept elsewhere: by itself, or in the document of the command that printed it. */
async function readCheckpoint(path: string): Promise<LedgerCheckpoint> {
  const file = await readTextFile(path, mostBytes);
  if (file.kind === 'unreadable') throw new Refusal(3, file.text);
  const found = file.kind === 'text' ? decodeCheckpoint(file.text) : undefined;
  if (found !== undefined) return found;
  throw new Refusal(
    1,
    `${path} is no checkpoint: give what holdpoint verify --json or holdpoint replay --json printed then, or the { seq, hash, publicKey, signature } in it.`,
  );
}

function decodeCheckpoint(text: string): LedgerCheckpoint | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { checkpoint = value } = value as { readonly checkpoint?: unknown };
  if (typeof checkpoint !== 'object' || checkpoint === null) return undefined;
  const { seq, hash, publicKey, signature } = checkpoint as Readonly<Record<string, unknown>>;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) return undefined;
  if (typeof hash !== 'string' || typeof publicKey !== 'string' || typeof signature !== 'string') return undefined;
  return { seq, hash, publicKey, signature };
}
