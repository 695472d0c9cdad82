import { deliver, makeTraffic, type Delivery, type Sample, type TrafficSize } from './sampleTraffic.ts';
import { createSeededRandom, shuffle, type SeededRandom } from './seededRandom.ts';

/** A stream as it was sent, and as it arrived after everything that can happen on the way. */
export interface TroubledStream {
  readonly clean: readonly Delivery[];
  readonly arrived: readonly Delivery[];
  /** Nothing was lost, and nothing moved out of its second: both must be judged alike. */
  readonly isWhole: boolean;
}

/** The window that the plan looks back at most, in seconds: what is older is too late. */
export const longestWindowS = 300;
const farMs = 600_000;

/** Makes the stream of a seed. */
export function makeTroubledStream(seed: number, size: TrafficSize): TroubledStream {
  const random = createSeededRandom(seed);
  const clean = makeTraffic(random, size);
  const isWhole = random.chance(0.5);
  const endMs = Math.floor((clean.at(-1)?.at ?? 0) / 1000) * 1000 + 999;
  const mayHappen = (ratio: number): boolean => random.chance(ratio);

  let items = [...clean];
  if (mayHappen(0.4)) items = restart(items, random);
  if (!isWhole) {
    if (mayHappen(0.6)) items = drop(items, random);
    if (mayHappen(0.6)) items = delay(items, random, endMs);
    if (mayHappen(0.3)) items = misdate(items, random);
  }
  const extra: Delivery[] = [];
  if (mayHappen(0.7)) extra.push(...repeat(items, random, endMs));
  if (mayHappen(0.4)) extra.push(...resend(items, random, endMs));
  if (mayHappen(0.4)) extra.push(...contradict(items, random, endMs));
  if (mayHappen(0.3)) extra.push(...babble(items, random));
  items = [...items, ...extra].sort((one, other) => one.at - other.at);
  if (mayHappen(0.5)) items = stirSeconds(items, random);
  if (mayHappen(0.4)) items = scatter(items, random, makeGarbage);
  if (mayHappen(0.4)) items = scatter(items, random, makeLoneJump);
  if (!isWhole && mayHappen(0.1)) items = breakOff(items, random);
  if (!isWhole && mayHappen(0.1)) items = leap(items, random);
  return { clean, arrived: items, isWhole };
}

/** A source begins to count anew under another epoch. */
function restart(items: Delivery[], random: SeededRandom): Delivery[] {
  const source = anySource(items, random);
  const fromMs = random.pick([items[0] as Delivery, ...items]).at;
  const first = items.find(({ at, sample }) => at >= fromMs && sample?.source === source && sample.seq !== undefined);
  const from = first?.sample?.seq ?? 0;
  const start = random.pick([0, 1, 700]);
  return items.map((item) => {
    const { sample } = item;
    if (sample?.source !== source || sample.t < (first?.sample?.t ?? Infinity)) return item;
    const seq = sample.seq === undefined ? undefined : sample.seq - from + start;
    return { ...item, sample: { ...sample, epoch: 'b', seq } };
  });
}

/** Single lines are lost, and stretches of a source. */
function drop(items: Delivery[], random: SeededRandom): Delivery[] {
  const lostRatio = random.pick([0.001, 0.02, 0.2]);
  const source = anySource(items, random);
  const fromMs = items[random.between(0, items.length)]?.at ?? 0;
  const untilMs = fromMs + random.pick([0, 700, 4000]);
  return items.filter(
    ({ at, sample }) => !random.chance(lostRatio) && !(sample?.source === source && at >= fromMs && at < untilMs),
  );
}

/** Some come later than they were sent: within the second, within the late limit, beyond it, and beyond every window. */
function delay(items: Delivery[], random: SeededRandom, endMs: number): Delivery[] {
  const ratio = random.pick([0.01, 0.1, 0.4]);
  return items.map((item) => {
    if (!random.chance(ratio)) return item;
    const byMs = random.pick([300, 2000, 5000, 8000, 60_000, 300_000, 301_000, 420_000]);
    return { ...item, at: Math.min(endMs, item.at + random.between(0, byMs)) };
  });
}

/** A clock is wrong: up to a minute ahead is believed, more is not; far enough behind is late, and then too late. */
function misdate(items: Delivery[], random: SeededRandom): Delivery[] {
  const limitsMs = [0, 60_000, 400_000, -5000, -6000, -1000 * longestWindowS, -1000 * (longestWindowS + 1)] as const;
  return items.map((item) => {
    const { sample } = item;
    if (sample === undefined || !random.chance(0.02)) return item;
    const byMs = random.pick(limitsMs) + random.pick([-1, 0, 1]);
    return { ...item, sample: { ...sample, t: item.at + byMs } };
  });
}

/** The same again, a little or much later. */
function repeat(items: readonly Delivery[], random: SeededRandom, endMs: number): Delivery[] {
  const ratio = random.pick([0.01, 0.1, 0.5]);
  return items.flatMap((item) => {
    if (item.sample?.seq === undefined || !random.chance(ratio)) return [];
    return [deliver(item.sample, Math.min(endMs, item.at + random.between(0, random.pick([500, 3000, 200_000]))))];
  });
}

/** A source has lost its place and sends a stretch once more, under the old numbers. */
function resend(items: readonly Delivery[], random: SeededRandom, endMs: number): Delivery[] {
  const source = anySource(items, random);
  const own = items.filter(({ sample }) => sample?.source === source && sample.seq !== undefined);
  const to = random.between(0, own.length + 1);
  const nowMs = Math.min(endMs, (own[to]?.at ?? endMs) + random.between(0, 50));
  return own.slice(random.between(0, to + 1), to).flatMap(({ sample }) => (sample && deliver(sample, nowMs)) || []);
}

/** An old number with another content, in a later second than the true one. */
function contradict(items: readonly Delivery[], random: SeededRandom, endMs: number): Delivery[] {
  return items.flatMap(({ at, sample }) => {
    const thenMs = at + 1000 + random.between(0, 5000);
    if (sample?.seq === undefined || thenMs > endMs || !random.chance(0.02)) return [];
    const other = random.pick([
      { ...sample, t: sample.t + 1 },
      { ...sample, body: changed(sample.body, random) },
      { ...sample, kind: 'gauge', body: { metric: 'other.number', labels: {}, value: random.between(0, 9) } } as const,
    ]);
    return [deliver(other, thenMs)];
  });
}

/** Another content by as little as one number or one letter. */
function changed(body: Sample['body'], random: SeededRandom): Sample['body'] {
  const { value, values, buckets, labels, text, data } = body;
  if (random.chance(0.7)) {
    if (typeof value === 'number') return { ...body, value: value + 1 };
    if (Array.isArray(values)) return { ...body, values: [...(values as number[]), 1] };
    const [[bound, count], ...rest] = Array.isArray(buckets) ? (buckets as [[number, number]]) : [[0, 0]];
    if (buckets !== undefined) return { ...body, buckets: [[bound, count + 1], ...rest] };
    return random.pick([
      { ...body, text: `${text as string}.` },
      { ...body, data: [data ?? null] },
    ]);
  }
  return { ...body, labels: { ...(labels as object), shard: '1' } };
}

/** A source that no rule listens to talks on, now and then from the future. */
function babble(items: readonly Delivery[], random: SeededRandom): Delivery[] {
  let seq = 0;
  return items.flatMap(({ at }) => {
    if (!random.chance(0.05)) return [];
    const t = at + random.pick([0, -7000, 60_000, 60_001, 3_600_000]);
    seq += random.pick([1, 1, 1, 3]);
    const body = { metric: 'noise.made', labels: {}, value: 1 };
    return [deliver({ t, source: 'noise', kind: 'count', epoch: 'n', seq, body }, at)];
  });
}

/** Another order within seconds of arrival. */
function stirSeconds(items: Delivery[], random: SeededRandom): Delivery[] {
  const bySecond = Map.groupBy(items, ({ at }) => Math.floor(at / 1000));
  return [...bySecond.values()].flatMap((second) => (random.chance(0.5) ? shuffle(second, random) : second));
}

/** Puts strange lines between the others, never two beside each other. */
function scatter(
  items: Delivery[],
  random: SeededRandom,
  make: (at: number, random: SeededRandom) => Delivery,
): Delivery[] {
  let sinceLast = 0;
  return items.flatMap((item, place) => {
    sinceLast += 1;
    if (place === 0 || sinceLast < 3 || !random.chance(0.03)) return [item];
    sinceLast = 0;
    return [make(item.at, random), item];
  });
}

function makeGarbage(at: number, random: SeededRandom): Delivery {
  const text = random.pick([
    '{"t":17748',
    '[]',
    'null',
    '{"t":1774879180000,"source":"noise","kind":"count","metric":"noise.made","labels":{},"value":-1}',
    '{"t":1774879180000,"source":"noise","kind":"count","metric":"noise.made","labels":{},"value":1,"valeu":1}',
    '{"t":1774879180000,"source":"noise","seq":1.5,"kind":"gauge","metric":"noise.made","labels":{},"value":1}',
    '\u0000\u0001',
  ]);
  return { at, sample: undefined, text };
}

/** One line that claims to have come far in the future. */
function makeLoneJump(at: number, random: SeededRandom): Delivery {
  const then = at + farMs + 1000 + random.between(1, 10_000_000);
  const body = { metric: 'noise.made', labels: {}, value: 1 };
  return deliver({ t: then, source: 'noise', kind: 'gauge', epoch: 'jump', seq: random.between(0, 1000), body }, then);
}

/** The recording goes on a quarter of an hour later: two lines that say so are believed. */
function breakOff(items: Delivery[], random: SeededRandom): Delivery[] {
  const place = random.between(1, items.length);
  const later = farMs * 1.5;
  return items.map((item, index) => {
    if (index < place || item.sample === undefined) return item;
    return deliver({ ...item.sample, t: item.sample.t + later }, item.at + later);
  });
}

/** One line is ten minutes ahead, which is just believed, and all others seem to come late; or a little more, which is not. */
function leap(items: Delivery[], random: SeededRandom): Delivery[] {
  const place = random.between(1, items.length);
  const clockMs = Math.max(...items.slice(0, place).map(({ at, sample }) => (sample?.epoch === 'jump' ? 0 : at)));
  const at = clockMs + farMs + random.pick([0, 1]);
  const body = { metric: 'noise.made', labels: {}, value: 1 };
  return items.toSpliced(place, 0, deliver({ t: at, source: 'noise', kind: 'count', epoch: 'l', seq: 0, body }, at));
}

function anySource(items: readonly Delivery[], random: SeededRandom): string {
  const sources = [...new Set(items.map(({ sample }) => sample?.source ?? ''))];
  return sources[random.between(0, sources.length)] ?? '';
}
