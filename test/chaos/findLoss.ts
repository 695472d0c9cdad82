import { openSession } from '../../electron/engine/store/openSession.ts';
import { SessionError } from '../../electron/engine/store/sessionError.ts';
import { openSigningKey } from '../../electron/engine/store/signingKey.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { type Acknowledged, decidedEveryTicks, readDecidedTicks } from './replaySession.ts';
import { countSame } from './storedLines.ts';

/** What is wrong with a session after an accident: it is no whole session any more, or lacks what was acknowledged. */
export interface Loss {
  readonly kind: 'corrupt' | 'lost';
  readonly text: string;
}

/**
 * Opens what an accident has left as the product does, and looks whether all that was acknowledged is there, nothing lies
 * between, and every chain holds. `acknowledged` is undefined while not even the session itself was promised.
 */
export function findLoss(
  { session: path, key }: { readonly session: string; readonly key: string },
  lines: readonly Buffer[],
  acknowledged: Acknowledged | undefined,
): Loss | undefined {
  const corrupt = (text: string): Loss => ({ kind: 'corrupt', text });
  try {
    const session = openSession(path, { mode: 'resume', now: () => 0, signingKey: openSigningKey(key) });
    try {
      const { sealedLine, tailLine, ledgerSeq } = session.readDurable();
      const { sealedLine: sealed, tailLine: tail, ledgerSeq: ledger } = acknowledged ?? nothing;
      if (sealedLine < sealed || tailLine < tail || ledgerSeq < ledger) {
        const text = `lines ${sealedLine}/${tailLine} and ledger ${ledgerSeq} are there, ${sealed}/${tail} and ${ledger} were acknowledged`;
        return { kind: 'lost', text };
      }
      const same = countSame(session, lines);
      if (same !== tailLine) return corrupt(`${same} of its ${tailLine} lines are the recording's`);
      const decided = readDecidedTicks(session);
      const first = decided[0] ?? 0;
      const isInOrder = decided.every((tick, place) => tick === first + place * decidedEveryTicks);
      if (!isInOrder) return corrupt(`decisions are missing or doubled: ${decided.join(' ')}`);
    } finally {
      session.close();
    }
    const [fault] = verifySession(path).faults;
    return fault && corrupt(`${fault.part}: ${fault.text}`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isMissing = error instanceof SessionError && error.code === 'missing';
    if (isMissing && acknowledged === undefined) return undefined;
    return { kind: isMissing ? 'lost' : 'corrupt', text: error.message };
  }
}

const nothing: Acknowledged = { sealedLine: 0, tailLine: 0, ledgerSeq: 0 };
