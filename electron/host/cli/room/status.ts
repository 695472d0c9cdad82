import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { lookOptions } from './roomCall.ts';
import { lookAtRoom, type RoomLine } from './roomLine.ts';
import { showStatus } from './showStatus.ts';

/** `holdpoint status`: the whole room on one page; with `--watch` again whenever it changes, until Ctrl-C. */
export async function status(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: { ...lookOptions, watch: 'flag' }, words: [] });
  if (options.watch && options.json) {
    throw new CallError('--json is one document and --watch never ends: leave one out.');
  }
  return lookAtRoom(options, io, async (line) => {
    if (options.json) {
      io.out(`${JSON.stringify(line.whole)}\n`);
      return 0;
    }
    if (options.watch) return watch(line, io);
    io.out([...showStatus(line, io.paint)].join(''));
    return 0;
  });
}

/** Each page takes the place of the last where somebody watches; elsewhere the pages follow each other. */
async function watch(line: RoomLine, io: CommandIo): Promise<number> {
  const { client, plan } = line;
  let shown = '';
  let isBusy = false;
  let isAsked = false;
  const show = async (): Promise<void> => {
    isAsked = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isAsked && !io.signal.aborted) {
        isAsked = false;
        const whole = await client.query('room.now', {});
        if (whole.room === null) continue;
        const page = [...showStatus({ ...line, plan, whole, room: whole.room }, io.paint)].join('');
        if (page === shown) continue;
        shown = page;
        io.out(io.isTerminal ? `\x1b[H\x1b[2J${page}` : `${page}\n`);
        await io.drained();
      }
    } finally {
      isBusy = false;
    }
  };
  let unwatch: (() => void) | undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    unwatch = client.watch(() => void show().catch(reject));
  });
  try {
    const why = await Promise.race([client.ended, failed]);
    if (io.signal.aborted) return 0;
    io.err(`${why}\n`);
    return 3;
  } catch (error) {
    if (io.signal.aborted) return 0;
    throw error;
  } finally {
    unwatch?.();
  }
}
