import type { SavedJudge } from '../../shared/judge/checkpoint.ts';
import type { Judge } from '../../shared/judge/judge.ts';
import type { SecondRow, TickInput } from '../../shared/model/tickInput.ts';
import type { Session } from './store/session.ts';

/**
 * Brings a fresh judge to `tick`: the newest checkpoint before it, and the seconds since. The last second is always
 * judged and not just remembered, so that whatever is asked about it has its answer. `unsealed` ticks are those that the
 * session does not hold yet.
 */
export function judgeUpTo(judge: Judge, session: Session, tick: number, unsealed: readonly TickInput[] = []): void {
  const restoredTick = restore(judge, session, tick - 1);
  for (const input of readInputs(session, unsealed, restoredTick === undefined ? -Infinity : restoredTick + 1, tick)) {
    judge.judge(input);
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
  judge.restore(saved, session.readSeries(), (fromBucket, toBucket) => {
    const rows: SecondRow[] = [];
    session.readRowsForBuckets({ fromBucket, toBucket, upToTick: saved.tick }, (row) => rows.push(row));
    return rows;
  });
  return saved.tick;
}
