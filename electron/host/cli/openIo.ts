import type { CommandIo } from './command.ts';
import { choosePaint } from './paint.ts';

/**
 * The process's own streams and its Ctrl-C. A reader that has had enough (`| head`) ends the process quietly; an output
 * that cannot be written ends it in words. The first Ctrl-C asks the command to stop, the second does not wait for it.
 */
export function openIo(): CommandIo {
  const { stdout, stderr } = process;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(3);
      stop.abort();
    });
  }
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    stderr.write(`Standard output could not be written (${error.code ?? error.message}): check where it goes.\n`);
    process.exit(3);
  });
  // Nobody can be told of it.
  stderr.on('error', () => undefined);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isTerminal: stderr.isTTY,
    drained: () =>
      stdout.writableNeedDrain ? new Promise((resolve) => stdout.once('drain', resolve)) : Promise.resolve(),
    paint: choosePaint(stdout.isTTY, process.env),
    signal: stop.signal,
  };
}
