import type { JsonValue } from '../../shared/model/arrival.ts';
import type { Delivery, Sample } from './sampleTraffic.ts';
import { shuffle, type SeededRandom } from './seededRandom.ts';

/** The line of a delivery. With `random`, keys and labels come in any order: what is said stays the same. */
export function writeLine({ at, sample, text }: Delivery, random?: SeededRandom): string {
  if (sample === undefined) return text;
  const { t, source, epoch, seq, kind, body } = sample;
  const isStamped = at !== t || random?.chance(0.3) === true;
  const members: [string, JsonValue][] = [['t', t]];
  if (isStamped) members.push(['arrived', at]);
  members.push(['source', source]);
  if (epoch !== undefined) members.push(['epoch', epoch]);
  if (seq !== undefined) members.push(['seq', seq]);
  members.push(['kind', kind], ...Object.entries(body));
  if (random?.chance(0.05) === true)
    return JSON.stringify(Object.fromEntries(shuffle(members, random).map(turned(random))));
  return JSON.stringify(Object.fromEntries(members));
}

function turned(random: SeededRandom): (member: [string, JsonValue]) => [string, JsonValue] {
  return ([key, value]) =>
    key === 'labels' && value !== null
      ? [key, Object.fromEntries(shuffle(Object.entries(value), random))]
      : [key, value];
}

/** What makes two samples under one number the same. */
export function contentOf({ t, kind, body }: Sample): string {
  return JSON.stringify([t, kind, body]);
}
