import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { handOverFile } from '../../handOverFile.ts';
import { readOfferedPlan } from '../../offeredPlan.ts';
import { differenceWords } from '../../../../shared/model/comparePlans.ts';
import { type CommandIo, Refusal } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';
import { requireReason } from './roomWords.ts';

/** `holdpoint change-plan`: from the next second on the launch is judged by another plan. Seconds before stay as they were. */
export async function changePlan(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, reason: 'value' },
    short: actShort,
    words: ['plan'],
  });
  const [path = ''] = words;
  const reason = requireReason(options.reason);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Refusal(3, `${path} cannot be read (${codeOf(error)}): name a plan that is there.`);
  });
  return actInRoom(options, io, async ({ address, plan, mayCommand }) => {
    if (!mayCommand) throw new Refusal(1, 'That room is open for looking only: its plan stays as it is.');
    // Before a file travels for nothing; the room reads it for itself.
    const read = readOfferedPlan({ name: basename(path), bytes, reason }, plan);
    if (typeof read === 'string') throw new Refusal(1, read);
    const differs = differenceWords(read.args.differences);
    const trouble = await handOverFile(address, { name: basename(path), bytes }, io.signal);
    if (trouble !== undefined) throw new Refusal(3, trouble);
    const file = createHash('sha256').update(bytes).digest('hex');
    return {
      command: { kind: 'plan.change', args: { file, reason } },
      question: `Judge the launch by ${basename(path)} from now on? It differs in: ${differs || 'nothing'}.`,
      isGrave: true,
      says: `the launch is judged by ${basename(path)} from now on; it differs in ${differs}.`,
    };
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
