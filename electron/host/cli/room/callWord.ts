import { printable } from '../../../../shared/model/problem.ts';
import type { CommandIo } from '../command.ts';
import { styleOf } from '../paint.ts';
import { readCall } from '../readCall.ts';
import { showTClock } from '../showTimes.ts';
import { lookOptions } from './roomCall.ts';
import { lookAtRoom } from './roomLine.ts';
import { wrap } from './wrap.ts';

/** `holdpoint call`: the one word, what it speaks of, and why. */
export async function callWord(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: lookOptions, words: [] });
  return lookAtRoom(options, io, async ({ whole: { judged }, room }) => {
    if (options.json) {
      const { call = null, scopes = [], reasons = [], at = null } = judged ?? {};
      io.out(`${JSON.stringify({ at, tMs: room.clock.tMs, call, scopes, reasons })}\n`);
      return 0;
    }
    if (judged === null) {
      io.out('Nothing has been judged yet.\n');
      return 0;
    }
    const { call, scopes, reasons } = judged;
    io.out(
      `${io.paint(styleOf(call), call)}  ${showTClock(room.clock.tMs, 0)}  ${printable(scopes.join(', '), 200)}\n`,
    );
    for (const reason of reasons) for (const text of wrap(reason, 2)) io.out(text);
    return 0;
  });
}
