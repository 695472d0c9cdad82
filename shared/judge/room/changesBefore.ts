import { excerptOf } from '../../model/excerpt.ts';
import type { Labels } from '../../model/series.ts';
import type { EventLog } from '../eventLog.ts';

/** Something that happened, as the room lists it. */
export interface Change {
  readonly at: number;
  readonly type: string;
  readonly labels: Labels;
  readonly text: string;
}

/** The log keeps events for this long beyond the half hour that is asked for. */
export const changesMs = 30 * 60_000;

const mostChanges = 8;
const longestText = 160;

/** "What changed before this": the events of the 30 min before a trigger's first pending tick, nearest first. */
export function changesBefore(events: EventLog, pendingAt: number): readonly Change[] {
  return events
    .before(Math.floor(pendingAt / 1000))
    .slice(0, mostChanges)
    .map(({ t, type, labels, text }) => ({ at: t, type, labels, text: excerptOf(text, longestText) }));
}
