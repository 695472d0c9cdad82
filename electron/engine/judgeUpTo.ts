import type { SavedJudge } from '../../shared/judge/checkpoint.ts';
import type { RowHistory } from '../../shared/judge/hydration.ts';
import type { Judge } from '../../shared/judge/judge.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { UntoldRows } from './roomLedger.ts';
import type { Session } from './store/session.ts';

/**
 * Brings a fresh judge to `tick`: the newest checkpoint before it, the seconds since, and what people did in them. The
 * last second is always judged and not just remembered, so that whatever is asked about it has its answer. `unsealed`
 * ticks are those that the session does not hold yet; rows of the ledger after `toSeq` are left out.
 */
export function judgeUpTo(
  judge: Judge,
  session: Session,
  tick: number,
  unsealed: readonly TickInput[] = [],
  toSeq = Infinity,
): void {
  const restoredTick = restore(judge, session, tick - 1);
  const rows = new UntoldRows(session, { fromSeq: (judge.room?.seq ?? 0) + 1, toSeq, toAt: tick * 1000 });
  if (restoredTick !== undefined) rows.tell(judge, restoredTick);
  for (const input of readInputs(session, unsealed, restoredTick === undefined ? -Infinity : restoredTick + 1, tick)) {
    judge.judge(input);
    rows.tell(judge, input.tick);
  }
}

/** The ticks `fromTick .. toTick`, both included, sealed or not. */
export function* readInputs(
  session: Session,
  unsealed: readonly TickInput[],
  fromTick: number,
  toTick: number,
): Generator<TickInput> {
  if (fromTick > toTick) return;
  let done = fromTick - 1;
  for (const input of session.readTicks({ fromTick, toTick })) {
    done = input.tick;
    yield input;
  }
  for (const input of unsealed) if (input.tick > done && input.tick <= toTick) yield input;
}

function restore(judge: Judge, session: Session, tick: number): number | undefined {
  const checkpoint = session.readCheckpointAtOrBefore(tick);
  if (checkpoint === undefined) return undefined;
  const saved = JSON.parse(checkpoint.body) as SavedJudge;
  const history: RowHistory = (spans, visit) => session.scanRowsForBuckets({ spans, upToTick: saved.tick }, visit);
  judge.restore(saved, session.readSeries(), history, tick + 1);
  return saved.tick;
}
