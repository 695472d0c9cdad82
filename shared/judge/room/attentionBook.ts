import { excerptOf } from '../../model/excerpt.ts';
import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { Trigger } from '../../model/planTriggers.ts';
import type { AttentionReading } from '../../model/room/attentionReading.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { Labels } from '../../model/series.ts';
import { cellWords } from '../selector.ts';
import type { LiveTrigger } from '../trigger.ts';
import { AlarmLoad } from './alarmLoad.ts';
import { type Asker, type AttentionDesk, type Book, type Decided, refuse, type World } from './book.ts';
import { Countdowns } from './countdown.ts';
import { dueEscalations } from './escalation.ts';
import { FirstOut } from './firstOut.ts';
import { missingOwnership } from './missingOwnership.ts';
import { missingRight, missingRole } from './missingRight.ts';
import { readEntries } from './readAttention.ts';
import { Shelf } from './shelf.ts';
import { isFiring, TriggerWatch } from './triggerWatch.ts';

type Arm = Trigger['arm'];

interface SetArm {
  readonly arm: Arm;
  readonly set: { readonly by: LedgerActor; readonly at: number; readonly reason: string };
}

interface SavedAttention {
  readonly watch: unknown;
  readonly countdowns: unknown;
  readonly shelf: unknown;
  readonly load: unknown;
  readonly firstOut: unknown;
  readonly burst: number | null;
  readonly arms: [string, SetArm][];
}

const longestShelvingMs = 12 * 3_600_000;
const longestReason = 200;
const armNames: readonly Arm[] = ['advise', 'hold', 'act'];

/** Triggers and the people they call: acknowledged, shelved, armed, counting down, escalated. */
export class AttentionBook implements AttentionDesk, Book {
  readonly world: World;
  private readonly watch: TriggerWatch;
  private readonly countdowns: Countdowns;
  private readonly shelf: Shelf;
  private readonly alarms: AlarmLoad;
  private readonly firstOut = new FirstOut();
  private readonly arms = new Map<string, SetArm>();
  /** What began the burst that may still be going on. */
  private burst: LiveTrigger | undefined;

  constructor(world: World) {
    this.world = world;
    this.watch = new TriggerWatch(world);
    this.countdowns = new Countdowns(world, this.watch);
    this.shelf = new Shelf(world);
    this.alarms = new AlarmLoad(world.plan);
  }

  armOf(trigger: string): Arm {
    return this.arms.get(trigger)?.arm ?? this.world.plan.triggers[trigger]?.arm ?? 'advise';
  }

  apply(row: RoomRow): void {
    // The row that makes a room of a replay finds triggers that nobody has looked at.
    const { tick } = this.world;
    if (tick !== undefined && tick !== this.watch.tick) this.advance(tick);
    const { kind, body, actor, at } = row;
    if (kind === 'arm.set') {
      this.arms.set(body.trigger, { arm: body.arm, set: { by: actor, at, reason: body.reason } });
    } else if (kind === 'order.placed') {
      if (body.because !== undefined && body.does === 'rollback') this.takeOrder(body.because);
    } else if ('trigger' in body && 'cell' in body) {
      const live = this.world.findTrigger(body.trigger, body.cell);
      if (live !== undefined) this.take(live, row);
    }
    this.settle();
  }

  advance(tick: number): void {
    for (const [live, episode] of this.watch.look(tick)) {
      this.alarms.add(live.id, episode.firedAt);
      const place = this.firstOut.add(episode.firedAt);
      if (place === 'first') this.burst = live;
      // One that fires alone has started nothing.
      const first = place === 'joins' && this.burst !== undefined ? this.watch.get(this.burst) : undefined;
      if (isFiring(first) && first.firedAt === this.firstOut.startedAt) first.isFirstOut = true;
    }
    this.alarms.advance(tick * 1000);
    this.settle();
  }

  due(): readonly RoomFact[] {
    const unshelved = this.shelf.due();
    if (unshelved.length > 0) return unshelved;
    const countdowns = this.countdowns.due();
    if (countdowns.length > 0) return countdowns;
    return dueEscalations(this.world, this.watch, (live) => this.shelf.has(live));
  }

  acknowledge({ trigger, cell, note }: CommandArgs<'trigger.acknowledge'>, { actor }: Asker): Decided {
    const live = this.find(trigger, cell);
    if (isMissing(live)) return live;
    const missing = missingRole(this.world, actor.role, `acknowledge ${nameOf(live)}`);
    if (missing !== undefined) return missing;
    const episode = this.watch.get(live);
    if (episode === undefined || episode.state === 'handled') {
      return refuse('bad_request', `${nameOf(live)} is ${live.state}: there is nothing to acknowledge.`);
    }
    const { acknowledged } = episode;
    if (acknowledged !== undefined) {
      return refuse('already_done', `${acknowledged.by.name} has acknowledged ${nameOf(live)}.`);
    }
    return [{ kind: 'trigger.acknowledged', body: { trigger, cell, note } }];
  }

  shelve({ trigger, cell, untilAt, reason }: CommandArgs<'trigger.shelve'>, { actor }: Asker): Decided {
    const live = this.find(trigger, cell);
    if (isMissing(live)) return live;
    const missing = missingOwnership(this.world, actor.role, live.trigger.owner, 'call', `shelve ${nameOf(live)}`);
    if (missing !== undefined) return missing;
    const lengthMs = untilAt - this.world.nowMs;
    if (lengthMs <= 0) return refuse('bad_request', 'That time is over; name an end that is still to come.');
    if (lengthMs > longestShelvingMs) {
      return refuse('bad_request', 'A trigger is shelved for at most 12 h; name an earlier end.');
    }
    if (this.shelf.get(live)?.untilAt === untilAt) {
      return refuse('already_done', `${nameOf(live)} is shelved until then already.`);
    }
    return [{ kind: 'trigger.shelved', body: { trigger, cell, untilAt, reason } }];
  }

  unshelve({ trigger, cell, reason }: CommandArgs<'trigger.unshelve'>, { actor }: Asker): Decided {
    const live = this.find(trigger, cell);
    if (isMissing(live)) return live;
    const missing = missingOwnership(this.world, actor.role, live.trigger.owner, 'call', `unshelve ${nameOf(live)}`);
    if (missing !== undefined) return missing;
    if (!this.shelf.has(live)) return refuse('already_done', `${nameOf(live)} is not shelved.`);
    return [{ kind: 'trigger.unshelved', body: { trigger, cell, reason } }];
  }

  reset({ trigger, cell, reason }: CommandArgs<'trigger.reset'>, { actor }: Asker): Decided {
    const live = this.find(trigger, cell);
    if (isMissing(live)) return live;
    const missing = missingRight(this.world, actor.role, 'call', `reset ${nameOf(live)}`);
    if (missing !== undefined) return missing;
    if (live.state === 'handled') return refuse('already_done', `${nameOf(live)} has been handled already.`);
    if (live.state !== 'firing') {
      return refuse('bad_request', `${nameOf(live)} is ${live.state}; only a trigger that fires can be reset.`);
    }
    return [{ kind: 'trigger.reset', body: { trigger, cell, reason } }];
  }

  setArm({ trigger, arm, reason }: CommandArgs<'arm.set'>, { actor }: Asker): Decided {
    const { triggers } = this.world.plan;
    const planned = Object.hasOwn(triggers, trigger) ? triggers[trigger] : undefined;
    if (planned === undefined) return refuse('not_found', `The plan has no trigger ${trigger}.`);
    const toDo = `set the arm of ${trigger} to ${arm}`;
    // Only whoever may override gives the room back the power to act by itself.
    const isRaise = arm === 'act' && armNames.indexOf(arm) > armNames.indexOf(this.armOf(trigger));
    const missing = isRaise
      ? missingRight(this.world, actor.role, 'override', toDo)
      : missingOwnership(this.world, actor.role, planned.owner, 'call', toDo);
    if (missing !== undefined) return missing;
    if (this.armOf(trigger) === arm) return refuse('already_done', `The arm of ${trigger} is ${arm} already.`);
    if (arm === 'act' && planned.does.kind !== 'rollback') {
      return refuse('bad_request', `${trigger} asks for no rollback, and the room orders nothing else by itself.`);
    }
    return [{ kind: 'arm.set', body: { trigger, arm, reason } }];
  }

  veto({ trigger, cell, reason }: CommandArgs<'countdown.veto'>, { actor }: Asker): Decided {
    const live = this.find(trigger, cell);
    if (isMissing(live)) return live;
    const toDo = `veto the rollback of ${nameOf(live)}`;
    const missing = missingOwnership(this.world, actor.role, live.trigger.owner, 'veto', toDo);
    if (missing !== undefined) return missing;
    const countdown = this.countdowns.get(live);
    if (countdown === undefined) return refuse('bad_request', `${nameOf(live)} is not counting down.`);
    if (countdown.vetoed !== undefined) {
      return refuse('already_done', `${countdown.vetoed.by.name} has vetoed the rollback of ${nameOf(live)}.`);
    }
    return [{ kind: 'countdown.vetoed', body: { trigger, cell, reason } }];
  }

  read(): AttentionReading {
    const { world, watch, countdowns, shelf, alarms: load } = this;
    const { isFlood } = load;
    return {
      ...readEntries({ world, watch, countdowns, shelf, isFlood }),
      arms: Object.keys(world.plan.triggers).map((trigger) => {
        return { trigger, arm: this.armOf(trigger), set: this.readArm(trigger) };
      }),
      shelved: shelf.count,
      load: { alarms: load.count, isFlood, roles: load.byRole() },
    };
  }

  save(): SavedAttention {
    return {
      watch: this.watch.save(),
      countdowns: this.countdowns.save(),
      shelf: this.shelf.save(),
      load: this.alarms.save(),
      firstOut: this.firstOut.save(),
      burst: this.burst === undefined ? null : this.world.triggers.indexOf(this.burst),
      arms: [...this.arms],
    };
  }

  load(saved: unknown): void {
    const { watch, countdowns, shelf, load, firstOut, burst, arms } = saved as SavedAttention;
    this.watch.load(watch);
    this.countdowns.load(countdowns);
    this.shelf.load(shelf);
    this.alarms.load(load);
    this.firstOut.load(firstOut);
    this.burst = burst === null ? undefined : this.world.triggers[burst];
    this.arms.clear();
    for (const [trigger, arm] of arms) this.arms.set(trigger, arm);
  }

  private readArm(trigger: string): AttentionReading['arms'][number]['set'] {
    const set = this.arms.get(trigger)?.set;
    return set === undefined ? null : { ...set, reason: excerptOf(set.reason, longestReason) };
  }

  private take(live: LiveTrigger, { kind, body, actor, at }: RoomRow): void {
    const episode = this.watch.get(live);
    if (kind === 'trigger.acknowledged' && episode !== undefined) episode.acknowledged = { by: actor, at };
    else if (kind === 'trigger.shelved') {
      this.shelf.put(live, { untilAt: body.untilAt, by: actor, reason: body.reason });
    } else if (kind === 'trigger.unshelved') this.shelf.take(live);
    else if (kind === 'trigger.reset') this.handle(live);
    else if (kind === 'countdown.begun') this.countdowns.begin(live, body.endsAt);
    else if (kind === 'countdown.vetoed') this.countdowns.veto(live, { by: actor, at, reason: body.reason });
    else if (kind === 'countdown.stopped') this.countdowns.end(live);
    else if (kind === 'escalation.raised' && episode !== undefined) episode.escalated = { to: body.to, at };
  }

  private takeOrder({ trigger, cell }: { readonly trigger: string; readonly cell: Labels }): void {
    const live = this.world.findTrigger(trigger, cell);
    if (live === undefined) return;
    this.countdowns.end(live);
    const episode = this.watch.get(live);
    if (isFiring(episode)) episode.isOrdered = true;
  }

  /** What the ramp has done answers the triggers that asked for it, and a cell that goes on begins anew. */
  private settle(): void {
    const { ramp } = this.world;
    for (const [live, episode] of this.watch.all()) {
      const { id, cell, trigger } = live;
      if (isFiring(episode)) {
        if (trigger.does.kind === 'rollback' && ramp.orderOf(id, cell, episode.firedAt) === 'done') this.handle(live);
      } else if (episode.state === 'handled' && ramp.advancedAt(cell) > (episode.advancedThen ?? 0)) {
        this.world.releaseTrigger(id, cell);
        this.watch.follow(live, this.world.nowMs);
      }
    }
    this.countdowns.forgetVetoes();
  }

  private handle(live: LiveTrigger): void {
    this.world.handleTrigger(live.id, live.cell);
    this.watch.follow(live, this.world.nowMs);
  }

  private find(trigger: string, cell: Labels): LiveTrigger | CommandRefusal {
    const live = this.world.findTrigger(trigger, cell);
    if (live !== undefined) return live;
    return !Object.hasOwn(this.world.plan.triggers, trigger)
      ? refuse('not_found', `The plan has no trigger ${trigger}.`)
      : refuse('not_found', `The trigger ${trigger} is not judged for ${cellWords(cell)}.`);
  }
}

function isMissing(found: LiveTrigger | CommandRefusal): found is CommandRefusal {
  return 'code' in found;
}

function nameOf({ id, cell }: LiveTrigger): string {
  return Object.keys(cell).length === 0 ? id : `${id} of ${cellWords(cell)}`;
}
