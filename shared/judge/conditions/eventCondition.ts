import { formatDuration } from '../../base/duration.ts';
import type { LeafCondition } from '../../model/planConditions.ts';
import type { EventRow } from '../../model/tickInput.ts';
import type { EventLog } from '../eventLog.ts';
import { countWords } from '../words.ts';
import { type Asked, type LiveCondition, Verdict } from './condition.ts';

/** `{ event, where, within }`: true while such an event is inside the window. It needs no source to be talking. */
export class EventCondition implements LiveCondition {
  readonly verdict = new Verdict();
  private readonly condition: LeafCondition & { kind: 'event' };
  private readonly asked: Asked;
  private readonly events: EventLog;
  private matching: readonly EventRow[] = [];

  constructor(condition: LeafCondition & { kind: 'event' }, asked: Asked, events: EventLog) {
    this.condition = condition;
    this.asked = asked;
    this.events = events;
    this.verdict.sight = 'sees';
    this.verdict.fresh = true;
    this.verdict.decide(false);
  }

  get value(): number {
    return this.matching.length;
  }

  get n(): number {
    return this.matching.length;
  }

  judge(tick: number): void {
    const from = tick - Math.max(1, Math.floor(this.condition.within / 1000));
    this.matching = this.events.matching(this.condition, this.asked.cell, from, tick - 1);
    this.verdict.decide(this.matching.length > 0);
  }

  explain(): string {
    const window = formatDuration(this.condition.within);
    const newest = this.matching.at(-1);
    if (newest === undefined) return `no ${this.condition.event} in the last ${window}`;
    const text = newest.text === '' ? '' : `, the last of them "${newest.text}"`;
    return `${countWords(this.matching.length, 'event')} ${this.condition.event} in the last ${window}${text}`;
  }

  save(): undefined {
    return undefined;
  }

  load(): void {}
}
