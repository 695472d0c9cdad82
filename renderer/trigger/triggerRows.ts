import type { Plan } from '../../shared/model/plan.ts';
import { type Cell, cellWords, isSameCell } from '../present/cells.ts';
import { armLevel, type Mark } from '../present/levels.ts';
import type { AttentionEntry, Judged, People, TriggerReading } from '../present/wire.ts';

export interface TriggerRow {
  readonly key: string;
  readonly trigger: string;
  readonly name: string;
  readonly cell: Cell;
  readonly cellName: string;
  readonly arm: 'advise' | 'hold' | 'act';
  readonly mark: Mark;
  readonly isBlind: boolean;
  readonly state: TriggerReading['state'];
  readonly sinceMs: number | null;
  readonly why: string;
  /** What people and the room do about it; undefined for what needs nobody. */
  readonly entry: AttentionEntry | undefined;
  /** Other cells of the same trigger that are as quiet. */
  readonly others: number;
}

/** What fires, cannot see or is pending, each for itself; every other trigger once, whatever its cells. */
export function triggerRows(judged: Judged, people: People | null, plan: Plan): TriggerRow[] {
  const entries = people?.attention.entries ?? [];
  const entryOf = (id: string, cell: Cell): AttentionEntry | undefined =>
    entries.find((entry) => entry.trigger === id && isSameCell(entry.cell, cell));
  const blind = blindKeys(judged, people);
  const loud: TriggerRow[] = [];
  const quiet = new Map<string, TriggerRow>();
  for (const reading of judged.triggers) {
    const entry = entryOf(reading.id, reading.cell);
    const isBlind = reading.state !== 'firing' && blind.has(keyOf(reading.id, reading.cell));
    const isQuiet = reading.state === 'ok' && !isBlind && entry === undefined;
    const row = toRow(reading, { entry, isBlind }, people, plan);
    if (!isQuiet) {
      loud.push(row);
      continue;
    }
    const before = quiet.get(reading.id);
    quiet.set(reading.id, before === undefined ? row : { ...before, others: before.others + 1 });
  }
  const placeOf = ({ entry }: TriggerRow): number => (entry === undefined ? entries.length : entries.indexOf(entry));
  loud.sort((one, other) => placeOf(one) - placeOf(other) || rank(one) - rank(other));
  return [...loud, ...quiet.values()];
}

function keyOf(id: string, cell: Cell): string {
  return `${id} ${JSON.stringify(cell)}`;
}

/**
 * What cannot see and should: the call waits for it. No traffic in a cell that nobody was let into, and too little to say
 * anything, hold nothing up.
 */
function blindKeys({ reasons }: Judged, people: People | null): ReadonlySet<string> {
  const because = people?.because ?? [];
  return new Set(
    because
      .filter((_one, index) => reasons[index]?.includes(' cannot see: '))
      .map(({ rule, cell }) => keyOf(rule, cell)),
  );
}

function rank({ state, isBlind }: TriggerRow): number {
  if (state === 'firing') return 0;
  return isBlind ? 1 : state === 'pending' ? 2 : 3;
}

function toRow(
  { id, cell, state, since, why }: TriggerReading,
  { entry, isBlind }: Pick<TriggerRow, 'entry' | 'isBlind'>,
  people: People | null,
  plan: Plan,
): TriggerRow {
  const trigger = plan.triggers[id];
  const arm = people?.attention.arms.find((one) => one.trigger === id)?.arm ?? trigger?.arm ?? 'advise';
  return {
    key: keyOf(id, cell),
    trigger: id,
    name: trigger?.name ?? id,
    cell,
    cellName: cellWords(cell, plan),
    arm,
    mark: state === 'firing' ? armLevel(arm) : isBlind ? 'blind' : state === 'pending' ? 'advi' : 'norm',
    isBlind,
    state,
    sinceMs: since,
    why: why ?? '',
    entry,
    others: 0,
  };
}
