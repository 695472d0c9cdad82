import { instantAt } from '../../shared/base/instant.ts';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { cellWords } from './cells.ts';
import { armLevel, callLevel, type Mark } from './levels.ts';

type TransitionRow = QueryAnswer<'transitions.read'>['transitions'][number];
type LedgerRow = QueryAnswer<'ledger.read'>['rows'][number];
type Gap = QueryAnswer<'gaps.read'>['gaps'][number];

/** A stretch of time on which the call stood. */
export interface CallSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly word: string;
}

export interface TimelineMark {
  readonly atMs: number;
  readonly mark: Mark;
  readonly name: string;
  readonly lane: 'ramp' | 'triggers' | 'people';
  /** Its row of the ledger; undefined for what the judge told. */
  readonly seq?: number;
}

export interface TimelineBand {
  readonly fromMs: number;
  readonly toMs: number;
  readonly name: string;
}

/** A stretch in which people, or the room for them, let nothing go on: the clock of the whole launch, or its ramp. */
export interface HoldBand extends TimelineBand {
  readonly of: 'clock' | 'ramp';
}

export function callSpans(transitions: readonly TransitionRow[], fromMs: number, toMs: number): CallSpan[] {
  const calls = transitions.filter(({ kind }) => kind === 'call');
  const first = calls[0];
  const spans: CallSpan[] = [];
  let word = first?.from ?? 'HOLD';
  let sinceMs = fromMs;
  for (const { at, to } of calls) {
    if (at > sinceMs) spans.push({ fromMs: sinceMs, toMs: at, word });
    word = to;
    sinceMs = Math.max(at, fromMs);
  }
  if (toMs > sinceMs) spans.push({ fromMs: sinceMs, toMs, word });
  return spans;
}

/** Where the call became another, as marks: for a lane that has no room for spans. */
export function callMarks(transitions: readonly TransitionRow[]): TimelineMark[] {
  return transitions.flatMap(({ kind, at, to }) =>
    kind === 'call' ? [{ atMs: at, mark: callLevel(to), name: to, lane: 'triggers' as const }] : [],
  );
}

/** What fired, as far as it asks for somebody: what only advises stands back where there is much. */
export function triggerMarks(transitions: readonly TransitionRow[], plan: Plan): TimelineMark[] {
  return transitions.flatMap(({ kind, to, at, id, cell }) => {
    if (kind !== 'trigger' || to !== 'firing') return [];
    const where = cellWords(cell, plan);
    const name = where === '' ? id : `${id} ${where}`;
    return [{ atMs: at, mark: armLevel(plan.triggers[id]?.arm ?? 'advise'), name, lane: 'triggers' as const }];
  });
}

const spoken: Readonly<Record<string, readonly [lane: TimelineMark['lane'], mark: Mark]>> = {
  'decision.recorded': ['people', 'decided'],
  'poll.opened': ['people', 'decided'],
  'poll.closed': ['people', 'decided'],
  'vote.cast': ['people', 'said'],
  'note.written': ['people', 'said'],
  'clock.held': ['people', 'decided'],
  'clock.resumed': ['people', 'decided'],
  'waiver.granted': ['people', 'decided'],
  'plan.changed': ['people', 'decided'],
  'plan.proposed': ['people', 'decided'],
  'mark.set': ['people', 'said'],
  'order.placed': ['ramp', 'decided'],
  'order.confirmed': ['ramp', 'decided'],
};

export function ledgerMarks(rows: readonly LedgerRow[]): TimelineMark[] {
  return rows.flatMap(({ seq, kind, at, body }) => {
    const said = spoken[kind];
    if (said === undefined) return [];
    const [lane, mark] = said;
    return [{ atMs: at, mark, name: nameOf(kind, body), lane, seq }];
  });
}

/** The one word of a row that fits on a timeline; the log has all of it. */
function nameOf(kind: string, body: LedgerRow['body']): string {
  const word = ['choice', 'poll', 'vote', 'does', 'hold']
    .map((key) => body[key])
    .find((one) => typeof one === 'string');
  return typeof word === 'string' ? word : (kind.split('.')[0] ?? kind);
}

export function calendarBands(plan: Plan): TimelineBand[] {
  const { t0 } = plan.launch;
  return plan.calendar.map(({ says, from, to }) => ({
    fromMs: instantAt(from, t0),
    toMs: instantAt(to, t0),
    name: says,
  }));
}

/** From the row that began a hold to the one that ended it; one that is on reaches to `nowMs`. */
export function holdBands(rows: readonly LedgerRow[], nowMs: number): HoldBand[] {
  const bands: HoldBand[] = [];
  const open = new Map<string, { readonly fromMs: number; readonly name: string; readonly of: HoldBand['of'] }>();
  const end = (key: string, toMs: number): void => {
    const hold = open.get(key);
    if (hold === undefined) return;
    open.delete(key);
    bands.push({ ...hold, toMs });
  };
  for (const { kind, at, seq, body } of rows) {
    const name = typeof body['hold'] === 'string' ? body['hold'] : '';
    if (kind === 'clock.held') open.set(`clock ${name}`, { fromMs: at, name, of: 'clock' });
    else if (kind === 'clock.resumed') end(`clock ${name}`, at);
    else if (kind === 'ramp.held') open.set(`ramp ${seq}`, { fromMs: at, name: '', of: 'ramp' });
    else if (kind === 'ramp.resumed') end(`ramp ${Number(body['hold'])}`, at);
  }
  for (const key of [...open.keys()]) end(key, nowMs);
  return bands.sort((one, other) => one.fromMs - other.fromMs);
}

export function gapBands(gaps: readonly Gap[], nowMs: number): TimelineBand[] {
  return gaps.map(({ source, openedAt, closedAt }) => ({ fromMs: openedAt, toMs: closedAt ?? nowMs, name: source }));
}

/** The nearest event after or before a second, for the keys that go from one to the next. */
export function eventBeside(atMs: number, instants: readonly number[], direction: 1 | -1): number | undefined {
  const sorted = [...new Set(instants)].sort((a, b) => a - b);
  return direction === 1 ? sorted.find((one) => one >= atMs + 1000) : sorted.findLast((one) => one <= atMs - 1000);
}
