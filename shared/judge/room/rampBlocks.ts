import { formatDuration } from '../../base/duration.ts';
import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { Labels } from '../../model/series.ts';
import type { RefusalCode } from '../../model/room/refusal.ts';
import type { LiveCriterion } from '../criterion.ts';
import { cellWords, isInCell } from '../selector.ts';
import type { LiveTrigger } from '../trigger.ts';
import type { World } from './book.ts';
import { momentWords } from './momentWords.ts';
import type { RampCell } from './rampCell.ts';
import { restsOnNobodyYet } from './rampExposure.ts';
import type { RampHolds } from './rampHolds.ts';
import type { RampOrders } from './rampOrders.ts';
import { scopeWords } from './rampScope.ts';

/** Something in the way of an advance. */
export interface Block {
  readonly code: RefusalCode;
  /** A sentence that names the rule first. */
  readonly text: string;
  /** How the sentence begins as long as it tells of the same thing: the numbers that move come after it. */
  readonly start: string;
  /** No override helps. */
  readonly isFirm: boolean;
  /** When it ends by itself, ms; undefined when that cannot be said. */
  readonly endsAt: number | undefined;
}

/** What the ways of the ramp are asked about. */
export interface RampBasis {
  readonly world: World;
  readonly orders: RampOrders;
  readonly holds: RampHolds;
}

const longestText = 240;
const longestStart = 200;

/** Everything in the way of the cell's next step, worst first. */
export function blocksOf({ world, orders, holds }: RampBasis, one: RampCell): Block[] {
  const { plan, nowMs } = world;
  const blocks: Block[] = [];
  const add = (code: RefusalCode, text: string, endsAt?: number, start = text): void => {
    const isFirm = code === 'order_underway' || code === 'read_only';
    blocks.push({ code, text: excerptOf(text, longestText), start: start.slice(0, longestStart), isFirm, endsAt });
  };
  if (world.clock.isOver) add('read_only', 'The launch is over; nothing advances any more.');
  const open = orders.openOn(one);
  if (open !== undefined) {
    const state = open.state === 'failed' ? 'has failed' : 'is not confirmed yet';
    add('order_underway', `The order ${open.id} ${state}; confirm or cancel it first.`);
  }
  for (const live of firingOn(world, one)) {
    const start = `${ruleWords(live)} fires:`;
    add('trigger_on', `${start} ${live.condition.explain()}.`, undefined, start);
  }
  for (const { scope, reason, by } of holds.on(one)) {
    add('not_yet', `${by.name} holds ${scopeWords(scope)}: ${reason}`);
  }
  const { starts, dwell } = one.wave;
  const startsAt = starts === undefined ? undefined : instantAt(starts, plan.launch.t0);
  if (startsAt !== undefined && nowMs < startsAt) {
    add('not_yet', `The wave ${one.wave.id} starts at ${momentWords(startsAt, plan.launch.t0)}.`, startsAt);
  }
  // It dwells where it has arrived; an order that nobody confirms is in the way by itself.
  const { sinceAt, reachedAt = sinceAt } = one.command;
  const dwellsUntil = reachedAt === undefined || dwell === undefined ? undefined : reachedAt + dwell;
  if (dwell !== undefined && dwellsUntil !== undefined && nowMs < dwellsUntil) {
    const until = momentWords(dwellsUntil, plan.launch.t0);
    const start = `The dwell of ${formatDuration(dwell)} lasts`;
    add('not_yet', `${start} until ${until}.`, dwellsUntil, start);
  }
  for (const id of one.wave.needs) {
    const block = needBlock(world, one, id);
    if (block !== undefined) add(block.code, block.text, block.endsAt, block.start);
  }
  return blocks.sort((a, b) => worstFirst.indexOf(a.code) - worstFirst.indexOf(b.code));
}

/** What a person should hear of first. */
export const worstFirst: readonly RefusalCode[] = [
  'read_only',
  'order_underway',
  'trigger_on',
  'criterion_not_met',
  'not_yet',
  'criterion_unknown',
];

/** Triggers that fire and ask to go back or to stop, for this cell or for more than it. */
export function firingOn({ triggers, attention }: World, one: RampCell): LiveTrigger[] {
  return triggers.filter(({ id, state, trigger, cell }) => {
    if (state !== 'firing' || !speaksOf(trigger.does, cell, one)) return false;
    return trigger.does.kind !== 'review' || attention.armOf(id) === 'hold';
  });
}

function speaksOf(does: LiveTrigger['trigger']['does'], cell: Labels, one: RampCell): boolean {
  if (isInCell(one.cell, cell)) return true;
  if (does.kind === 'hold') return does.hold === 'launch';
  return does.kind === 'rollback' && (does.rollback === 'launch' || does.rollback === one.wave.id);
}

/** The criteria that the cell's wave needs, of this cell where they are judged in each. */
export function needsOf({ criteria, polls }: World, one: RampCell, id: string): LiveCriterion[] {
  return criteria.filter(({ id: other, cell, criterion }) => {
    if (other !== id || !isInCell(one.cell, cell)) return false;
    // What bars one option of a poll bars nothing once another is chosen.
    return criterion.apply === undefined || polls.isOptionOpen(criterion.apply);
  });
}

function needBlock(world: World, one: RampCell, id: string): Omit<Block, 'isFirm'> | undefined {
  const { apply } = world.plan.criteria[id] ?? {};
  if (apply !== undefined && !world.polls.isOptionOpen(apply)) return undefined;
  const found = needsOf(world, one, id);
  if (found.length === 0) {
    const text = `${id} is not judged for this cell.`;
    return { code: 'criterion_unknown', text, start: text, endsAt: undefined };
  }
  for (const live of found) {
    const { state, leftS } = live;
    if (state === 'pass' || state === 'waived') continue;
    if (state === 'unknown' && restsOnNobodyYet(world, one, live)) continue;
    const why = live.condition.explain();
    const text = `${id} ${live.criterion.says}`;
    if (state === 'fail') {
      const failing = `${text}: fails,`;
      return { code: 'criterion_not_met', text: `${failing} ${why}.`, start: failing, endsAt: undefined };
    }
    const code = 'criterion_unknown';
    // Whoever lets go on what fails lets go on what is unknown, and not the other way round.
    const start = `${text}: `;
    if (state === 'unknown') return { code, text: `${text}: unknown, ${why}.`, start, endsAt: undefined };
    // The seconds that are left would make a new sentence of it each second; the instant does not.
    const endsAt = leftS === undefined ? undefined : world.nowMs + leftS * 1000;
    const until = endsAt === undefined ? '' : ` until ${momentWords(endsAt, world.plan.launch.t0)}`;
    return { code, text: `${text}: maturing${until}.`, start, endsAt };
  }
  return undefined;
}

function ruleWords({ id, trigger, cell }: LiveTrigger): string {
  const name = trigger.name === undefined ? id : `${id} ${trigger.name}`;
  return Object.keys(cell).length === 0 ? name : `${name}, ${cellWords(cell)},`;
}
