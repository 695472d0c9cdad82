import type { Labels } from '../../../shared/model/series.ts';

/** Labels from parsed JSON: without a prototype, so that a label which is not there is undefined, even `toString`. */
export function toLabels(parsed: object): Labels {
  const labels = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(parsed)) labels[name] = String(value);
  return Object.freeze(labels);
}
