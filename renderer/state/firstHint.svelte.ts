import { createContext, untrack } from 'svelte';
import type { Preferences } from './preferences.svelte.ts';
import type { Route } from './route.svelte.ts';
import type { TimelineState } from './timeline.svelte.ts';

export const [getFirstHint, setFirstHint] = createContext<FirstHint>();

/** What a newcomer is shown in his first minute, in order, once. */
export const hintSteps = ['call', 'play', 'decision'] as const;
export type HintStep = (typeof hintSteps)[number];

/** Which step is shown now, in the room. It goes when it is done, or when whoever read it says so. */
export class FirstHint {
  private done = $state.raw<readonly HintStep[]>([]);
  private readonly preferences: Preferences;
  private readonly route: Route;

  constructor(preferences: Preferences, timeline: TimelineState, route: Route) {
    this.preferences = preferences;
    this.route = route;
    $effect(() => {
      if (timeline.hasToggled) this.finish('play');
    });
    $effect(() => {
      if (route.view === 'review') this.finish('decision');
    });
  }

  get step(): HintStep | undefined {
    const isHere = this.route.view === 'room' && !this.preferences.hasSeenHint;
    return isHere ? nextStep(this.done) : undefined;
  }

  finish(step: HintStep): void {
    const done = untrack(() => this.done);
    if (done.includes(step)) return;
    this.done = [...done, step];
    if (nextStep(this.done) === undefined) this.preferences.hasSeenHint = true;
  }
}

const nextStep = (done: readonly HintStep[]): HintStep | undefined => hintSteps.find((step) => !done.includes(step));
