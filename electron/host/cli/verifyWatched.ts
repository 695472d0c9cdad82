import { type VerifyOptions, verifyInSteps } from '../../engine/store/verify.ts';
import type { SessionPart, VerifyReport } from '../../engine/store/verifyReport.ts';
import { systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';

/** Work that takes less shows nothing. */
const quietMs = 1000;
const everyMs = 100;

const partNames: Partial<Record<SessionPart, string>> = {
  ledger: 'ledger row',
  checkpoint: 'signature of ledger row',
};

/** Verifies a session, tells a terminal where it is, and stops at Ctrl-C. Nothing is written to the session either way. */
export async function verifyWatched(path: string, options: VerifyOptions, io: CommandIo): Promise<VerifyReport> {
  const startedMs = systemClock.steadyMs();
  let pausedMs = startedMs;
  let isShown = false;
  const work = verifyInSteps(path, options);
  try {
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) return step.value;
      if (io.signal.aborted) throw new Refusal(3, `Interrupted: whether ${path} is whole was not found out.`);
      const nowMs = systemClock.steadyMs();
      if (nowMs - pausedMs < everyMs) continue;
      if (io.isTerminal && nowMs - startedMs > quietMs) {
        const { part, seq } = step.value;
        io.err(`\r\x1b[K${partNames[part] ?? part} ${seq.toLocaleString('en-US')}`);
        isShown = true;
      }
      await systemClock.sleep(0, io.signal);
      pausedMs = systemClock.steadyMs();
    }
  } finally {
    // Lets go of the file, wherever the work was left; a generator takes a result for that, which nobody reads.
    work.return(undefined as never);
    if (isShown) io.err('\r\x1b[K');
  }
}
