import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ForeignFileError } from './foreignFormat.ts';

const runChars = 16 * 1024 * 1024;
const mostRuns = 500;

interface Kept {
  readonly atMs: number;
  readonly line: string;
}

/**
 * Lines in any order, written to a file in the order of time; lines of one instant stay in the order in which they came.
 * So much of them as fits a run is sorted in memory, the runs are merged from the disk: memory does not grow with the data.
 */
export class SortedSpool {
  private readonly folder: string;
  private readonly runLimit: number;
  private readonly runs: string[] = [];
  private kept: Kept[] = [];
  private chars = 0;

  /** `folder` is there, and whoever made it takes it away with what is in it. */
  constructor(folder: string, runLimit = runChars) {
    this.folder = folder;
    this.runLimit = runLimit;
  }

  add(atMs: number, line: string): void {
    this.kept.push({ atMs, line });
    this.chars += line.length + 64;
  }

  /** To be awaited when `add` has made it true; until then more may be added. */
  get isFull(): boolean {
    return this.chars >= this.runLimit;
  }

  async flush(): Promise<void> {
    if (this.kept.length === 0) return;
    if (this.runs.length >= mostRuns) {
      throw new ForeignFileError('This is too much to sort by time at once: import it in several parts.');
    }
    const path = join(this.folder, `run-${this.runs.length}`);
    const sorted = this.kept.sort((one, other) => one.atMs - other.atMs);
    this.runs.push(path);
    this.kept = [];
    this.chars = 0;
    await writeAll(
      path,
      sorted.map(({ atMs, line }) => `${atMs}\t${line}\n`),
    );
  }

  /** Writes everything to `path`, one line each, as `finish` passes it on. */
  async writeTo(path: string, finish: (atMs: number, line: string) => string, signal: AbortSignal): Promise<void> {
    await this.flush();
    const runs = this.runs.map((run) => new Run(run));
    try {
      for (const run of runs) await run.read();
      await writeAll(path, merge(runs, finish), signal);
    } finally {
      for (const run of runs) await run.close();
    }
  }
}

/** A sorted part of it all, read as it is asked for. */
class Run {
  private lines: string[] = [];
  private at = 0;
  private rest = '';
  private readonly pieces: AsyncIterator<string>;

  constructor(path: string) {
    const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: 64 * 1024 });
    this.pieces = stream[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  /** The next line, left where it is; undefined at the end. */
  head: Kept | undefined;

  /** Goes on to the next line. False when more must be read for it first. */
  step(): boolean {
    const line = this.lines[this.at];
    this.at += 1;
    const tab = line === undefined ? -1 : line.indexOf('\t');
    this.head = line === undefined ? undefined : { atMs: Number(line.slice(0, tab)), line: line.slice(tab + 1) };
    return line !== undefined;
  }

  async read(): Promise<void> {
    while (!this.step()) {
      const piece = await this.pieces.next();
      if (piece.done === true) return;
      this.lines = (this.rest + piece.value).split('\n');
      this.rest = this.lines.pop() ?? '';
      this.at = 0;
    }
  }

  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}

/** Runs are in the order in which their lines came, so of equal heads the first is taken. */
async function* merge(runs: Run[], finish: (atMs: number, line: string) => string): AsyncGenerator<string> {
  const open = runs.filter(({ head }) => head !== undefined);
  let block = '';
  while (open.length > 0) {
    let first = open[0];
    for (const run of open) if (first === undefined || (run.head?.atMs ?? 0) < (first.head?.atMs ?? 0)) first = run;
    if (first?.head === undefined) break;
    block += finish(first.head.atMs, first.head.line);
    if (block.length > 256 * 1024) {
      yield block;
      block = '';
    }
    if (!first.step()) await first.read();
    if (first.head === undefined) open.splice(open.indexOf(first), 1);
  }
  yield block;
}

async function writeAll(
  path: string,
  texts: Iterable<string> | AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  await pipeline(Readable.from(texts), createWriteStream(path), signal === undefined ? {} : { signal });
}
