import type { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import type { EngineSnapshot, EngineState } from '../../shared/model/engineSnapshot.ts';
import type { HeadPipeline } from './headPipeline.ts';

/** What the engine says of itself, with what it alone knows. */
export function readState(
  head: HeadPipeline,
  own: Pick<EngineState, 'epoch' | 'tick' | 'speed' | 'trouble' | 'desk'>,
): EngineState {
  const { tick: headTick, isFinished, counters, durableLine } = head;
  return { ...own, headTick, isFinished, counters: { ...counters }, durableLine };
}

/** The room as this judge knows it. */
export function takePicture(number: number, state: EngineState, judge: Judge): EngineSnapshot<JudgedAt> {
  return { number, state, judged: judge.snapshot(), room: judge.room?.read() };
}
