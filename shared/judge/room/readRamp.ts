import { excerptOf } from '../../model/excerpt.ts';
import type { RampCellReading, RampOrderReading, RampReading } from '../../model/room/rampReading.ts';
import { percentWords } from '../words.ts';
import { type Block, blocksOf, type RampBasis } from './rampBlocks.ts';
import { type Eligible, type RampCell, stageAbove } from './rampCell.ts';
import { costOf } from './rampCost.ts';
import { driftAfterMs, isOpen, type RampOrder } from './rampOrders.ts';
import type { RampOverrides } from './rampOverrides.ts';
import { cellsWords, scopeWords } from './rampScope.ts';

const mostCells = 60;
const mostOrders = 20;
const lastDone = 5;
const mostBlocks = 3;
const mostWords = 200;

export function readRamp(basis: RampBasis, overrides: RampOverrides): RampReading {
  const { world, orders, holds } = basis;
  const sentences = new Sentences();
  const listed = listedCells(basis);
  return {
    cells: listed.map((one) => readCell(basis, one, sentences)),
    unlisted: orders.cells.length - listed.length,
    sentences: sentences.all,
    orders: shownOrders(basis).map((order) => readOrder(order, world.nowMs)),
    holds: holds.all().map(({ row, scope, reason, by, sinceAt }) => ({
      hold: row,
      scope,
      says: `${scopeWords(scope)}: ${excerptOf(reason, mostWords)}`,
      by: actorOf(by),
      sinceAt,
    })),
    proposals: overrides.pending(world.nowMs).map(({ row, scope, to, reason, blockedBy, by, proposedAt }) => ({
      proposal: row,
      scope,
      to,
      says: `${scopeWords(scope)} to ${percentWords(to)}: ${excerptOf(reason, mostWords)}`,
      blockedBy: [...blockedBy],
      by: actorOf(by),
      proposedAt,
    })),
  };
}

type Verdict = RampCellReading['verdict'];

/** Where there are too many cells for a snapshot, those in which nothing goes on are left out. */
function listedCells({ orders }: RampBasis): readonly RampCell[] {
  const { cells } = orders;
  if (cells.length <= mostCells) return cells;
  const rankOf = (one: RampCell): number => (orders.openOn(one) === undefined ? 1 - one.command.share : -1);
  return cells.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, mostCells);
}

function readCell(basis: RampBasis, one: RampCell, sentences: Sentences): RampCellReading {
  const { world, orders } = basis;
  const blocks = blocksOf(basis, one);
  const { command, differsSince, wave } = one;
  const percent = world.observedPercentOf(one.cell);
  const to = stageAbove(world.plan.ramp?.stages ?? [], command.share);
  const isDrifting = differsSince !== undefined && world.nowMs - differsSince >= driftAfterMs;
  return {
    cell: { ...one.cell },
    wave: wave.id,
    commanded: command.share,
    observed: percent === undefined ? null : percent / 100,
    since: command.sinceAt ?? null,
    drift: isDrifting ? { since: differsSince } : null,
    verdict: verdictOf(basis, one, blocks),
    next: to === undefined ? null : readNext(world, one, to, blocks, sentences),
    order: orders.openOn(one)?.id ?? null,
    label: labelOf(one),
    eligible:
      command.eligible === undefined
        ? null
        : Object.fromEntries(Object.entries(command.eligible).map(([label, values]) => [label, [...values]])),
  };
}

function readNext(
  world: RampBasis['world'],
  one: RampCell,
  to: number,
  blocks: readonly Block[],
  sentences: Sentences,
): RampCellReading['next'] {
  const cost = costOf(world, one, to);
  const ends = blocks.map(({ endsAt }) => endsAt ?? Infinity);
  const allowedAt = ends.length === 0 ? world.nowMs : Math.max(...ends);
  return {
    to,
    allowedAt: allowedAt === Infinity ? null : allowedAt,
    blockedBy: blocks.slice(0, mostBlocks).map(({ text }) => sentences.placeOf(text)),
    cost: typeof cost === 'string' ? null : cost,
    costSays: typeof cost === 'string' ? sentences.placeOf(cost) : null,
  };
}

function verdictOf({ world, orders, holds }: RampBasis, one: RampCell, blocks: readonly Block[]): Verdict {
  const has = (code: Block['code']): boolean => blocks.some((block) => block.code === code);
  if (has('trigger_on')) return 'firing';
  if (holds.on(one).length > 0) return 'holding';
  if (has('criterion_not_met')) return 'blocked';
  if (has('criterion_unknown')) return 'unknown';
  // Nobody knows where an order that failed, or that nobody confirms, has left it.
  const order = orders.openOn(one);
  if (order?.state === 'failed' || order?.overdueAt !== undefined) return 'unknown';
  // What cannot see a cell in which nobody is says nothing.
  if (one.command.share === 0) return 'ok';
  const isBlind = world.triggers.some((live) => {
    return live.isFrozen && Object.entries(live.cell).every(([label, value]) => one.cell[label] === value);
  });
  return isBlind ? 'unknown' : 'ok';
}

function labelOf({ wave, command }: RampCell): string | null {
  if (wave.label === undefined) return null;
  if (wave.until === undefined) return wave.label;
  return command.share < wave.until ? `${wave.label} until ${percentWords(wave.until)}` : null;
}

/** What is loud or not stable yet, and the last few that are done. */
function shownOrders({ orders }: RampBasis): RampOrder[] {
  const newest = orders.all().toReversed();
  const done = newest.filter(({ endedAt }) => endedAt !== undefined).slice(0, lastDone);
  return newest.filter((order) => order.endedAt === undefined || done.includes(order)).slice(0, mostOrders);
}

function readOrder(order: RampOrder, nowMs: number): RampOrderReading {
  const { id, does, state, by, placedAt, reason, because, override, actuator, isAccepted, text, confirmed } = order;
  const isReplaced = order.endedAt !== undefined && (state === 'placed' || state === 'failed');
  return {
    order: id,
    does,
    state: isReplaced ? 'replaced' : state,
    says: orderWords(order),
    by: actorOf(by),
    placedAt,
    reason: reason === undefined ? null : excerptOf(reason, mostWords),
    because: because === undefined ? null : { trigger: because.trigger, cell: { ...because.cell } },
    override: override ?? null,
    actuator,
    isAccepted,
    text: text === undefined ? null : excerptOf(text, mostWords),
    waitingS: isOpen(order) ? Math.max(0, Math.floor((nowMs - placedAt) / 1000)) : null,
    isOverdue: isOpen(order) && order.overdueAt !== undefined,
    confirmed: confirmed === undefined ? null : { ...confirmed, by: actorOf(confirmed.by) },
  };
}

/** `US card and UK card to 5 %`; cells that go to different shares are told apart. */
function orderWords({ does, cells, eligible }: RampOrder): string {
  if (does === 'narrow') {
    return excerptOf(`${cellsWords(cells.map(({ cell }) => cell))} to ${eligibleWords(eligible)}`, mostWords);
  }
  const targets = [...new Set(cells.map(({ to }) => to))];
  const parts = targets.map((target) => {
    const names = cells.filter(({ to }) => to === target).map(({ cell }) => cell);
    return `${cellsWords(names)} to ${percentWords(target)}`;
  });
  const kept = new Set(
    cells.flatMap(({ to, eligible: who }) => (to === 0 || who === undefined ? [] : eligibleWords(who))),
  );
  return excerptOf([...parts, ...[...kept].map((who) => `still narrowed to ${who}`)].join('; '), mostWords);
}

function eligibleWords(eligible: Eligible = {}): string {
  const who = Object.entries(eligible).map(([label, values]) => `${label} ${values.join(', ')}`);
  return who.join('; ');
}

function actorOf({ role, name }: { readonly role: string; readonly name: string }): { role: string; name: string } {
  return { role, name };
}

/** Sentences that many cells share are told once. */
class Sentences {
  readonly all: string[] = [];
  private readonly places = new Map<string, number>();

  placeOf(text: string): number {
    const place = this.places.get(text) ?? this.all.push(text) - 1;
    this.places.set(text, place);
    return place;
  }
}
