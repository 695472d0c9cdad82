import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { RoomFact } from '../../model/room/roomFact.ts';
import { cellWords } from '../selector.ts';
import type { LiveTrigger } from '../trigger.ts';
import { percentWords } from '../words.ts';
import type { World } from './book.ts';
import { type FiringEpisode, isFiring, type TriggerWatch } from './triggerWatch.ts';

const defaultCountdownMs = 30_000;
/** So often the room orders the same rollback by itself while it fails. */
const mostTries = 3;
const longestOrderId = 200;

export interface Countdown {
  readonly endsAt: number;
  /** The firing that it belongs to. */
  readonly firedAt: number;
  vetoed?: { readonly by: LedgerActor; readonly at: number; readonly reason: string };
}

/** Countdowns of triggers with the arm `act`: at their end the room orders the rollback by itself. */
export class Countdowns {
  private readonly world: World;
  private readonly watch: TriggerWatch;
  private readonly countdowns = new Map<LiveTrigger, Countdown>();

  constructor(world: World, watch: TriggerWatch) {
    this.world = world;
    this.watch = watch;
  }

  get(live: LiveTrigger): Countdown | undefined {
    return this.countdowns.get(live);
  }

  isRunning(live: LiveTrigger): boolean {
    const countdown = this.countdowns.get(live);
    return countdown !== undefined && countdown.vetoed === undefined;
  }

  begin(live: LiveTrigger, endsAt: number): void {
    const episode = this.watch.get(live);
    this.countdowns.set(live, { endsAt, firedAt: isFiring(episode) ? episode.firedAt : live.sinceAt });
  }

  end(live: LiveTrigger): void {
    this.countdowns.delete(live);
  }

  veto(live: LiveTrigger, vetoed: NonNullable<Countdown['vetoed']>): void {
    const countdown = this.countdowns.get(live);
    if (countdown !== undefined) countdown.vetoed = vetoed;
  }

  /** A veto holds for the firing that it was said of. One that still runs is stopped by a row. */
  forgetVetoes(): void {
    for (const [live, { vetoed, firedAt }] of this.countdowns) {
      if (vetoed !== undefined && this.firingOf(live)?.firedAt !== firedAt) this.countdowns.delete(live);
    }
  }

  due(): RoomFact[] {
    const stops = this.dueStops();
    if (stops.length > 0) return stops;
    // One order at a time: each changes what the next would speak of.
    for (const [live, { vetoed, endsAt }] of this.countdowns) {
      if (vetoed === undefined && this.world.nowMs >= endsAt) return this.order(live);
    }
    return this.dueBeginnings();
  }

  save(): unknown {
    const { triggers } = this.world;
    return [...this.countdowns].map(([live, countdown]) => [triggers.indexOf(live), { ...countdown }]);
  }

  load(saved: unknown): void {
    this.countdowns.clear();
    for (const [index, countdown] of saved as [number, Countdown][]) {
      const live = this.world.triggers[index];
      if (live !== undefined) this.countdowns.set(live, { ...countdown });
    }
  }

  private dueStops(): RoomFact[] {
    const facts: RoomFact[] = [];
    for (const [live, { vetoed, firedAt }] of this.countdowns) {
      const reason = vetoed === undefined ? this.obstacle(live, firedAt) : undefined;
      if (reason === undefined) continue;
      facts.push({ kind: 'countdown.stopped', body: { trigger: live.id, cell: live.cell, reason } });
    }
    return facts;
  }

  private dueBeginnings(): RoomFact[] {
    const { world } = this;
    const facts: RoomFact[] = [];
    for (const [live, episode] of this.watch.firing()) {
      if (this.countdowns.has(live) || live.trigger.does.kind !== 'rollback') continue;
      if (this.obstacle(live, episode.firedAt) !== undefined) continue;
      // An order that a person cancelled was answered; one that failed is tried again, in view of everyone once more.
      if (episode.isOrdered && world.ramp.orderOf(live.id, live.cell, episode.firedAt) !== 'failed') continue;
      // What fails again and again is for people to do.
      if (world.ramp.triesOf(live.id, live.cell, episode.firedAt) >= mostTries) continue;
      const plannedMs = live.trigger.countdown ?? defaultCountdownMs;
      const lengthMs = episode.isOrdered ? Math.max(plannedMs, defaultCountdownMs) : plannedMs;
      const body = { trigger: live.id, cell: live.cell, endsAt: world.nowMs + lengthMs };
      facts.push({ kind: 'countdown.begun', body });
    }
    return facts;
  }

  /** Why the room must not roll back by itself for this firing; undefined when nothing is in the way. */
  private obstacle(live: LiveTrigger, firedAt: number): string | undefined {
    const { ramp, attention } = this.world;
    const { id, cell, trigger } = live;
    if (live.state === 'handled') return `${id} was handled.`;
    if (this.firingOf(live)?.firedAt !== firedAt) return `${id} is off.`;
    if (trigger.does.kind !== 'rollback') return `${id} asks for no rollback.`;
    const arm = attention.armOf(id);
    if (arm !== 'act') return `The arm of ${id} is ${arm} now.`;
    const order = ramp.orderOf(id, cell, firedAt);
    if (order === 'under_way' || order === 'done') return 'The rollback is ordered already.';
    const { rollback, to } = trigger.does;
    return ramp.cellsAbove(rollback, cell, to).length === 0 ? `Nothing is left above ${percentWords(to)}.` : undefined;
  }

  private order(live: LiveTrigger): RoomFact[] {
    const { id, cell, trigger } = live;
    const { plan, ramp } = this.world;
    if (trigger.does.kind !== 'rollback') return [];
    const { rollback, to } = trigger.does;
    const above = ramp.cellsAbove(rollback, cell, to);
    const { cancels, cells } = ramp.replacing(above.map((one) => ({ ...one, to })));
    return [
      ...cancels.map((order): RoomFact => {
        return { kind: 'order.cancelled', body: { order, reason: `${id} rolls the same cells back.` } };
      }),
      {
        kind: 'order.placed',
        body: {
          order: this.orderId(live),
          does: 'rollback',
          cells,
          reason: `${id} fired, and nobody vetoed in time.`,
          because: { trigger: id, cell },
          actuator: plan.ramp?.actuator.kind ?? 'manual',
        },
      },
    ];
  }

  /** Told apart by trigger, cell and second; by the trigger's place where words alone would not do. */
  private orderId(live: LiveTrigger): string {
    const { triggers, nowMs } = this.world;
    const words = (one: LiveTrigger) => `rollback-${one.id}-${cellWords(one.cell).replace(/\s+/g, '-')}`;
    const own = words(live);
    const tail = `-${nowMs / 1000}`;
    const isPlain = own.length + tail.length <= longestOrderId;
    const hasTwin = triggers.some((one) => one !== live && one.id === live.id && words(one) === own);
    if (isPlain && !hasTwin) return own + tail;
    const place = `-${triggers.indexOf(live)}`;
    return own.slice(0, longestOrderId - tail.length - place.length) + place + tail;
  }

  private firingOf(live: LiveTrigger): FiringEpisode | undefined {
    const episode = this.watch.get(live);
    return isFiring(episode) ? episode : undefined;
  }
}
