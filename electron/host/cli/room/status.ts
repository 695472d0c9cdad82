import { CallError, type CommandIo, Refusal } from '../command.ts';
import { readCall } from '../readCall.ts';
import { lookOptions } from './roomCall.ts';
import { lookAtRoom, type RoomLine } from './roomLine.ts';
import { readInstant } from './roomWords.ts';
import { showStatus } from './showStatus.ts';

/**
 * `holdpoint status`: the whole room on one page; with `--watch` again whenever it changes, until Ctrl-C; with `--at` as it
 * was then, with what people had done by then. What is shown to others does not move.
 */
export async function status(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: { ...lookOptions, watch: 'flag', at: 'value' }, words: [] });
  const instant = options.at === undefined ? undefined : readInstant('--at', options.at);
  if (options.watch && options.json) {
    throw new CallError('--json is one document and --watch never ends: leave one out.');
  }
  if (options.watch && instant !== undefined)
    throw new CallError('--at is past and does not change: leave --watch out.');
  return lookAtRoom(options, io, async (now) => {
    const line = instant === undefined ? now : await reopen(now, instant(now.plan));
    if (options.json) {
      io.out(`${JSON.stringify(line.whole)}\n`);
      return 0;
    }
    if (options.watch) return watch(line, io);
    io.out([...showStatus(line, io.paint)].join(''));
    return 0;
  });
}

async function reopen(line: RoomLine, atMs: number): Promise<RoomLine> {
  const whole = await line.client.query('room.at', { tick: Math.floor(atMs / 1000) });
  if (whole.room === null) throw new Refusal(1, 'Nobody could act in that session, so there is no room to show.');
  return { ...line, whole, room: whole.room };
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
