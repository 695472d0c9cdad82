import type { EventArrival, JsonValue } from '../../../shared/model/arrival.ts';
import { sampleLimits } from '../../../shared/model/sample.ts';
import type { Labels } from '../../../shared/model/series.ts';
import { sortedLabels } from './seriesTable.ts';

/** What of an event's data the rules can ask for: what a deploy is of. */
const taken = ['commit', 'digest'] as const;

/** The labels of an event, with the commit and the digest of its data where the labels do not name them. */
export function eventLabels({ labels, data }: Pick<EventArrival, 'labels' | 'data'>): Labels {
  if (!isObject(data)) return labels;
  const more: Record<string, string> = {};
  for (const key of taken) {
    const text = labels[key] === undefined && Object.hasOwn(data, key) ? toText(data[key]) : undefined;
    if (text !== undefined) more[key] = text;
  }
  return Object.keys(more).length === 0 ? labels : sortedLabels({ ...labels, ...more });
}

/** A commit of digits alone is written as a number by some; one that a number cannot carry whole names nothing. */
function toText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  return [...value].length <= sampleLimits.labelValueLength ? value : undefined;
}

function isObject(data: JsonValue | undefined): data is { readonly [key: string]: JsonValue } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
