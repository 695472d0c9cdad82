import type { TimeChartModel } from './timeChart.ts';

/**
 * Pictures come four times a second and mostly say of a chart what the last one said: then nothing is drawn anew. Its
 * sentences stand beside it and are not drawn.
 */
export function isSameModel(one: TimeChartModel, other: TimeChartModel): boolean {
  return isSame({ ...one, name: '', summary: '' }, { ...other, name: '', summary: '' });
}

/** By value. Functions write the same words for the same numbers. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one === 'function') return typeof other === 'function';
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item, at) => isSame(item, other[at]));
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => isSame(Reflect.get(one, key), Reflect.get(other, key)))
  );
}
