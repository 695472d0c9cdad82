import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { LiveTrigger, TriggerState } from '../trigger.ts';
import type { World } from './book.ts';
import { type Change, changesBefore, changesMs } from './changesBefore.ts';

/** One time that a trigger is on, from pending to ok, with what people and the room did about it. */
export interface Episode {
  state: Exclude<TriggerState, 'ok'>;
  /** Its first pending tick, in ms. */
  readonly pendingAt: number;
  firedAt?: number;
  acknowledged?: { readonly by: LedgerActor; readonly at: number };
  escalated?: { readonly to: readonly string[]; readonly at: number };
  /** The room has ordered its rollback. */
  isOrdered?: true;
  /** It started a burst. */
  isFirstOut?: true;
  /** Where the cell's last advance was when it was handled: a later one releases it. */
  advancedThen?: number;
  /** Kept from the moment at which the log of events begins to forget them. */
  changes?: readonly Change[];
}

export type FiringEpisode = Episode & { state: 'firing'; firedAt: number };

export function isFiring(episode: Episode | undefined): episode is FiringEpisode {
  return episode?.state === 'firing' && episode.firedAt !== undefined;
}

/** Follows every trigger that is not ok. The state is the judge's; this remembers since when, and for whom. */
export class TriggerWatch {
  private readonly world: World;
  private readonly episodes = new Map<LiveTrigger, Episode>();
  /** The last second that it looked at; undefined before any. */
  tick: number | undefined;

  constructor(world: World) {
    this.world = world;
  }

  get(live: LiveTrigger): Episode | undefined {
    return this.episodes.get(live);
  }

  /** Triggers that are pending, firing or handled, in the order of the plan. */
  *all(): Generator<[LiveTrigger, Episode]> {
    if (this.episodes.size === 0) return;
    for (const live of this.world.triggers) {
      const episode = this.episodes.get(live);
      if (episode !== undefined) yield [live, episode];
    }
  }

  *firing(): Generator<[LiveTrigger, FiringEpisode]> {
    for (const [live, episode] of this.all()) if (isFiring(episode)) yield [live, episode];
  }

  /** Looks at a second. Returns what has begun to fire, earliest first, then in the order of the plan. */
  look(tick: number): [LiveTrigger, FiringEpisode][] {
    // Where nobody looked at the seconds before, the judge knows better since when things are as they are.
    const isLate = this.tick === undefined || tick !== this.tick + 1;
    this.tick = tick;
    const risen: [LiveTrigger, FiringEpisode][] = [];
    for (const live of this.world.triggers) {
      if (live.state === 'ok' && !this.episodes.has(live)) continue;
      const firedBefore = this.firedAt(live);
      this.follow(live, isLate && live.sinceAt > 0 ? live.sinceAt : tick * 1000, isLate);
      const episode = this.episodes.get(live);
      if (isFiring(episode) && episode.firedAt !== firedBefore) risen.push([live, episode]);
      if (episode !== undefined) this.keepChanges(episode, tick * 1000);
    }
    return risen.sort(([, a], [, b]) => a.firedAt - b.firedAt);
  }

  /** Takes over the state of a trigger that was handled or released between two seconds. */
  follow(live: LiveTrigger, sinceAt: number, isLate = false): void {
    const { state } = live;
    if (state === 'ok') {
      this.episodes.delete(live);
      return;
    }
    let episode = this.episodes.get(live);
    if (episode === undefined || !canFollow(episode.state, state)) {
      const sawPending = state === 'pending' || !isLate;
      episode = { state: 'pending', pendingAt: sawPending ? sinceAt : sinceAt - live.trigger.for };
      this.episodes.set(live, episode);
    }
    if (episode.state === state) return;
    episode.state = state;
    if (state === 'firing') episode.firedAt = sinceAt;
    if (state === 'handled') {
      delete episode.acknowledged;
      episode.advancedThen = this.world.ramp.advancedAt(live.cell);
    }
  }

  /** What changed before it went on, nearest first. */
  changesOf(episode: Episode): readonly Change[] {
    return episode.changes ?? changesBefore(this.world.events, episode.pendingAt);
  }

  save(): unknown {
    const { triggers } = this.world;
    return {
      tick: this.tick ?? null,
      episodes: [...this.all()].map(([live, episode]) => [triggers.indexOf(live), { ...episode }]),
    };
  }

  load(saved: unknown): void {
    const { tick, episodes } = saved as { tick: number | null; episodes: [number, Episode][] };
    this.tick = tick ?? undefined;
    this.episodes.clear();
    for (const [index, episode] of episodes) {
      const live = this.world.triggers[index];
      if (live !== undefined) this.episodes.set(live, { ...episode });
    }
  }

  private firedAt(live: LiveTrigger): number | undefined {
    const episode = this.episodes.get(live);
    return isFiring(episode) ? episode.firedAt : undefined;
  }

  private keepChanges(episode: Episode, nowMs: number): void {
    if (episode.changes !== undefined || nowMs - episode.pendingAt < changesMs) return;
    episode.changes = changesBefore(this.world.events, episode.pendingAt);
  }
}

const order = ['pending', 'firing', 'handled'];

/** Within one episode a trigger goes only forward. */
function canFollow(before: TriggerState, now: TriggerState): boolean {
  return order.indexOf(now) >= order.indexOf(before);
}
