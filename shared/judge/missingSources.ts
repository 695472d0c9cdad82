import { formatDuration } from '../base/duration.ts';
import type { Plan } from '../model/plan.ts';
import { defaultStaleAfterMs } from './indicatorBook.ts';
import type { SourceBook } from './sourceBook.ts';

/** A source that the launch needs and that is not there, and why, in a sentence. */
export interface MissingSource {
  readonly name: string;
  readonly text: string;
}

/** In the order of the plan. One that a person has given up is not missed any more. */
export function missingSources(plan: Plan, sources: SourceBook, tick: number): readonly MissingSource[] {
  const missing: MissingSource[] = [];
  for (const [name, { says, required, staleAfter }] of Object.entries(plan.sources)) {
    const state = sources.find(name);
    if (!required || state?.retired === true) continue;
    const called = says === undefined ? name : `${name} (${says})`;
    const silentMs = state === undefined ? Infinity : tick * 1000 - state.heardAt;
    if (state === undefined) missing.push({ name, text: `${called} is needed and was never heard.` });
    else if (state.ended) missing.push({ name, text: `${called} is needed and has left.` });
    else if (silentMs > (staleAfter ?? plan.clock?.staleAfter ?? defaultStaleAfterMs)) {
      const silent = formatDuration(Math.floor(silentMs / 1000) * 1000);
      missing.push({ name, text: `${called} is needed and has been silent for ${silent}.` });
    }
  }
  return missing;
}
