import { formatDuration } from '../../../shared/base/duration.ts';
import type { Io } from './io.ts';

/** How far a long piece of work is, on one line of standard error that is written over and over. */
export interface ProgressLine {
  /** `doneRatio` 0 to 1; `amount` of `unit` is done so far. */
  show(doneRatio: number, amount: number): void;
  /** Clears the line. */
  end(): void;
}

/** Work that takes less shows nothing. */
const quietMs = 1000;
const everyMs = 200;

/**
 * Opens a line of progress: nothing is written unless somebody watches and the work takes over a second. `steadyMs` is a
 * clock that never goes back.
 */
export function openProgressLine(io: Io, unit: string, steadyMs: () => number): ProgressLine {
  const startedMs = steadyMs();
  let shownMs = startedMs + quietMs - everyMs;
  let isShown = false;
  return {
    show(doneRatio, amount) {
      const nowMs = steadyMs();
      if (!io.isTerminal || nowMs - shownMs < everyMs) return;
      shownMs = nowMs;
      isShown = true;
      const takenMs = nowMs - startedMs;
      const perSecond = Math.round((amount * 1000) / takenMs);
      const leftS = doneRatio > 0 ? Math.ceil((takenMs * (1 - doneRatio)) / doneRatio / 1000) : undefined;
      const left = leftS === undefined ? '' : `, ${formatDuration(leftS * 1000)} left`;
      io.err(`\r\x1b[K${Math.floor(doneRatio * 100)} %, ${grouped(amount)} ${unit}, ${grouped(perSecond)}/s${left}`);
    },
    end() {
      if (isShown) io.err('\r\x1b[K');
      isShown = false;
    },
  };
}

function grouped(whole: number): string {
  return whole.toLocaleString('en-US');
}
