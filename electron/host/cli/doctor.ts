import type { CommandIo } from './command.ts';
import { checkAll, type Check } from './doctorChecks.ts';
import { checkSources } from './doctorSources.ts';
import type { Style } from './paint.ts';
import { readCall } from './readCall.ts';
import { type Cell, showTable } from './showTable.ts';

const styles: Readonly<Record<Check['level'], Style>> = { ok: 'green', warn: 'yellow', fail: 'red' };

/** `holdpoint doctor`: what works on this machine, and what to do about what does not. */
export async function doctor(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: { json: 'flag', from: 'values' }, words: [] });
  const checks = await checkAll(process.cwd(), await checkSources(options.from, io.signal));
  const failed = checks.filter((check) => check.level === 'fail');
  if (options.json) io.out(`${JSON.stringify({ ok: failed.length === 0, checks })}\n`);
  else {
    const rows = checks.map(({ level, name, text }): Cell[] => [{ text: level, style: styles[level] }, name, text]);
    for (const line of showTable(rows, ['left', 'left', 'free'], io.paint)) io.out(line);
  }
  if (failed.length === 0) return 0;
  io.err(`Holdpoint cannot work here yet: mend ${failed.map((check) => check.name).join(', ')}.\n`);
  return 1;
}
