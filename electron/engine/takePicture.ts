import type { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import type { EngineSnapshot, EngineState } from '../../shared/model/engineSnapshot.ts';

/** The room as this judge knows it. */
export function takePicture(number: number, state: EngineState, judge: Judge): EngineSnapshot<JudgedAt> {
  return { number, state, judged: judge.snapshot(), room: judge.room?.read() };
}
