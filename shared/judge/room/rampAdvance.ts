import { excerptOf } from '../../model/excerpt.ts';
import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { RampScope } from '../../model/room/rampFacts.ts';
import type { CommandArgs, RoomFact } from '../../model/room/roomFact.ts';
import type { Labels } from '../../model/series.ts';
import { percentWords } from '../words.ts';
import { type Decided, refuse } from './book.ts';
import { missingRight } from './missingRight.ts';
import { type Block, blocksOf, type RampBasis, worstFirst } from './rampBlocks.ts';
import { type RampCell, stageAbove } from './rampCell.ts';
import { orderId } from './rampOrderId.ts';
import type { OverrideProposal } from './rampOverrides.ts';
import { cellsInScope, cellsWords, requireCells, scopeWords } from './rampScope.ts';

interface Step {
  readonly one: RampCell;
  readonly to: number;
}

interface Obstacle {
  readonly block: Block;
  readonly cells: Labels[];
}

/** To the next stage, all cells or none. */
export function decideAdvance(
  basis: RampBasis,
  { scope, to, override }: CommandArgs<'ramp.advance'>,
  actor: LedgerActor,
): Decided {
  const { world, orders } = basis;
  const cells = requireCells(orders.cells, scope);
  if ('code' in cells) return cells;
  const missing = missingRight(world, actor.role, 'call', `advance ${scopeWords(scope)}`);
  if (missing !== undefined) return missing;
  if (world.tick === undefined) {
    return refuse('not_started', 'Nothing has been judged yet; advance when the first second has been judged.');
  }
  const stages = world.plan.ramp?.stages ?? [];
  if (to !== undefined && !stages.includes(to)) {
    return refuse(
      'bad_request',
      `${percentWords(to)} is no stage of the ramp; write one of ${stages.map(percentWords).join(', ')}.`,
    );
  }
  const steps = stepsTo(cells, stages, to);
  if (steps.length === 0) {
    const where = to === undefined ? 'the last stage' : `${percentWords(to)} or above`;
    return refuse('already_done', `${cellsWords(cells.map(({ cell }) => cell))} stands at ${where} already.`);
  }
  const obstacles = obstaclesOf(basis, steps);
  if (override === undefined) {
    return obstacles.length === 0 ? [placeAdvance(basis, scope, steps)] : refuseAll(obstacles);
  }
  const firm = obstacles.filter(({ block }) => block.isFirm);
  if (firm.length > 0) return refuseAll(firm);
  if (obstacles.length === 0) {
    return refuse('bad_request', `Nothing is in the way of ${scopeWords(scope)}; advance without an override.`);
  }
  const targets = new Set(steps.map((step) => step.to));
  const target = steps[0]?.to;
  if (targets.size > 1 || target === undefined) {
    return refuse('bad_request', 'These cells have different next stages; name the percentage that you propose.');
  }
  const blockedBy = obstacles.map(obstacleWords);
  return [{ kind: 'override.proposed', body: { scope, to: target, reason: override.reason, blockedBy } }];
}

/** Somebody else lets the advance go on against what was in its way, and against nothing worse. */
export function decideOverride(basis: RampBasis, proposal: OverrideProposal): Decided {
  const { world, orders } = basis;
  const { scope, to, blockedBy, reason, row } = proposal;
  const steps = stepsTo(cellsInScope(orders.cells, scope), world.plan.ramp?.stages ?? [], to);
  if (steps.length === 0) return refuse('already_done', `${scopeWords(scope)} stands at ${percentWords(to)} already.`);
  const firm = obstaclesOf(basis, steps).filter(({ block }) => block.isFirm);
  if (firm.length > 0) return refuseAll(firm);
  for (const { one } of steps) {
    const fresh = blocksOf(basis, one).find((block) => !blockedBy.some((text) => names(text, block, one.cell)));
    if (fresh === undefined) continue;
    const since = `This is in the way of ${cellsWords([one.cell])} since it was proposed; propose it anew, or roll back.`;
    return refuse(fresh.code, `${fresh.text} ${since}`);
  }
  return [placeAdvance(basis, scope, steps, { reason, override: row })];
}

/** Whether the sentence of a proposal tells of this in this cell; one that does not list all its cells is believed. */
function names(sentence: string, { start }: Block, cell: Labels): boolean {
  const [, listed] = sentence.split(inTheWayOf);
  const isWhole = listed?.endsWith('.') === true && !listed.endsWith(' more.');
  return sentence.startsWith(start) && (!isWhole || listed.includes(cellsWords([cell])));
}

function stepsTo(cells: readonly RampCell[], stages: readonly number[], to: number | undefined): Step[] {
  return cells.flatMap((one) => {
    const { share } = one.command;
    const target = to ?? stageAbove(stages, share);
    return target === undefined || target <= share ? [] : [{ one, to: target }];
  });
}

function placeAdvance(
  { world, orders }: RampBasis,
  scope: RampScope,
  steps: readonly Step[],
  allowed: { readonly reason?: string; readonly override?: number } = {},
): RoomFact {
  const cells = steps.map(({ one, to }) => ({ cell: { ...one.cell }, from: one.command.share, to }));
  const actuator = world.plan.ramp?.actuator.kind ?? 'manual';
  const order = orderId(world, orders, 'advance', scope);
  return { kind: 'order.placed', body: { order, does: 'advance', cells, ...allowed, actuator } };
}

/** What is in the way, once for all the cells that it stops. */
function obstaclesOf(basis: RampBasis, steps: readonly Step[]): Obstacle[] {
  const found = new Map<string, Obstacle>();
  for (const { one } of steps) {
    for (const block of blocksOf(basis, one)) {
      const same = found.get(block.text);
      if (same === undefined) found.set(block.text, { block, cells: [one.cell] });
      else same.cells.push(one.cell);
    }
  }
  return [...found.values()].sort((a, b) => worstFirst.indexOf(a.block.code) - worstFirst.indexOf(b.block.code));
}

const mostTold = 4;
const longestSentence = 500;
const inTheWayOf = ' In the way of ';

function refuseAll(obstacles: readonly Obstacle[]): Decided {
  const told = obstacles.slice(0, mostTold).map(obstacleWords);
  const more = obstacles.length - told.length;
  const tail = more === 0 ? '' : ` And ${more} more.`;
  return refuse(obstacles[0]?.block.code ?? 'not_yet', `Nothing was advanced. ${told.join(' ')}${tail}`);
}

function obstacleWords({ block, cells }: Obstacle): string {
  return excerptOf(`${block.text}${inTheWayOf}${cellsWords(cells)}.`, longestSentence);
}
