import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { isSameCell, type Cell } from '../present/cells.ts';

export type WhatIf = Exclude<QueryAnswer<'plan.whatIf'>, { readonly state: 'working' }>;
type Story = WhatIf['original'];
type Expected = WhatIf['answers'][number];

/** A stretch in which the rule was something that is to be seen. */
export interface StateSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: string;
}

/** One cell: what the rule did there as it is, what it would have done, and what it should have. */
export interface CellTrack {
  readonly cell: Cell;
  readonly original: readonly StateSpan[];
  readonly changed: readonly StateSpan[];
  readonly expected: readonly (Expected & { readonly place: number })[];
}

/** At rest a rule draws nothing. */
const quiet: ReadonlySet<string> = new Set(['ok', 'pass', 'handled']);
const key = (cell: Cell): string => JSON.stringify(Object.entries(cell).sort());

/** The cells in which anything happens by either plan, or should have: the first to speak first. */
export function cellTracks({ original, changed, answers, fromAt, toAt }: WhatIf): CellTrack[] {
  const cells = new Map<string, Cell>();
  for (const { cell } of [...answers, ...original.transitions, ...changed.transitions]) cells.set(key(cell), cell);
  return [...cells.values()].map((cell) => ({
    cell,
    original: spansOf(original, cell, fromAt, toAt),
    changed: spansOf(changed, cell, fromAt, toAt),
    expected: answers.map((one, place) => ({ ...one, place })).filter((one) => isSameCell(one.cell, cell)),
  }));
}

function spansOf({ transitions }: Story, cell: Cell, fromMs: number, toMs: number): StateSpan[] {
  const own = transitions.filter((one) => isSameCell(one.cell, cell));
  const spans: StateSpan[] = [];
  let [state, sinceMs] = [own[0]?.from ?? 'ok', fromMs];
  for (const { at, to } of own) {
    if (at > sinceMs) spans.push({ fromMs: sinceMs, toMs: at, state });
    [state, sinceMs] = [to, at];
  }
  spans.push({ fromMs: sinceMs, toMs, state });
  return spans.filter((span) => !quiet.has(span.state) && span.toMs > span.fromMs);
}

const leastPadMs = 120_000;

/**
 * The stretch in which something happens as it is, or should have, with room around it for what would happen sooner or
 * later; the whole time where that is most of it.
 */
export function busySpan({ fromAt, toAt }: WhatIf, tracks: readonly CellTrack[]): { fromMs: number; toMs: number } {
  const spans = tracks.flatMap(({ original, expected }) => [
    ...original.filter(({ state }) => state !== 'unknown' && state !== 'maturing'),
    ...expected.map(({ beginsAt, byAt }) => ({ fromMs: beginsAt ?? byAt, toMs: byAt })),
  ]);
  const whole = { fromMs: fromAt, toMs: toAt };
  if (spans.length === 0) return whole;
  const [firstMs, lastMs] = [
    Math.min(...spans.map(({ fromMs }) => fromMs)),
    Math.max(...spans.map(({ toMs }) => toMs)),
  ];
  const padMs = Math.max(leastPadMs, (lastMs - firstMs) / 4);
  const near = { fromMs: Math.max(fromAt, firstMs - padMs), toMs: Math.min(toAt, lastMs + padMs) };
  return near.toMs - near.fromMs > (toAt - fromAt) * 0.6 ? whole : near;
}
