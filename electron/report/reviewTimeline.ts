import { cellKey } from '../../shared/judge/selector.ts';
import type { Transition } from '../../shared/model/transition.ts';
import type { CallSpan, Firing, TimelineEntry } from './reviewData.ts';
import type { ReviewInput } from './reviewInput.ts';
import type { ReviewNames } from './reviewNames.ts';
import { readFact } from './readFact.ts';
import { rowWords } from './rowWords.ts';

/** The call from the first judged second to the last, without holes. */
export function callSpans({ transitions, ticks, end }: ReviewInput): CallSpan[] {
  if (ticks === undefined) return [];
  const firstAt = ticks.first * 1000;
  const lastAt = ticks.last * 1000;
  const changes = transitions.filter((one) => one.kind === 'call');
  const [first] = changes;
  const began = first?.from ?? end?.judged?.call ?? 'unknown';
  const spans: CallSpan[] = [];
  let open = { fromAt: firstAt, call: began, why: 'As it was at the first second.' };
  for (const { at, to, why } of changes) {
    if (at > open.fromAt) spans.push({ ...open, toAt: at });
    open = { fromAt: at, call: to, why };
  }
  spans.push({ ...open, toAt: Math.max(lastAt, open.fromAt) });
  return spans;
}

/** Every time that a trigger fired, in order. */
export function firingsOf({ transitions }: ReviewInput, plan: ReviewInput['plan']): Firing[] {
  const firings: Firing[] = [];
  const open = new Map<string, number>();
  for (const one of transitions) {
    if (one.kind !== 'trigger') continue;
    const key = `${one.id} ${cellKey(one.cell)}`;
    const place = open.get(key);
    if (one.to === 'firing' && place === undefined) {
      open.set(key, firings.length);
      firings.push(beginsFiring(one, plan));
    } else if (one.to !== 'firing' && place !== undefined) {
      open.delete(key);
      const begun = firings[place];
      if (begun !== undefined) firings[place] = { ...begun, toAt: one.at };
    }
  }
  return firings;
}

function beginsFiring({ at, id, cell, value, n, why }: Transition, plan: ReviewInput['plan']): Firing {
  const name = plan.triggers[id]?.name ?? id;
  return { trigger: id, name, cell, fromAt: at, toAt: null, value: value ?? null, n: n ?? null, why, loss: null };
}

/** Transitions, rows and gaps, in the order in which they came to be. What people wrote in a second follows its judgement. */
export function timelineOf(input: ReviewInput, names: ReviewNames): TimelineEntry[] {
  const entries = [
    ...input.transitions.map((one) => transitionEntry(one, names)),
    ...openGaps(input.gaps).map((gap): TimelineEntry => {
      const { source, epoch, fromSeq, toSeq, openedAt } = gap;
      const seqs = toSeq - fromSeq === 1 ? `its sample ${fromSeq}` : `its samples ${fromSeq} to ${toSeq - 1}`;
      const text = `${source} never sent ${seqs}${epoch === '' ? '' : ` of epoch ${epoch}`}.`;
      return { ...nothingMore, at: openedAt, group: 'gap', kind: 'gap', text };
    }),
    ...input.ledger.map((row): TimelineEntry => ({
      ...nothingMore,
      at: row.at,
      isWallTime: row.kind === 'session.sealed',
      group: row.actor.role === 'system' ? 'system' : 'people',
      kind: row.kind,
      row: row.seq,
      by: names.person(row.actor),
      state: stateOf(row),
      text: rowWords(row, names),
    })),
  ];
  // The sort is stable: within one second transitions come first, then gaps, then rows.
  return entries.sort((a, b) => a.at - b.at);
}

const nothingMore = { isWallTime: false, row: null, by: null, id: null, cell: {}, state: null };

/** Without those that closed again: what came late is not lost. */
export function openGaps(gaps: ReviewInput['gaps']): ReviewInput['gaps'] {
  return gaps.filter(({ closedAt }) => closedAt === undefined);
}

function transitionEntry({ at, kind, id, cell, from, to, why }: Transition, names: ReviewNames): TimelineEntry {
  const what = kind === 'call' ? 'The call' : kind === 'trigger' ? names.trigger(id, cell) : names.criterion(id, cell);
  const text = `${what}: ${from} to ${to}. ${why}`;
  return { ...nothingMore, at, group: kind, kind, id: kind === 'call' ? null : id, cell, state: to, text };
}

function stateOf(row: ReviewInput['ledger'][number]): string | null {
  if (row.kind === 'vote.cast') return readFact(row, 'vote.cast')?.vote ?? null;
  if (row.kind === 'poll.closed') return readFact(row, 'poll.closed')?.result ?? null;
  return states.get(row.kind) ?? null;
}

const states: ReadonlyMap<string, string> = new Map([
  ['decision.recorded', 'decided'],
  ['order.failed', 'failed'],
  ['order.fell_overdue', 'overdue'],
  ['update.failed', 'failed'],
  ['escalation.raised', 'escalated'],
  ['clock.scrubbed', 'scrubbed'],
  ['clock.held', 'held'],
  ['ramp.held', 'held'],
]);
