import { excerptOf } from '../../model/excerpt.ts';
import type { AttentionEntry, AttentionReading } from '../../model/room/attentionReading.ts';
import type { LiveTrigger } from '../trigger.ts';
import { percentWords } from '../words.ts';
import type { World } from './book.ts';
import type { Change } from './changesBefore.ts';
import type { Countdowns } from './countdown.ts';
import type { Shelf } from './shelf.ts';
import { type Episode, isFiring, type TriggerWatch } from './triggerWatch.ts';

/** More than these are counted: a snapshot has a size, and a person two eyes. */
const mostEntries = 24;
const longestReason = 200;

/** What the entries of a reading are made of. */
export interface AttentionBasis {
  readonly world: World;
  readonly watch: TriggerWatch;
  readonly countdowns: Countdowns;
  readonly shelf: Shelf;
  readonly isFlood: boolean;
}

type Listed = readonly [LiveTrigger, Episode | undefined];

/** The triggers that ask for somebody, each by itself, or in a flood by groups. */
export function readEntries(
  basis: AttentionBasis,
): Pick<AttentionReading, 'entries' | 'unlisted' | 'groups' | 'changes'> {
  const { world, watch, shelf, countdowns, isFlood } = basis;
  const all: Listed[] = [];
  for (const live of world.triggers) {
    const episode = watch.get(live);
    if (episode !== undefined || live.holdsForSilence || shelf.has(live)) all.push([live, episode]);
  }
  const listed = all
    .filter(([live, episode]) => {
      if (!isFlood) return true;
      return episode?.isFirstOut === true || shelf.has(live) || countdowns.get(live) !== undefined;
    })
    .sort((a, b) => rankOf(basis, a) - rankOf(basis, b))
    .slice(0, mostEntries);
  const changes = new ChangeList();
  return {
    entries: listed.map((one) => readEntry(basis, one, changes)),
    unlisted: all.length - listed.length,
    groups: isFlood ? readGroups(watch) : [],
    changes: changes.all,
  };
}

function readEntry(basis: AttentionBasis, [live, episode]: Listed, changes: ChangeList): AttentionEntry {
  const { world, watch, shelf, countdowns } = basis;
  const shelved = shelf.get(live);
  const countdown = countdowns.get(live);
  const isOn = episode !== undefined && episode.state !== 'handled';
  return {
    trigger: live.id,
    cell: live.cell,
    state: live.state,
    sinceAt: episode?.firedAt ?? episode?.pendingAt ?? null,
    frozenS: live.frozenS ?? null,
    acknowledged: episode?.acknowledged ?? null,
    shelved:
      shelved === undefined
        ? null
        : { untilAt: shelved.untilAt, by: shelved.by, reason: excerptOf(shelved.reason, longestReason) },
    countdown:
      countdown === undefined
        ? null
        : {
            endsAt: countdown.endsAt,
            secondsLeft: Math.max(0, Math.ceil((countdown.endsAt - world.nowMs) / 1000)),
            vetoed:
              countdown.vetoed === undefined
                ? null
                : { ...countdown.vetoed, reason: excerptOf(countdown.vetoed.reason, longestReason) },
          },
    escalated: episode?.escalated === undefined ? null : { to: [...episode.escalated.to], at: episode.escalated.at },
    isFirstOut: episode?.isFirstOut ?? false,
    asks: isOn ? asksOf(world, live, episode) : null,
    changes: isOn ? changes.placesOf(watch.changesOf(episode)) : [],
  };
}

/**
 * With the arm `hold` the room leaves the rollback to people, and asks them for it. Where there is none to order, only a
 * person can say that the trigger has had its answer.
 */
function asksOf({ attention, ramp }: World, { id, cell, trigger }: LiveTrigger, episode: Episode): string | null {
  const { does } = trigger;
  if (does.kind !== 'rollback' || !isFiring(episode)) return null;
  const order = ramp.orderOf(id, cell, episode.firedAt);
  if (order === 'under_way' || order === 'done') return null;
  const isAbove = ramp.cellsAbove(does.rollback, cell, does.to).length > 0;
  if (!isAbove) return `Nothing is above ${percentWords(does.to)}: reset ${id} with a reason.`;
  return attention.armOf(id) === 'hold' ? 'Order the rollback?' : null;
}

function rankOf({ countdowns }: AttentionBasis, [live, episode]: Listed): number {
  if (countdowns.isRunning(live)) return 0;
  if (isFiring(episode) && episode.isFirstOut === true) return 1;
  if (isFiring(episode)) return episode.acknowledged === undefined ? 2 : 3;
  return episode?.state === 'pending' ? 4 : 5;
}

function readGroups(watch: TriggerWatch): AttentionReading['groups'] {
  const groups = new Map<string, AttentionReading['groups'][number]>();
  for (const [{ id }, episode] of watch.all()) {
    if (episode.state === 'handled') continue;
    const sinceAt = episode.firedAt ?? episode.pendingAt;
    const group = groups.get(id) ?? {
      trigger: id,
      firing: 0,
      pending: 0,
      unacknowledged: 0,
      sinceAt,
      isFirstOut: false,
    };
    groups.set(id, group);
    group[episode.state] += 1;
    if (isFiring(episode) && episode.acknowledged === undefined) group.unacknowledged += 1;
    group.sinceAt = Math.min(group.sinceAt, sinceAt);
    group.isFirstOut ||= episode.isFirstOut === true;
  }
  return [...groups.values()].sort((a, b) => {
    if (a.isFirstOut !== b.isFirstOut) return a.isFirstOut ? -1 : 1;
    return a.isFirstOut ? a.sinceAt - b.sinceAt : b.firing - a.firing;
  });
}

/** Changes that many triggers name are told once. */
class ChangeList {
  readonly all: Change[] = [];
  private readonly places = new Map<string, number>();

  placesOf(changes: readonly Change[]): number[] {
    return changes.map((change) => {
      const key = JSON.stringify(change);
      const place = this.places.get(key) ?? this.all.push(change) - 1;
      this.places.set(key, place);
      return place;
    });
  }
}
