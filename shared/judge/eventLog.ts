import type { Labels } from '../model/series.ts';
import type { EventRow } from '../model/tickInput.ts';
import { matchesLabels, type Selector } from './selector.ts';

/** How far back "what changed before this" looks. */
const changesMs = 30 * 60_000;

/** The events that some rule, or the question "what changed before this?", can still ask for. */
export class EventLog {
  private events: EventRow[] = [];
  private readonly keepMs: number;

  /** `longestMs`: the longest window of any rule on events. */
  constructor(longestMs: number) {
    this.keepMs = longestMs + 2 * changesMs;
  }

  add(event: EventRow): void {
    let index = this.events.length;
    while (index > 0 && (this.events[index - 1]?.t ?? 0) > event.t) index -= 1;
    this.events.splice(index, 0, event);
  }

  advance(tick: number): void {
    if (this.events.length === 0) return;
    const oldest = tick * 1000 - this.keepMs;
    let gone = 0;
    while ((this.events[gone]?.t ?? Infinity) < oldest) gone += 1;
    if (gone > 0) this.events.splice(0, gone);
  }

  /** Events of the seconds `from .. to` in order of time. One that names no label of the cell concerns every cell. */
  matching(
    asked: { readonly event: string; readonly where?: Selector['where'] },
    cell: Labels,
    from: number,
    to: number,
  ): readonly EventRow[] {
    if (this.events.length === 0) return this.events;
    return this.events.filter((event) => {
      const second = Math.floor(event.t / 1000);
      if (event.type !== asked.event || second < from || second > to) return false;
      return matchesLabels(event.labels, asked.where) && concerns(event.labels, cell);
    });
  }

  /** What happened in the 30 minutes before a tick, nearest first. */
  before(tick: number): readonly EventRow[] {
    const to = tick * 1000;
    return this.events.filter((event) => event.t < to && event.t >= to - changesMs).reverse();
  }

  save(): readonly EventRow[] {
    return this.events;
  }

  load(events: readonly EventRow[]): void {
    this.events = [...events];
  }
}

function concerns(labels: Labels, cell: Labels): boolean {
  return Object.entries(cell).every(([name, value]) => labels[name] === undefined || labels[name] === value);
}
