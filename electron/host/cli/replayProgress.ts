import type { Engine } from '../../engine/engineDoor.ts';
import type { LineBatch } from '../../engine/source/lineBatch.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { systemClock } from '../systemClock.ts';
import type { Io } from './io.ts';
import { openProgressLine, type ProgressLine } from './progressLine.ts';

const everyMs = 200;

/** How far a replay is: by the engine's lines within the piece of the recording that it is working on. */
export class ReplayProgress {
  /** To be read by the engine in the place of the recording. */
  readonly recording: Recording;
  private readonly line: ProgressLine;
  private readonly isWatched: boolean;
  private begun: { readonly line: number; readonly ratio: number } | undefined;
  private batch: LineBatch | undefined;
  private engine: Engine | undefined;
  private ratioBefore = 0;
  private shownMs = 0;

  constructor(recording: Recording, io: Io) {
    this.line = openProgressLine(io, 'lines', systemClock.steadyMs);
    this.isWatched = io.isTerminal;
    const note = (batch: LineBatch): void => this.note(batch);
    this.recording = {
      ...recording,
      async *batches(options) {
        for await (const batch of recording.batches(options)) {
          note(batch);
          yield batch;
        }
      },
    };
  }

  /** The engine whose lines are counted; it reads `recording`. */
  follow(engine: Engine): void {
    this.engine = engine;
  }

  /** To be called after every second that was judged. */
  show(): void {
    const { engine } = this;
    if (!this.isWatched || engine === undefined || this.begun === undefined || this.batch === undefined) return;
    const nowMs = systemClock.steadyMs();
    if (nowMs - this.shownMs < everyMs) return;
    this.shownMs = nowMs;
    const { begun, batch, ratioBefore } = this;
    const { lines } = engine.state().counters;
    const inBatch = (lines - batch.firstLine) / Math.max(1, batch.nextLine - batch.firstLine);
    const ratio = ratioBefore + (ratioOf(batch) - ratioBefore) * Math.min(1, Math.max(0, inBatch));
    const doneRatio = (ratio - begun.ratio) / Math.max(1e-9, 1 - begun.ratio);
    this.line.show(Math.min(1, Math.max(0, doneRatio)), Math.max(0, lines - begun.line));
  }

  end(): void {
    this.line.end();
  }

  private note(batch: LineBatch): void {
    // A replay that goes on is as far as where it begins to read.
    const ratioThere = batch.firstByte === 0 ? 0 : ratioOf(batch);
    this.ratioBefore = this.batch === undefined ? ratioThere : ratioOf(this.batch);
    this.begun ??= { line: batch.firstLine - 1, ratio: ratioThere };
    this.batch = batch;
  }
}

function ratioOf({ bytesRead, bytesTotal }: LineBatch): number {
  return bytesRead / Math.max(1, bytesTotal);
}
