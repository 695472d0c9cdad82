import type { SavedJudge } from '../../shared/judge/checkpoint.ts';
import type { RowHistory } from '../../shared/judge/hydration.ts';
import type { Judge } from '../../shared/judge/judge.ts';
import type { JudgeCheckpoint } from '../../shared/model/session.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import type { PlanHistory, PlanVersion } from './planHistory.ts';
import { UntoldRows } from './roomLedger.ts';
import type { Session } from './store/session.ts';

/** What a session stores of its judge: and by which plan it judged, where that is not the one that it began with. */
export type StoredJudge = SavedJudge & { readonly planRow?: number };

/** A second of a session, and what is known there. */
export interface Standpoint {
  readonly tick: number;
  /** Ticks that the session does not hold yet. */
  readonly unsealed?: readonly TickInput[];
  /** Rows of the ledger after this one are left out. */
  readonly toSeq?: number;
}

/**
 * A judge of that plan at `tick`: the newest checkpoint before it, the seconds since, and what people did in them. The
 * last second is always judged and not just remembered, so that whatever is asked about it has its answer.
 */
export function judgeUpTo(
  plans: PlanHistory,
  version: PlanVersion,
  session: Session,
  { tick, unsealed = [], toSeq = Infinity }: Standpoint,
): Judge {
  const judge = plans.createJudge(version);
  const restoredTick = restore(judge, version, session, tick - 1);
  const rows = new UntoldRows(session, { fromSeq: (judge.room?.seq ?? 0) + 1, toSeq, toAt: tick * 1000 });
  if (restoredTick !== undefined) rows.tell(judge, restoredTick);
  for (const input of readInputs(session, unsealed, restoredTick === undefined ? -Infinity : restoredTick + 1, tick)) {
    judge.judge(input);
    rows.tell(judge, input.tick);
  }
  return judge;
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

export function storedJudge({ body }: JudgeCheckpoint): StoredJudge {
  return JSON.parse(body) as StoredJudge;
}

/** By another plan's judge nothing can be taken up: a plan that was changed is told everything once, until the next seal. */
function restore(judge: Judge, version: PlanVersion, session: Session, tick: number): number | undefined {
  const checkpoint = session.readCheckpointAtOrBefore(tick);
  if (checkpoint === undefined) return undefined;
  const saved = storedJudge(checkpoint);
  if ((saved.planRow ?? 0) !== version.row) return undefined;
  const history: RowHistory = (spans, visit) => session.scanRowsForBuckets({ spans, upToTick: saved.tick }, visit);
  judge.restore(saved, session.readSeries(), history, tick + 1);
  return saved.tick;
}
