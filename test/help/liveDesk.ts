import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { readLiveMemory } from '../../electron/engine/liveMemory.ts';
import type { LiveClock } from '../../electron/engine/source/live/liveSource.ts';
import { LiveStream, type NamedSource } from '../../electron/engine/source/live/liveStream.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { openTestSession, type TestPlan } from './driveEngine.ts';

export interface LiveDesk {
  readonly engine: Engine;
  readonly stream: LiveStream;
  readonly transitions: Transition[];
}

/** A live session on the disk, begun or gone on with. Chunks close after few lines, so that all ways to the disk are gone. */
export function openLiveDesk(
  path: string,
  mode: 'create' | 'resume',
  plan: TestPlan,
  sources: readonly NamedSource[],
  clock: LiveClock,
): LiveDesk {
  const session = openTestSession(path, mode, plan, 'live');
  const tools = { plan: plan.plan, clock, random: () => 0.5, env: {} };
  const stream = new LiveStream(sources, readLiveMemory(session), tools);
  const transitions: Transition[] = [];
  const engine = openEngine({
    ...{ session, plan: plan.plan, planDigest: plan.digest, recording: stream, live: stream, clock },
    ...{ speed: Infinity, sealLines: 200 },
    onTick: (_tick, changed) => void transitions.push(...changed),
  });
  return { engine, stream, transitions };
}
